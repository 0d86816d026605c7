// SPDX-License-Identifier: MIT
#include <azoth/dialects/sql_text.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>

#include "base/sql_lexer.hpp"
#include "base/sql_parts.hpp"

namespace azoth::dialects::sql_text {

namespace {

template <class Action>
std::string_view action_text(Action action) noexcept {
    switch (action) {
        case Action::NoAction:
            return "";
        case Action::Restrict:
            return "RESTRICT";
        case Action::Cascade:
            return "CASCADE";
        case Action::SetNull:
            return "SET NULL";
        case Action::SetDefault:
            return "SET DEFAULT";
    }
    return "";
}

template <class Action>
void append_action(std::string& text, std::string_view event, Action action) {
    if (action != Action::NoAction) {
        text.append(event).append(action_text(action));
    }
}

}  // namespace

std::string string_literal(std::string_view text) {
    return sql_parts::in_quotes(text, '\'');
}

std::string quoted_identifier(std::string_view name) {
    return sql_parts::in_quotes(name, '"');
}

bool is_plain_identifier(std::string_view name) noexcept {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return !name.empty() && !is_digit(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return is_letter(c) || is_digit(c); });
}

bool contains_sorted(std::span<const std::string_view> words, std::string_view word) noexcept {
    return std::ranges::binary_search(words, word);
}

void require_identifier(std::string_view name, const Dialect& dialect) {
    const auto limit = static_cast<std::size_t>(dialect.capabilities().max_identifier_length);
    std::string why;
    if (name.empty()) {
        why = "it is empty; give it a name";
    } else if (name.find('\0') != std::string_view::npos) {
        why = "it contains a zero byte; take it out";
    } else if (name.size() > limit) {
        why = "it has " + std::to_string(name.size()) + " bytes, " + std::string{dialect.name()} +
              " allows " + std::to_string(limit) + "; choose a shorter name";
    } else {
        return;
    }
    throw CompileError{"bad-identifier",
                       "cannot use the name " + text_utility::quoted(name) + ": " + why};
}

std::string actions(const schema::ForeignKey& key) {
    std::string text;
    append_action(text, " ON UPDATE ", key.on_update);
    append_action(text, " ON DELETE ", key.on_delete);
    return text;
}

std::string deferrability(const schema::ForeignKey& key) {
    switch (key.deferrable) {
        case Deferrable::No:
            return "";
        case Deferrable::InitiallyImmediate:
            return " DEFERRABLE INITIALLY IMMEDIATE";
        case Deferrable::InitiallyDeferred:
            return " DEFERRABLE INITIALLY DEFERRED";
    }
    return "";
}

std::string names(const Dialect& dialect, std::span<const std::string> columns) {
    std::string result;
    for (const auto& column : columns) {
        result += (result.empty() ? "" : ", ") + dialect.identifier(column);
    }
    return result;
}

std::string constraint_prefix(const Dialect& dialect, std::string_view name) {
    return name.empty() ? std::string{} : "CONSTRAINT " + dialect.constraint_name(name) + ' ';
}

std::string primary_key(const Dialect& dialect, const schema::PrimaryKey& key) {
    return constraint_prefix(dialect, key.name) + "PRIMARY KEY (" + names(dialect, key.columns) +
           ')';
}

std::string check(const Dialect& dialect, const schema::CheckConstraint& constraint) {
    return constraint_prefix(dialect, constraint.name) + "CHECK (" +
           sql_parts::closed(constraint.expression) + ')';
}

std::string foreign_key(const Dialect& dialect,
                        const schema::ForeignKey& key,
                        std::string_view referred) {
    auto text = constraint_prefix(dialect, key.name) + "FOREIGN KEY(" +
                names(dialect, key.columns) + ") REFERENCES ";
    text += referred;
    if (!key.referred_columns.empty()) {
        text += " (" + names(dialect, key.referred_columns) + ')';
    }
    return text + actions(key) + deferrability(key);
}

std::string table_layout(std::string_view head, std::span<const std::string> lines) {
    std::string text{head};
    text += " (";
    for (const auto& line : lines) {
        text += (&line == lines.data() ? "\n    " : ",\n    ") + line;
    }
    return text + "\n)";
}

namespace {

/// True when the parenthesis at the front is closed by the one at the end.
bool is_enclosed(std::string_view text) noexcept {
    if (text.size() < 2 || text.front() != '(' || text.back() != ')') {
        return false;
    }
    int depth = 0;
    sql_lexer::Lexer lexer{text};
    while (const auto token = lexer.next()) {
        depth += sql_lexer::is_symbol(*token, '(') ? 1 : 0;
        depth -= sql_lexer::is_symbol(*token, ')') ? 1 : 0;
        if (depth == 0) {
            return token->end() == text.size();
        }
    }
    return false;
}

}  // namespace

std::string_view without_outer_parentheses(std::string_view text) noexcept {
    while (is_enclosed(text)) {
        text = text.substr(1, text.size() - 2);
    }
    return text;
}

void unsupported(std::string_view what,
                 std::string_view which,
                 std::string_view why,
                 std::string_view way_out) {
    throw CompileError{"ddl-unsupported",
                       "cannot " + std::string{what} + " for " + text_utility::quoted(which) +
                           ": " + std::string{why} + "; " + std::string{way_out}};
}

}  // namespace azoth::dialects::sql_text
