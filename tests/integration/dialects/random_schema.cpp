// SPDX-License-Identifier: MIT
#include "integration/dialects/random_schema.hpp"

#include <array>

namespace test_support {

using namespace azoth;

namespace {

constexpr std::array<std::string_view, 8> odd_names{
    "order", "Group By", "größe", "a\"b", "it's \\", "select", "(x)", "日本"};

std::string quoted(const std::string& name) {
    std::string text{'"'};
    for (const char c : name) {
        text += c;
        if (c == '"') {
            text += c;
        }
    }
    return text + '"';
}

bool is_number(const SqlType& type) {
    return type.kind == TypeKind::Integer || type.kind == TypeKind::BigInteger ||
           type.kind == TypeKind::SmallInteger;
}

bool is_text(const SqlType& type) {
    return type.kind == TypeKind::String || type.kind == TypeKind::Text;
}

}  // namespace

std::string RandomSchema::name(std::string_view prefix, std::size_t number) {
    auto text = std::string{prefix} + std::to_string(number);
    if (chance(25)) {
        text += odd_names[below(odd_names.size())];
    }
    return text;
}

SqlType RandomSchema::type() {
    const std::array<SqlType, 18> common{Boolean(),
                                         SmallInteger(),
                                         Integer(),
                                         BigInteger(),
                                         Float(),
                                         Double(),
                                         Numeric(),
                                         Numeric(12, 3),
                                         String(),
                                         String(40),
                                         Text(),
                                         LargeBinary(),
                                         sql::Date(),
                                         sql::Time(),
                                         sql::DateTime(),
                                         sql::DateTimeTz(),
                                         sql::Uuid(),
                                         sql::Json()};
    const std::array<SqlType, 6> rich{Array(Integer()),
                                      Array(String(5)),
                                      sql::Interval(),
                                      sql::DateTime(3),
                                      Text("C"),
                                      Native("int4range")};
    if (features_ == Features::Rich && chance(20)) {
        return rich[below(rich.size())];
    }
    return common[below(common.size())];
}

void RandomSchema::add_default(schema::Column& column) {
    if (is_number(column.type)) {
        column.server_default = std::to_string(below(1000));
    } else if (is_text(column.type)) {
        column.server_default = chance(50) ? "'it''s (x), y'" : "lower('X')";
    } else if (column.type.kind == TypeKind::DateTimeTz || column.type.kind == TypeKind::DateTime) {
        column.server_default = "CURRENT_TIMESTAMP";
    }
}

void RandomSchema::add_columns(Table& table) {
    const auto count = 1 + below(6);
    for (std::uint32_t i = 0; i < count; ++i) {
        schema::Column column{
            .name = name("c", table.columns.size()), .type = type(), .nullable = chance(60)};
        if (chance(30)) {
            add_default(column);
        }
        if (features_ == Features::Rich && chance(15)) {
            column.comment = "it's a \"comment\" ü";
        }
        if (features_ == Features::Common && is_text(column.type) && chance(20)) {
            column.type.collation = "NOCASE";
        }
        table.columns.push_back(std::move(column));
    }
    const auto source = table.columns.back();
    if (is_number(source.type) && chance(30)) {
        table.columns.push_back({.name = name("g", table.columns.size()),
                                 .type = BigInteger(),
                                 .computed = quoted(source.name) + " + 1",
                                 .generated = schema::Generated::Stored});
    }
}

void RandomSchema::add_key(Table& table) {
    const auto kind = below(5);
    if (kind == 0) {
        return;
    }
    table.columns.push_back(
        {.name = "id", .type = BigInteger(), .nullable = false, .primary_key = true});
    table.primary_key = schema::PrimaryKey{.name = name("pk_" + table.name, 0), .columns = {"id"}};
    if (kind == 1) {
        table.columns.insert(
            table.columns.begin(),
            {.name = "key", .type = String(20), .nullable = false, .primary_key = true});
        table.primary_key->columns.insert(table.primary_key->columns.begin(), "key");
    } else if (kind == 2 && features_ == Features::Rich) {
        table.columns[0].identity = schema::Identity::ByDefault;
    } else if (kind == 3) {
        table.columns[0].autoincrement = true;
        if (features_ == Features::Common) {
            table.options.emplace_back("sqlite_autoincrement", "true");
        }
    }
}

const schema::Column& RandomSchema::any_column(const Table& table) {
    return table.columns[below(static_cast<std::uint32_t>(table.columns.size()))];
}

void RandomSchema::add_foreign_key(Table& table, const std::vector<Table>& earlier) {
    const auto& referred = earlier[below(static_cast<std::uint32_t>(earlier.size()))];
    if (!referred.primary_key || referred.primary_key->columns.size() != 1) {
        return;
    }
    schema::Column column{.name = name("r", table.columns.size()), .type = BigInteger()};
    table.foreign_keys.push_back({.name = name("fk_" + table.name, table.foreign_keys.size()),
                                  .columns = {column.name},
                                  .referred_table = referred.name,
                                  .referred_columns = {"id"},
                                  .on_delete = static_cast<OnDelete>(below(4)),
                                  .on_update = static_cast<OnUpdate>(below(4)),
                                  .deferrable = static_cast<Deferrable>(below(3))});
    table.columns.push_back(std::move(column));
}

void RandomSchema::add_constraints(Table& table, const std::vector<Table>& earlier) {
    for (auto keys = below(3); keys > 0 && !earlier.empty(); --keys) {
        add_foreign_key(table, earlier);
    }
    if (const auto& column = any_column(table); chance(40) && !column.primary_key) {
        table.uniques.push_back({.name = name("uq_" + table.name, 0), .columns = {column.name}});
        table.uniques.back().nulls_not_distinct = features_ == Features::Rich && chance(20);
    }
    for (const auto& column : table.columns) {
        if (is_number(column.type) && !column.computed && chance(30)) {
            table.checks.push_back(
                {.name = name("ck_" + table.name, table.checks.size()),
                 .expression = quoted(column.name) + " > -5 OR (" + quoted(column.name) + " < 7)"});
        }
    }
}

void RandomSchema::add_index_options(schema::Index& index, Table& table) {
    if (chance(30)) {
        index.elements.back().order = schema::SortOrder::Descending;
    }
    if (chance(30)) {
        index.where = quoted(table.columns[0].name) + " IS NOT NULL";
    }
    if (features_ == Features::Rich) {
        index.elements.back().nulls = static_cast<schema::NullsOrder>(below(3));
        if (chance(20)) {
            index.include.push_back(table.columns[0].name);
        }
    }
    index.unique = chance(20);
}

void RandomSchema::add_indexes(Table& table) {
    for (auto count = below(3); count > 0; --count) {
        const auto& column = any_column(table);
        schema::Index index{.name = name("ix_" + table.name + '_', table.indexes.size())};
        if (is_text(column.type) && chance(40)) {
            index.elements.push_back({.expression = "lower(" + quoted(column.name) + " || ')')"});
        } else {
            index.elements.push_back({.column = column.name});
        }
        add_index_options(index, table);
        table.indexes.push_back(std::move(index));
    }
}

schema::Table RandomSchema::table(std::size_t number, const std::vector<Table>& earlier) {
    Table table{.name = name("t", number)};
    if (features_ == Features::Common && chance(15)) {
        table.options.emplace_back("sqlite_strict", "true");
    }
    if (features_ == Features::Rich && chance(20)) {
        table.comment = "a table's";
    }
    add_key(table);
    add_columns(table);
    add_constraints(table, earlier);
    add_indexes(table);
    return table;
}

std::vector<schema::Table> RandomSchema::tables() {
    std::vector<Table> tables;
    const auto count = 1 + below(5);
    for (std::size_t i = 0; i < count; ++i) {
        tables.push_back(table(i, tables));
    }
    return tables;
}

}  // namespace test_support
