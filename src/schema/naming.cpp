// SPDX-License-Identifier: MIT
#include <azoth/schema/naming.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <charconv>
#include <span>

namespace azoth::schema {

namespace {

/// What the tokens of a pattern stand for in one constraint.
struct Subject {
    std::string_view table;
    std::span<const std::string> columns;
    std::string_view referred_table{};
    std::span<const std::string> referred_columns{};
    std::string constraint_name{};
};

/// `0`, `0_N` or `0N` of `column_0_N_name`: which columns, and how they are joined.
struct Selection {
    std::size_t first = 0;
    bool to_the_end = false;
    std::string_view separator{};
};

bool take_suffix(std::string_view& text, std::string_view suffix) noexcept {
    if (!text.ends_with(suffix)) {
        return false;
    }
    text.remove_suffix(suffix.size());
    return true;
}

std::optional<Selection> parse_selection(std::string_view text) {
    Selection selection;
    if (take_suffix(text, "_N")) {
        selection.to_the_end = true;
        selection.separator = "_";
    } else if (take_suffix(text, "N")) {
        selection.to_the_end = true;
    }
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, selection.first);
    if (text.empty() || error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return selection;
}

std::string join_selected(const Selection& selection,
                          std::span<const std::string> columns,
                          std::string_view prefix) {
    std::string result;
    const auto end =
        selection.to_the_end ? columns.size() : std::min(columns.size(), selection.first + 1);
    for (auto i = selection.first; i < end; ++i) {
        if (i != selection.first) {
            result += selection.separator;
        }
        result.append(prefix).append(columns[i]);
    }
    return result;
}

/// `column_0_label`, `referred_column_0_N_name`  ->  the columns it stands for.
std::optional<std::string> column_token(std::string_view token, const Subject& subject) {
    auto columns = subject.columns;
    std::string prefix;
    constexpr std::string_view referred = "referred_";
    if (token.starts_with(referred)) {
        token.remove_prefix(referred.size());
        columns = subject.referred_columns;
    }
    constexpr std::string_view column = "column_";
    if (!token.starts_with(column)) {
        return std::nullopt;
    }
    token.remove_prefix(column.size());
    if (take_suffix(token, "_label")) {
        prefix = std::string{subject.table} + '_';
    } else if (!take_suffix(token, "_name") && !take_suffix(token, "_key")) {
        return std::nullopt;
    }
    const auto selection = parse_selection(token);
    return selection ? std::optional{join_selected(*selection, columns, prefix)} : std::nullopt;
}

std::string token_value(std::string_view token, std::string_view pattern, const Subject& subject) {
    if (token == "table_name") {
        return std::string{subject.table};
    }
    if (token == "referred_table_name") {
        return std::string{subject.referred_table};
    }
    if (token == "constraint_name") {
        return subject.constraint_name;
    }
    if (auto columns = column_token(token, subject)) {
        return std::move(*columns);
    }
    throw ArgumentError{
        "unknown-naming-token",
        "cannot name a constraint of table " + text_utility::quoted(subject.table) +
            ": the naming convention " + text_utility::quoted(pattern) + " has the unknown token " +
            text_utility::quoted(token) +
            "; known are \"table_name\", \"column_0_name\", \"column_0_N_name\", "
            "\"column_0_label\", "
            "\"referred_table_name\", \"referred_column_0_name\", \"constraint_name\""};
}

/// `ix_%(column_0_label)s`  ->  `ix_user_name`
std::string expand(std::string_view pattern, const Subject& subject) {
    std::string result;
    auto rest = pattern;
    for (;;) {
        const auto open = rest.find("%(");
        const auto close = rest.find(")s", open);
        if (open == std::string_view::npos || close == std::string_view::npos) {
            return result.append(rest);
        }
        result.append(rest.substr(0, open));
        result += token_value(rest.substr(open + 2, close - open - 2), pattern, subject);
        rest.remove_prefix(close + 2);
    }
}

void name_checks(Table& table, const char* pattern) {
    std::size_t number = 0;
    for (auto& check : table.checks) {
        if (!check.name.empty()) {
            continue;
        }
        do {
            ++number;
            check.name = expand(
                pattern,
                {.table = table.name, .columns = {}, .constraint_name = std::to_string(number)});
        } while (std::ranges::count(table.checks, check.name, &CheckConstraint::name) > 1 &&
                 std::string_view{pattern}.find("%(constraint_name)s") != std::string_view::npos);
    }
}

/// Columns of an index for its name; an expression counts as `expression`.
std::vector<std::string> index_columns(const Index& index) {
    std::vector<std::string> columns;
    for (const auto& element : index.elements) {
        columns.push_back(element.column.empty() ? "expression" : element.column);
    }
    return columns;
}

}  // namespace

void apply_naming(Table& table, const NamingConvention& convention) {
    if (table.primary_key && table.primary_key->name.empty()) {
        table.primary_key->name = expand(
            convention.primary_key, {.table = table.name, .columns = table.primary_key->columns});
    }
    for (auto& unique : table.uniques) {
        if (unique.name.empty()) {
            unique.name =
                expand(convention.unique, {.table = table.name, .columns = unique.columns});
        }
    }
    for (auto& key : table.foreign_keys) {
        if (key.name.empty()) {
            key.name = expand(convention.foreign_key,
                              {.table = table.name,
                               .columns = key.columns,
                               .referred_table = key.referred_table,
                               .referred_columns = key.referred_columns});
        }
    }
    for (auto& index : table.indexes) {
        if (index.name.empty()) {
            const auto columns = index_columns(index);
            index.name = expand(convention.index, {.table = table.name, .columns = columns});
        }
    }
    name_checks(table, convention.check);
}

}  // namespace azoth::schema
