// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/dialects/generated_keys.hpp>

namespace {

using namespace azoth;
using namespace azoth::test::shop;
using compiler::ParameterLayout;
using compiler::RowOperation;
using compiler::RowShape;

const compiler::SqlCompiler& compiler_of(std::string_view dialect) {
    return dialects::find_dialect(dialect).dialect->compiler();
}

const schema::Column* column_of(std::string_view name) {
    for (const schema::Column& column : users.table().columns) {
        if (column.name == name) {
            return &column;
        }
    }
    return nullptr;
}

RowShape shape_of(RowOperation operation, std::uint32_t rows) {
    RowShape shape{.operation = operation, .table = &users.table(), .rows = rows};
    if (operation != RowOperation::Delete) {
        shape.values = {column_of("name"), column_of("age")};
    }
    if (operation != RowOperation::Insert) {
        shape.keys = {column_of("id")};
    }
    return shape;
}

std::string sql(const RowShape& shape, std::string_view dialect) {
    return compiler_of(dialect).compile_rows(shape).sql;
}

TEST_CASE("one row is inserted, updated and deleted by plain statements") {
    const auto insert = shape_of(RowOperation::Insert, 1);
    const auto update = shape_of(RowOperation::Update, 1);
    const auto remove = shape_of(RowOperation::Delete, 1);

    CHECK(sql(insert, "sqlite") == "INSERT INTO user_account (name, age) VALUES (?, ?)");
    CHECK(sql(insert, "postgresql") == "INSERT INTO user_account (name, age) VALUES ($1, $2)");
    CHECK(sql(update, "sqlite") ==
          "UPDATE user_account SET name=?, age=? WHERE user_account.id = ?");
    CHECK(sql(update, "postgresql") ==
          "UPDATE user_account SET name=$1, age=$2 WHERE user_account.id = $3");
    CHECK(sql(remove, "sqlite") == "DELETE FROM user_account WHERE user_account.id = ?");
    CHECK(sql(remove, "postgresql") == "DELETE FROM user_account WHERE user_account.id = $1");
}

TEST_CASE("many rows are read from a table that shows them, or travel as one array a column") {
    const auto insert = shape_of(RowOperation::Insert, 2);
    const auto remove = shape_of(RowOperation::Delete, 3);
    const auto arrays = compiler_of("postgresql").compile_rows(insert);

    const auto table = compiler_of("sqlite").compile_rows(insert);

    CHECK(table.sql == "INSERT INTO user_account (name, age) SELECT c1, c2 FROM azoth_rows(?)");
    CHECK(table.layout == ParameterLayout::Batch);
    CHECK(arrays.sql ==
          "INSERT INTO user_account (name, age) SELECT v.c1, v.c2 FROM unnest($1::VARCHAR[], "
          "$2::INTEGER[]) WITH ORDINALITY AS v(c1, c2, n) ORDER BY v.n");
    CHECK(arrays.layout == ParameterLayout::Batch);
    CHECK(sql(remove, "sqlite") == "DELETE FROM user_account WHERE user_account.id IN (?, ?, ?)");
    CHECK(sql(remove, "postgresql") ==
          "DELETE FROM user_account WHERE user_account.id = ANY($1::BIGINT[])");
}

TEST_CASE("guards compare NULL with NULL") {
    auto update = shape_of(RowOperation::Update, 1);
    update.guards = {column_of("fullname")};

    CHECK(sql(update, "sqlite") ==
          "UPDATE user_account SET name=?, age=? WHERE user_account.id = ? AND "
          "user_account.fullname IS ?");
    CHECK(sql(update, "postgresql") ==
          "UPDATE user_account SET name=$1, age=$2 WHERE user_account.id = $3 AND "
          "user_account.fullname IS NOT DISTINCT FROM $4");
}

TEST_CASE("guards of a deleted row compare NULL with NULL too") {
    auto remove = shape_of(RowOperation::Delete, 1);
    remove.guards = {column_of("fullname")};

    CHECK(sql(remove, "sqlite") ==
          "DELETE FROM user_account WHERE user_account.id = ? AND user_account.fullname IS ?");
    CHECK(sql(remove, "postgresql") ==
          "DELETE FROM user_account WHERE user_account.id = $1 AND "
          "user_account.fullname IS NOT DISTINCT FROM $2");
}

TEST_CASE("keys that the database made come back") {
    auto insert = shape_of(RowOperation::Insert, 1);
    insert.returning = {column_of("id")};

    CHECK(sql(insert, "sqlite") ==
          "INSERT INTO user_account (name, age) VALUES (?, ?) RETURNING id");
    insert.values.clear();
    CHECK(sql(insert, "postgresql") == "INSERT INTO user_account DEFAULT VALUES RETURNING id");
}

TEST_CASE("a table of rows finds the rows to be changed and deleted") {
    auto update = shape_of(RowOperation::Update, 8);
    update.guards = {column_of("fullname")};
    auto remove = shape_of(RowOperation::Delete, 32);

    CHECK(sql(update, "sqlite") ==
          "UPDATE user_account SET name=v.c1, age=v.c2 FROM azoth_rows(?) AS v WHERE "
          "user_account.id = v.c3 AND user_account.fullname IS v.c4");
    CHECK(sql(remove, "sqlite") ==
          "DELETE FROM user_account WHERE user_account.id IN (SELECT c1 FROM azoth_rows(?))");
    remove.keys.push_back(column_of("age"));
    CHECK(sql(remove, "sqlite") ==
          "DELETE FROM user_account WHERE (user_account.id, user_account.age) IN (SELECT c1, c2 "
          "FROM azoth_rows(?))");
}

TEST_CASE("keys that the driver counts are not asked for, unless other values come back") {
    const auto sent = [](const RowShape& wanted, std::string_view scheme) {
        const auto& dialect = *dialects::find_dialect(scheme).dialect;
        return sql(dialect.generated_keys(wanted).sent(wanted), scheme);
    };
    auto insert = shape_of(RowOperation::Insert, 1);
    insert.returning = {column_of("id")};
    insert.generated_key = column_of("id");
    auto several = insert;
    several.rows = 8;
    auto more = several;
    more.returning.push_back(column_of("fullname"));

    CHECK(sent(insert, "sqlite") == "INSERT INTO user_account (name, age) VALUES (?, ?)");
    CHECK(sent(several, "sqlite") ==
          "INSERT INTO user_account (name, age) SELECT c1, c2 FROM azoth_rows(?)");
    CHECK(sent(more, "sqlite") ==
          "INSERT INTO user_account (name, age) SELECT c1, c2 FROM azoth_rows(?) RETURNING id, "
          "fullname");
    CHECK(sent(insert, "postgresql") ==
          "INSERT INTO user_account (name, age) VALUES ($1, $2) RETURNING id");
}

TEST_CASE("how many rows a statement carries depends on how many there are") {
    const auto& sqlite = compiler_of("sqlite");

    CHECK(sqlite.most_rows(shape_of(RowOperation::Insert, 7)) == 1);
    CHECK(sqlite.most_rows(shape_of(RowOperation::Insert, 8)) == 1'000);
    CHECK(sqlite.most_rows(shape_of(RowOperation::Update, 7)) == 1);
    CHECK(sqlite.most_rows(shape_of(RowOperation::Update, 8)) == 1'000);
    CHECK(sqlite.most_rows(shape_of(RowOperation::Delete, 2)) == 1'000);
    CHECK(compiler_of("postgresql").most_rows(shape_of(RowOperation::Update, 2)) == 1'000);
    auto wide = shape_of(RowOperation::Insert, 100);
    wide.values.resize(129, column_of("name"));
    CHECK(sqlite.most_rows(wide) == 1);
    auto guarded = shape_of(RowOperation::Delete, 100);
    guarded.guards = {column_of("fullname")};
    CHECK(sqlite.most_rows(guarded) == 1);
}

TEST_CASE("more rows than one statement carries are refused") {
    const auto update = shape_of(RowOperation::Update, 1'001);
    const auto refused =
        azoth::test::error_of([&] { (void)compiler_of("sqlite").compile_rows(update); });

    CHECK(refused.first == "too-many-rows");
    CHECK(refused.second ==
          "cannot compile a statement for 1001 rows of user_account: at most 1000 fit; send them "
          "in groups");
}

}  // namespace
