// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/table.hpp>

namespace azoth::migrate {

/// Everything of the table that is SQL text: `action(std::string&)`, in an order that depends on
/// the table's shape alone.
template <class Action>
void for_each_sql_text(schema::Table& table, Action action) {
    for (schema::Column& column : table.columns) {
        for (std::optional<std::string>* text : {&column.server_default, &column.computed}) {
            if (*text) {
                action(**text);
            }
        }
    }
    for (schema::CheckConstraint& check : table.checks) {
        action(check.expression);
    }
    for (schema::Index& index : table.indexes) {
        action(index.where);
        for (schema::IndexElement& element : index.elements) {
            action(element.expression);
        }
    }
}

}  // namespace azoth::migrate
