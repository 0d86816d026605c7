// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/table.hpp>

#include <algorithm>
#include <concepts>

/// Where SQL texts stand in a table: the one list of them.
namespace azoth::migrate {

template <class Part, class Kind>
concept PartOf = std::same_as<std::remove_const_t<Part>, Kind>;

/// `action(text)` for each SQL text of the part; given several parts, `action(one, other, …)` for
/// the texts that correspond. Those of a column are optional.
template <class Action, PartOf<schema::Column>... Columns>
void visit_sql_texts(const Action& action, Columns&... columns) {
    action(columns.server_default...);
    action(columns.computed...);
}

template <class Action, PartOf<schema::CheckConstraint>... Checks>
void visit_sql_texts(const Action& action, Checks&... checks) {
    action(checks.expression...);
}

template <class Action, PartOf<schema::Index>... Indexes>
void visit_sql_texts(const Action& action, Indexes&... indexes) {
    action(indexes.where...);
    for (std::size_t i = 0; i < std::min({indexes.elements.size()...}); ++i) {
        action(indexes.elements[i].expression...);
    }
}

/// `action(text)` for each SQL text of the part that is there.
template <class Action, class Part>
void for_each_sql_text(Part& part, const Action& action) {
    visit_sql_texts(
        [&](auto& text) {
            if constexpr (!requires { text.has_value(); }) {
                action(text);
            } else if (text) {
                action(*text);
            }
        },
        part);
}

/// In an order that depends on the table's shape alone.
template <class Action, PartOf<schema::Table> Table>
void for_each_sql_text(Table& table, const Action& action) {
    const auto in_part = [&](auto& part) { for_each_sql_text(part, action); };
    std::ranges::for_each(table.columns, in_part);
    std::ranges::for_each(table.checks, in_part);
    std::ranges::for_each(table.indexes, in_part);
}

/// Where a table names its own columns: `in_name(std::string&)`, and `in_text(std::string&)` for
/// SQL. A default names none.
template <class InName, class InText>
void for_each_column_name(schema::Table& table, const InName& in_name, const InText& in_text) {
    const auto in_names = [&](std::vector<std::string>& names) {
        std::ranges::for_each(names, in_name);
    };
    for (schema::Column& column : table.columns) {
        in_name(column.name);
        if (column.computed) {
            in_text(*column.computed);
        }
    }
    if (table.primary_key) {
        in_names(table.primary_key->columns);
    }
    for (schema::UniqueConstraint& unique : table.uniques) {
        in_names(unique.columns);
    }
    for (schema::CheckConstraint& check : table.checks) {
        visit_sql_texts(in_text, check);
    }
    for (schema::ForeignKey& key : table.foreign_keys) {
        in_names(key.columns);
    }
    for (schema::Index& index : table.indexes) {
        for (schema::IndexElement& element : index.elements) {
            in_name(element.column);
        }
        in_names(index.include);
        visit_sql_texts(in_text, index);
    }
}

}  // namespace azoth::migrate
