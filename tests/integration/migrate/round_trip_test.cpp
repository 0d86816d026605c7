// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/migrate/autogenerate/autogenerate.hpp>

#include "integration/migrate/databases.hpp"
#include "migrate/runtime/run_steps.hpp"
#include "support/random_schema.hpp"

using namespace azoth;
using namespace azoth::migrate;

namespace {

constexpr std::size_t rows_of_each_table = 4;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* given = std::getenv(variable);
    return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

std::string all(std::span<const Operation> operations) {
    std::string text;
    for (const Operation& one : operations) {
        text += "\n  " + describe(one);
    }
    return text;
}

MetaData metadata_of(const std::vector<schema::Table>& tables) {
    MetaData metadata;
    for (const schema::Table& table : tables) {
        metadata.add(table);
    }
    return metadata;
}

const schema::Table* survivor_of(const schema::Table& table,
                                 const std::vector<schema::Table>& tables) {
    const auto found = std::ranges::find_if(tables, [&](const schema::Table& other) {
        return other.name == table.name || other.renamed_from == table.name;
    });
    return found == tables.end() ? nullptr : &*found;
}

const schema::Column* survivor_of(const schema::Column& column, const schema::Table& table) {
    const auto found = std::ranges::find_if(table.columns, [&](const schema::Column& other) {
        return other.name == column.name || other.renamed_from == column.name;
    });
    return found == table.columns.end() ? nullptr : &*found;
}

/// Columns that may be NULL before and after are, in the first row.
void empty_first_row(const Engine& engine,
                     const schema::Table& table,
                     const std::vector<schema::Table>& survivors) {
    const schema::Table* survivor = survivor_of(table, survivors);
    const std::string name = engine.dialect().table_name(table.name, "");
    for (const schema::Column& column : table.columns) {
        const schema::Column* kept = survivor == nullptr ? nullptr : survivor_of(column, *survivor);
        if (column.nullable && (kept == nullptr || kept->nullable)) {
            test::run(engine,
                      "UPDATE " + name + " SET " + engine.dialect().identifier(column.name) +
                          " = NULL WHERE id = (SELECT min(id) FROM " + name + ")");
        }
    }
}

void insert_rows(const Engine& engine,
                 const MetaData& metadata,
                 const std::vector<schema::Table>& survivors) {
    for (std::size_t number = 1; number <= rows_of_each_table; ++number) {
        for (const schema::Table* table : metadata.sorted_tables()) {
            test::run(engine, generated_row(*table, number, engine.dialect()));
        }
    }
    for (const schema::Table* table : metadata.sorted_tables()) {
        empty_first_row(engine, *table, survivors);
    }
}

/// Rows of the tables, in the columns that survive the change.
std::vector<std::string> contents(const Engine& engine,
                                  const std::vector<schema::Table>& tables,
                                  const std::vector<schema::Table>& survivors) {
    std::vector<std::string> result;
    for (const schema::Table& table : tables) {
        const schema::Table* survivor = survivor_of(table, survivors);
        if (survivor == nullptr) {
            continue;
        }
        std::string columns;
        for (const schema::Column& column : table.columns) {
            const schema::Column* kept = survivor_of(column, *survivor);
            if (kept != nullptr && kept->type == column.type) {
                columns += (columns.empty() ? "" : ", ") + engine.dialect().identifier(column.name);
            }
        }
        for (const auto& row :
             test::read(engine,
                        "SELECT " + columns + " FROM " +
                            engine.dialect().table_name(table.name, "") + " ORDER BY id")) {
            std::string& text = result.emplace_back(table.name + ":");
            for (const std::string& value : row) {
                text += " " + value;
            }
        }
    }
    return result;
}

void clear(Engine& engine) {
    MetaData everything;
    everything.reflect(engine);
    everything.drop_all(engine);
}

void check_round_trip(Engine& engine, std::uint64_t seed) {
    test::RandomSchema random{seed};
    const std::vector<schema::Table> first = random.make();
    const std::vector<schema::Table> second = random.changed(first);
    const MetaData before = metadata_of(first);
    const MetaData after = metadata_of(second);
    const AutogenerateOptions options{.when_unsure = WhenUnsure::DropAndAdd,
                                      .verify = seed % 8 == 0 ? Verify::Yes : Verify::No};
    before.create_all(engine);
    insert_rows(engine, before, second);
    const auto rows = contents(engine, first, second);

    const Autogenerated found = autogenerate(engine, after, RevisionGraph{}, options);
    CAPTURE(all(found.upgrade));
    CAPTURE(all(found.downgrade));
    run_steps(engine, found.upgrade);
    CHECK(all(compare(reflect_tables(engine), reflect_models(after, engine)).operations) == "");
    CHECK(all(autogenerate(engine, after, RevisionGraph{}, options).upgrade) == "");

    run_steps(engine, found.downgrade);
    CHECK(all(compare(reflect_tables(engine), reflect_models(before, engine)).operations) == "");
    CHECK(contents(engine, first, second) == rows);
    clear(engine);
}

}  // namespace

TEST_CASE(
    "random schemas: autogenerate leads to the models, a second one is empty, and downgrade leads "
    "back") {
    const std::uint64_t first = number_from("AZOTH_TEST_SEED", std::random_device{}());
    const std::uint64_t pairs = number_from("AZOTH_TEST_PAIRS", 20);
    MESSAGE("seeds " << first << " to " << first + pairs - 1);
    test::on_each_database([&](Engine engine) {
        for (std::uint64_t seed = first; seed < first + pairs; ++seed) {
            CAPTURE(seed);
            try {
                check_round_trip(engine, seed);
            } catch (const Error& error) {
                FAIL_CHECK(std::string{error.what()} << "\nstatement: " << error.statement());
                clear(engine);
            }
        }
    });
}
