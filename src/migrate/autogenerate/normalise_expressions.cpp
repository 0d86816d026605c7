// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/normalise_expressions.hpp"

#include <azoth/base/error.hpp>
#include <azoth/migrate/autogenerate/autogenerate.hpp>
#include <azoth/migrate/compare/compare.hpp>

#include <algorithm>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/sql_texts.hpp"
#include "migrate/runtime/run_steps.hpp"
#include "migrate/verify/schemas.hpp"

namespace azoth::migrate {
namespace {

/// More often than any server changes its mind.
constexpr int rounds = 4;

bool has_expressions(const schema::Table& table) {
    bool found = !table.checks.empty();
    for_each_sql_text(table, [&](const std::string& text) { found = found || !text.empty(); });
    return found;
}

void take_words(schema::Table& table, const schema::Table& from) {
    const auto take = [](auto& words, const auto& others) { words = others; };
    for (schema::Column& column : table.columns) {
        if (const schema::Column* found = from.find_column(column.name)) {
            visit_sql_texts(take, column, *found);
        }
    }
    for (schema::CheckConstraint& check : table.checks) {
        const auto found =
            std::ranges::find(from.checks, check.name, &schema::CheckConstraint::name);
        if (!check.name.empty() && found != from.checks.end()) {
            visit_sql_texts(take, check, *found);
        }
    }
    for (schema::Index& index : table.indexes) {
        if (const schema::Index* found = find_index(from, index.name)) {
            visit_sql_texts(take, index, *found);
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
