// SPDX-License-Identifier: MIT
#include <azoth/schema/renamed_label.hpp>
#include <azoth/schema/table.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/types/enum_in.hpp>

#include <algorithm>

#include "base/sql_parts.hpp"

namespace azoth::schema {

const Column* Table::find_column(std::string_view column_name) const noexcept {
    const auto found = std::ranges::find(columns, column_name, &Column::name);
    return found == columns.end() ? nullptr : &*found;
}

Column* Table::find_column(std::string_view column_name) noexcept {
    const auto found = std::ranges::find(columns, column_name, &Column::name);
    return found == columns.end() ? nullptr : &*found;
}

std::size_t Table::column_index(std::string_view column_name) const {
    const auto found = std::ranges::find(columns, column_name, &Column::name);
    if (found != columns.end()) {
        return static_cast<std::size_t>(found - columns.begin());
    }
    std::vector<std::string> names;
    names.reserve(columns.size());
    std::ranges::transform(columns, std::back_inserter(names), &Column::name);
    throw ArgumentError{"unknown-column",
                        "cannot find column " + text_utility::quoted(column_name) + " of table " +
                            text_utility::quoted(full_name()) + ": there is none of that name" +
                            text_utility::did_you_mean(column_name, names)};
}

bool Table::is_primary_key(std::string_view column_name) const noexcept {
    if (primary_key) {
        return std::ranges::find(primary_key->columns, column_name) != primary_key->columns.end();
    }
    const auto* column = find_column(column_name);
    return column != nullptr && column->primary_key;
}

std::string Table::full_name() const {
    return schema.empty() ? name : schema + '.' + name;
}

std::optional<std::string_view> Table::option(std::string_view key) const noexcept {
    const auto found = std::ranges::find(options, key, &std::pair<std::string, std::string>::first);
    if (found == options.end()) {
        return std::nullopt;
    }
    return found->second;
}

namespace {

void key_from_flags(Table& table) {
    PrimaryKey key;
    for (const auto& column : table.columns) {
        if (column.primary_key) {
            key.columns.push_back(column.name);
        }
    }
    if (key.columns.empty()) {
        table.primary_key.reset();
        return;
    }
    if (table.primary_key) {
        key.name = table.primary_key->name;
    }
    table.primary_key = std::move(key);
}

}  // namespace

void rename_labels(Column& column, std::span<const RenamedLabel> labels) {
    auto* const type = const_cast<SqlType*>(enum_in(column.type));
    for (const RenamedLabel& label : labels) {
        if (type != nullptr) {
            std::ranges::replace(type->values, label.from, label.to);
        }
        if (column.server_default) {
            column.server_default =
                text_utility::replace_all(*column.server_default,
                                          sql_parts::in_quotes(label.from, '\''),
                                          sql_parts::in_quotes(label.to, '\''));
        }
    }
}

void complete_primary_key(Table& table) {
    if (!table.primary_key || table.primary_key->columns.empty()) {
        key_from_flags(table);
    }
    for (auto& column : table.columns) {
        column.primary_key = table.is_primary_key(column.name);
        if (column.primary_key) {
            column.nullable = false;
        }
    }
}

}  // namespace azoth::schema
