// SPDX-License-Identifier: MIT
#include "integration/dialects/live.hpp"
#include "integration/dialects/random_changes.hpp"
#include "integration/dialects/random_schema.hpp"

#include <azoth/base/text.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace {

using namespace test_support;
using Lines = std::vector<std::string>;

std::uint32_t first_seed() {
    const char* const given = std::getenv("AZOTH_TEST_SEED");
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    return given != nullptr ? static_cast<std::uint32_t>(std::stoul(given))
                            : static_cast<std::uint32_t>(now);
}

/// A value that a column may hold, whatever its type, also where the table is STRICT.
std::string literal_for(const schema::Column& column, int row) {
    const auto number = std::to_string(row);
    switch (value_kind_of(column.type)) {
        case ValueKind::Boolean:
        case ValueKind::Integer:
        case ValueKind::Real:
            return number;
        case ValueKind::Bytes:
            return "x'0" + number + '\'';
        case ValueKind::Null:
        case ValueKind::Text:
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
        case ValueKind::Interval:
        case ValueKind::Decimal:
        case ValueKind::Uuid:
        case ValueKind::Json:
        case ValueKind::Array:
            break;
    }
    return "'text " + number + '\'';
}

void fill(Live& live, const schema::Table& table) {
    for (int row = 1; row <= 3; ++row) {
        std::string names;
        std::string values;
        for (const auto& column : table.columns) {
            if (!column.computed && (!column.nullable || row == 2)) {
                const bool is_reference =
                    std::ranges::any_of(table.foreign_keys, [&](const auto& key) {
                        return std::ranges::find(key.columns, column.name) != key.columns.end();
                    });
                names += (names.empty() ? "" : ", ") + live.dialect().identifier(column.name);
                values += (values.empty() ? "" : ", ") +
                          (is_reference ? "NULL" : literal_for(column, row));
            }
        }
        live.run("INSERT OR IGNORE INTO " + live.dialect().identifier(table.name) +
                 (names.empty() ? " DEFAULT VALUES" : " (" + names + ") VALUES (" + values + ")"));
    }
}

enum class Side : std::uint8_t { Before, After };

std::string column_list(Live& live, const RandomChanges& changes, Side side) {
    std::string list = "count(*) OVER ()";
    for (const auto& [before_name, after_name] : changes.kept()) {
        list += ", " + live.dialect().identifier(side == Side::After ? after_name : before_name);
    }
    return list;
}

std::vector<schema::Table> created_and_read(const std::vector<schema::Table>& tables) {
    Live live{"sqlite"};
    for (const auto& table : tables) {
        live.create(table);
    }
    return live.tables();
}

/// Without an order of their own, rows come as an index may have them.
std::string joined(Lines lines) {
    std::ranges::sort(lines);
    return text_utility::join(lines, "\n");
}

void check_changes(std::uint32_t seed) {
    auto tables = RandomSchema{seed, Features::Common}.tables();
    Live live{"sqlite"};
    for (const auto& table : tables) {
        live.create(table);
        fill(live, table);
    }
    const auto at = seed % tables.size();
    const auto from = " FROM " + live.dialect().identifier(tables[at].name);
    RandomChanges changes{seed, tables, at};
    const auto statements = changes.make();
    const auto rows = live.rows("SELECT " + column_list(live, changes, Side::Before) + from);

    live.run(live.dialect().rebuild_protocol().before_transaction);
    live.run("BEGIN");
    const auto statements_sent =
        live.dialect().rebuild(live.query(), {tables[at].name}, statements);
    live.run(statements_sent);
    CHECK(live.rows(live.dialect().rebuild_protocol().check).empty());
    live.run("COMMIT");

    INFO(text_utility::join(statements_sent, "\n"));
    CHECK(joined(live.rows("SELECT " + column_list(live, changes, Side::After) + from)) ==
          joined(rows));
    CHECK(live.tables() == created_and_read(tables));
    CHECK(live.rows("PRAGMA integrity_check") == Lines{"'ok'"});
}

TEST_CASE("300 random rebuilds keep every row and end in the table that was asked for") {
    const auto seed = first_seed();
    for (std::uint32_t i = 0; i < 300; ++i) {
        CAPTURE(seed + i);  // AZOTH_TEST_SEED
        check_changes(seed + i);
    }
}

}  // namespace
