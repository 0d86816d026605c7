// SPDX-License-Identifier: MIT
#include "migrate/operations/lookup.hpp"

#include <algorithm>
#include <array>

#include "base/sql_lexer.hpp"
#include "base/sql_parts.hpp"
#include "migrate/operations/overloaded.hpp"
#include "migrate/operations/plain_expression.hpp"

namespace azoth::migrate {

const schema::Table* find_table(std::span<const schema::Table> tables, const TableName& name) {
    const auto found = std::ranges::find_if(
        tables, [&](const auto& t) { return t.name == name.name && t.schema == name.schema; });
    return found == tables.end() ? nullptr : &*found;
}

schema::Table* find_table(std::span<schema::Table> tables, const TableName& name) {
    const std::span<const schema::Table> view = tables;
    return const_cast<schema::Table*>(find_table(view, name));
}

const schema::Index* find_index(const schema::Table& table, std::string_view name) {
    const auto found = std::ranges::find(table.indexes, name, &schema::Index::name);
    return found == table.indexes.end() ? nullptr : &*found;
}

std::vector<Constraint> constraints_of(const schema::Table& table) {
    std::vector<Constraint> all;
    if (table.primary_key) {
        all.emplace_back(*table.primary_key);
    }
    all.insert(all.end(), table.uniques.begin(), table.uniques.end());
    all.insert(all.end(), table.checks.begin(), table.checks.end());
    all.insert(all.end(), table.foreign_keys.begin(), table.foreign_keys.end());
    return all;
}

std::optional<Constraint> find_constraint(const schema::Table& table,
                                          std::string_view name,
                                          std::optional<ddl::ConstraintKind> kind) {
    for (Constraint& constraint : constraints_of(table)) {
        if (name_of(constraint) == name && (!kind || kind_of(constraint) == *kind)) {
            return std::move(constraint);
        }
    }
    return std::nullopt;
}

bool same_content(const Constraint& left, const Constraint& right) {
    Constraint other = right;
    std::visit([&](auto& one) { one.name = name_of(left); }, other);
    return left == other;
}

namespace {

/// Checks as far as a text can say it; of foreign keys what they refer to: their options may have
/// been changed since.
bool says_the_same(const Constraint& left, const Constraint& right) {
    if (left.index() != right.index() || same_content(left, right)) {
        return left.index() == right.index();
    }
    return std::visit(
        Overloaded{
            [&](const schema::PrimaryKey&) { return true; },
            [&](const schema::UniqueConstraint& c) {
                return c.columns == std::get<schema::UniqueConstraint>(right).columns;
            },
            [&](const schema::CheckConstraint& c) {
                return plain_expression(c.expression) ==
                       plain_expression(std::get<schema::CheckConstraint>(right).expression);
            },
            [&](const schema::ForeignKey& c) {
                const auto& other = std::get<schema::ForeignKey>(right);
                return c.columns == other.columns && c.referred_table == other.referred_table &&
                       c.referred_columns == other.referred_columns;
            },
        },
        left);
}

}  // namespace

std::optional<Constraint> resolve_constraint(const schema::Table& table,
                                             std::string_view name,
                                             std::optional<ddl::ConstraintKind> kind,
                                             const std::optional<Constraint>& definition) {
    std::optional<Constraint> found =
        name.empty() ? std::nullopt : find_constraint(table, name, kind);
    if (found || !definition) {
        return found;
    }
    const std::vector<Constraint> all = constraints_of(table);
    for (const auto& matches : {same_content, says_the_same}) {
        const auto one = std::ranges::find_if(
            all, [&](const Constraint& other) { return matches(other, *definition); });
        if (one != all.end()) {
            return *one;
        }
    }
    return std::nullopt;
}

void add_constraint(schema::Table& table, const Constraint& constraint) {
    std::visit(Overloaded{
                   [&](const schema::PrimaryKey& c) { table.primary_key = c; },
                   [&](const schema::UniqueConstraint& c) { table.uniques.push_back(c); },
                   [&](const schema::CheckConstraint& c) { table.checks.push_back(c); },
                   [&](const schema::ForeignKey& c) { table.foreign_keys.push_back(c); },
               },
               constraint);
}

namespace {

template <class List, class One>
bool remove_one(List& list, const One& one) {
    const auto found = std::ranges::find(list, one);
    if (found == list.end()) {
        return false;
    }
    list.erase(found);
    return true;
}

bool names(const sql_lexer::Token& token, std::string_view name) {
    using sql_lexer::TokenKind;
    return (token.kind == TokenKind::Word || token.kind == TokenKind::Quoted) &&
           sql_lexer::name_of(token) == name;
}

/// Words that no database takes for a name without quotes.
constexpr std::array<std::string_view, 62> reserved_words{
    "all",      "and",        "as",        "asc",    "between", "by",      "case",   "cast",
    "check",    "collate",    "column",    "create", "cross",   "default", "delete", "desc",
    "distinct", "drop",       "else",      "end",    "except",  "exists",  "false",  "for",
    "foreign",  "from",       "full",      "grant",  "group",   "having",  "in",     "index",
    "inner",    "insert",     "intersect", "into",   "is",      "join",    "left",   "like",
    "limit",    "natural",    "not",       "null",   "on",      "or",      "order",  "outer",
    "primary",  "references", "right",     "select", "set",     "table",   "then",   "to",
    "true",     "union",      "unique",    "update", "user",    "where"};

bool needs_quotes(std::string_view name) {
    const bool is_plain = std::ranges::all_of(
        name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    return !is_plain || name.empty() || (name[0] >= '0' && name[0] <= '9') ||
           std::ranges::find(reserved_words, name) != reserved_words.end();
}

}  // namespace

bool remove_constraint(schema::Table& table, const Constraint& constraint) {
    return std::visit(
        Overloaded{
            [&](const schema::PrimaryKey& c) {
                const bool found = table.primary_key == c;
                table.primary_key = found ? std::nullopt : table.primary_key;
                return found;
            },
            [&](const schema::UniqueConstraint& c) { return remove_one(table.uniques, c); },
            [&](const schema::CheckConstraint& c) { return remove_one(table.checks, c); },
            [&](const schema::ForeignKey& c) { return remove_one(table.foreign_keys, c); },
        },
        constraint);
}

std::string replace_identifier(std::string_view sql, std::string_view from, std::string_view to) {
    std::string result;
    for (const sql_lexer::Token& token : sql_lexer::all_tokens(sql)) {
        if (!names(token, from)) {
            result += token.text;
        } else if (needs_quotes(to)) {
            const bool is_quoted = token.kind == sql_lexer::TokenKind::Quoted;
            result += sql_parts::in_quotes(to, is_quoted ? token.text.front() : '"');
        } else {
            result += to;
        }
    }
    return result;
}

bool mentions_identifier(std::string_view sql, std::string_view name) {
    return std::ranges::any_of(sql_lexer::tokens(sql),
                               [&](const sql_lexer::Token& token) { return names(token, name); });
}

}  // namespace azoth::migrate
