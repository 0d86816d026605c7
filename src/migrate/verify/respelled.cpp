// SPDX-License-Identifier: MIT
#include "migrate/verify/respelled.hpp"

#include <algorithm>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/plain_expression.hpp"
#include "migrate/operations/sql_texts.hpp"

namespace azoth::migrate {

namespace {

/// Two texts that are there and mean the same.
constexpr auto respell_text = [](auto& words, const auto& like) {
    if constexpr (requires { words.has_value(); }) {
        if (words && like && plain_expression(*words) == plain_expression(*like)) {
            words = like;
        }
    } else if (plain_expression(words) == plain_expression(like)) {
        words = like;
    }
};

void respell(schema::Table& table, const schema::Table& like) {
    for (schema::Column& column : table.columns) {
        if (const schema::Column* found = like.find_column(column.name)) {
            visit_sql_texts(respell_text, column, *found);
        }
    }
    for (schema::CheckConstraint& check : table.checks) {
        const auto found = std::ranges::find_if(like.checks, [&](const auto& other) {
            return check.name.empty()
                       ? plain_expression(check.expression) == plain_expression(other.expression)
                       : check.name == other.name;
        });
        if (found != like.checks.end()) {
            visit_sql_texts(respell_text, check, *found);
        }
    }
    for (schema::Index& index : table.indexes) {
        if (const schema::Index* found = find_index(like, index.name)) {
            visit_sql_texts(respell_text, index, *found);
        }
    }
}

}  // namespace

std::vector<schema::Table> respelled(std::span<const schema::Table> tables,
                                     std::span<const schema::Table> like) {
    std::vector<schema::Table> result{tables.begin(), tables.end()};
    for (schema::Table& table : result) {
        if (const schema::Table* found = find_table(like, name_of(table))) {
            respell(table, *found);
        }
    }
    return result;
}

}  // namespace azoth::migrate
