// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/normalise_expressions.hpp"

#include <azoth/base/error.hpp>
#include <azoth/migrate/autogenerate/autogenerate.hpp>
#include <azoth/migrate/compare/compare.hpp>

#include <algorithm>

#include "migrate/operations/lookup.hpp"
#include "migrate/runtime/run_steps.hpp"
#include "migrate/verify/schemas.hpp"

namespace azoth::migrate {
namespace {

/// More often than any server changes its mind.
constexpr int rounds = 4;

bool has_expressions(const schema::Column& column) {
    return column.server_default || column.computed;
}

bool has_expressions(const schema::Index& index) {
    return !index.where.empty() || std::ranges::any_of(index.elements, [](const auto& element) {
        return !element.expression.empty();
    });
}

bool has_expressions(const schema::Table& table) {
    const auto has = [](const auto& part) { return has_expressions(part); };
    return !table.checks.empty() || std::ranges::any_of(table.columns, has) ||
           std::ranges::any_of(table.indexes, has);
}

void take_words(schema::Index& index, const schema::Index& from) {
    index.where = from.where;
    for (std::size_t i = 0; i < std::min(index.elements.size(), from.elements.size()); ++i) {
        index.elements[i].expression = from.elements[i].expression;
    }
}

void take_words(schema::Table& table, const schema::Table& from) {
    for (schema::Column& column : table.columns) {
        if (const schema::Column* found = from.find_column(column.name)) {
            column.server_default = found->server_default;
            column.computed = found->computed;
        }
    }
    for (schema::CheckConstraint& check : table.checks) {
        const auto found =
            std::ranges::find(from.checks, check.name, &schema::CheckConstraint::name);
        if (!check.name.empty() && found != from.checks.end()) {
            check.expression = found->expression;
        }
    }
    for (schema::Index& index : table.indexes) {
        if (const schema::Index* found = find_index(from, index.name)) {
            take_words(index, *found);
        }
    }
}

std::vector<schema::Table> with_words_of(std::vector<schema::Table> tables,
                                         std::span<const schema::Table> from) {
    for (schema::Table& table : tables) {
        if (const schema::Table* found = find_table(from, name_of(table))) {
            take_words(table, *found);
        }
    }
    return tables;
}

class ScratchRoundTrip {
public:
    ScratchRoundTrip(const Engine& scratch, std::span<const schema::Table> tables)
        : scratch_{scratch}, schemas_{schemas_of(tables)} {
        create_schemas(scratch_, schemas_);
        clear();
    }

    /// What the server gives back when it is told these tables.
    [[nodiscard]] std::vector<schema::Table> given_back(std::span<const schema::Table> tables) {
        run_steps(scratch_, compare({}, tables).operations);
        std::vector<schema::Table> found = reflect_tables(scratch_, schemas_);
        clear();
        return found;
    }

private:
    void clear() const {
        run_steps(scratch_, compare(reflect_tables(scratch_, schemas_), {}).operations);
    }

    const Engine& scratch_;
    std::vector<std::string> schemas_;
};

/// Only what has words to be spelt, each without the others.
std::vector<schema::Table> standing_alone(std::span<const schema::Table> tables) {
    std::vector<schema::Table> result;
    for (const schema::Table& table : tables) {
        if (has_expressions(table)) {
            result.push_back(table);
            result.back().foreign_keys.clear();
        }
    }
    return result;
}

std::vector<schema::Table> normalised_on(ScratchRoundTrip& round_trip,
                                         std::vector<schema::Table> tables) {
    for (int round = 0; round < rounds; ++round) {
        auto next = with_words_of(tables, round_trip.given_back(tables));
        if (next == tables) {
            break;
        }
        tables = std::move(next);
    }
    return tables;
}

/// One that the server refuses here stays as it is.
void normalise_each(ScratchRoundTrip& round_trip, std::vector<schema::Table>& tables) {
    for (schema::Table& table : tables) {
        try {
            table = normalised_on(round_trip, {table}).front();
        } catch (const DatabaseError&) {
        }
    }
}

}  // namespace

std::vector<schema::Table> normalise_expressions(const Engine& scratch,
                                                 std::vector<schema::Table> tables) {
    std::vector<schema::Table> alone = standing_alone(tables);
    if (alone.empty()) {
        return tables;
    }
    ScratchRoundTrip round_trip{scratch, tables};
    try {
        alone = normalised_on(round_trip, alone);
    } catch (const DatabaseError&) {
        normalise_each(round_trip, alone);
    }
    return with_words_of(std::move(tables), alone);
}

bool has_same_words(const schema::Table& left, const schema::Table& right) {
    schema::Table copy = left;
    take_words(copy, right);
    return copy == left;
}

}  // namespace azoth::migrate
