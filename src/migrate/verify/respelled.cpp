// SPDX-License-Identifier: MIT
#include "migrate/verify/respelled.hpp"

#include <algorithm>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/plain_expression.hpp"

namespace azoth::migrate {

namespace {

void respell(std::string& words, const std::string& like) {
    if (words != like && plain_expression(words) == plain_expression(like)) {
        words = like;
    }
}

void respell(std::optional<std::string>& words, const std::optional<std::string>& like) {
    if (words && like) {
        respell(*words, *like);
    }
}

void respell(schema::Index& index, const schema::Index& like) {
    respell(index.where, like.where);
    for (std::size_t i = 0; i < std::min(index.elements.size(), like.elements.size()); ++i) {
        respell(index.elements[i].expression, like.elements[i].expression);
    }
}

void respell(schema::Table& table, const schema::Table& like) {
    for (schema::Column& column : table.columns) {
        if (const schema::Column* found = like.find_column(column.name)) {
            respell(column.server_default, found->server_default);
            respell(column.computed, found->computed);
        }
    }
    for (schema::CheckConstraint& check : table.checks) {
        const auto found = std::ranges::find_if(like.checks, [&](const auto& other) {
            return check.name.empty()
                       ? plain_expression(check.expression) == plain_expression(other.expression)
                       : check.name == other.name;
        });
        if (found != like.checks.end()) {
            respell(check.expression, found->expression);
        }
    }
    for (schema::Index& index : table.indexes) {
        if (const schema::Index* found = find_index(like, index.name)) {
            respell(index, *found);
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
