// SPDX-License-Identifier: MIT
#include "migrate/operations/lookup.hpp"

#include <algorithm>

#include "migrate/operations/overloaded.hpp"

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

constexpr std::string_view letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$";

bool is_letter(char character) {
    return letters.find(character) != std::string_view::npos ||
           static_cast<unsigned char>(character) >= 0x80;
}

/// Length of the token at the start of the text: a quoted run, a word, or one character.
std::size_t token_length(std::string_view sql) {
    const char first = sql.front();
    if (first == '\'' || first == '"' || first == '`') {
        const std::size_t end = sql.find(first, 1);
        return end == std::string_view::npos ? sql.size() : end + 1;
    }
    std::size_t length = 0;
    while (length < sql.size() && is_letter(sql[length])) {
        ++length;
    }
    return std::max<std::size_t>(length, 1);
}

template <class Visit>
void for_each_token(std::string_view sql, Visit visit) {
    while (!sql.empty()) {
        const std::size_t length = token_length(sql);
        visit(sql.substr(0, length));
        sql.remove_prefix(length);
    }
}

bool is_quoted(std::string_view token) {
    return token.size() > 2 && (token.front() == '"' || token.front() == '`');
}

bool names(std::string_view token, std::string_view name) {
    return token == name || (is_quoted(token) && token.substr(1, token.size() - 2) == name);
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
    for_each_token(sql, [&](std::string_view token) {
        if (!names(token, from)) {
            result += token;
        } else if (is_quoted(token)) {
            result += token.front() + std::string{to} + token.front();
        } else {
            result += to;
        }
    });
    return result;
}

bool mentions_identifier(std::string_view sql, std::string_view name) {
    bool found = false;
    for_each_token(sql, [&](std::string_view token) { found = found || names(token, name); });
    return found;
}

}  // namespace azoth::migrate
