// SPDX-License-Identifier: MIT
#include "dialects/sqlite/dialect.hpp"

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using dialects::sqlite::dialect;
using Sql = std::vector<std::string>;

schema::Column column(std::string name, SqlType type) {
    return {.name = std::move(name), .type = std::move(type)};
}

schema::Column required(std::string name, SqlType type) {
    return {.name = std::move(name), .type = std::move(type), .nullable = false};
}

schema::Table address() {
    schema::Table table{.name = "address"};
    table.columns = {
        {.name = "id", .type = BigInteger(), .primary_key = true, .autoincrement = true},
        required("email", String(30, "NOCASE")),
        required("user_id", BigInteger()),
        column("state", Enum("state", {"new", "it's"}))};
    table.columns[1].server_default = "'x'";
    table.primary_key = schema::PrimaryKey{.name = "pk_address", .columns = {"id"}};
    table.uniques = {{.name = "uq_address_email", .columns = {"email", "user_id"}}};
    table.checks = {{.name = "ck_address_1", .expression = "length(email) > 0"}};
    table.foreign_keys = {{.name = "fk_address_user_id_user_account",
                           .columns = {"user_id"},
                           .referred_table = "user_account",
                           .referred_columns = {"id"},
                           .on_delete = OnDelete::Cascade,
                           .on_update = OnUpdate::SetNull,
                           .deferrable = Deferrable::InitiallyDeferred}};
    return table;
}

TEST_CASE("create table has one line for each column and constraint") {
    const auto sql = dialect().ddl(ddl::CreateTable{.table = address()});

    CHECK(
        sql ==
        Sql{"CREATE TABLE address (\n"
            "    id INTEGER NOT NULL,\n"
            "    email VARCHAR(30) COLLATE \"NOCASE\" DEFAULT 'x' NOT NULL,\n"
            "    user_id BIGINT NOT NULL,\n"
            "    state VARCHAR(4) CONSTRAINT ck_address_state CHECK (state IN ('new', 'it''s')),\n"
            "    CONSTRAINT pk_address PRIMARY KEY (id),\n"
            "    CONSTRAINT uq_address_email UNIQUE (email, user_id),\n"
            "    CONSTRAINT ck_address_1 CHECK (length(email) > 0),\n"
            "    CONSTRAINT fk_address_user_id_user_account FOREIGN KEY(user_id) REFERENCES "
            "user_account (id) "
            "ON UPDATE SET NULL ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED\n"
            ")"});
}

TEST_CASE("AUTOINCREMENT, WITHOUT ROWID and STRICT are options of the table") {
    schema::Table table{.name = "t",
                        .options = {{"sqlite_autoincrement", "true"}, {"sqlite_strict", "true"}}};
    table.columns = {{.name = "id", .type = Integer(), .primary_key = true, .autoincrement = true},
                     column("at", sql::DateTime()),
                     column("x", Double())};
    schema::Table keyed{.name = "k",
                        .options = {{"sqlite_strict", "true"}, {"sqlite_without_rowid", "true"}}};
    keyed.columns = {required("a", Integer()), required("b", Text())};
    keyed.primary_key = schema::PrimaryKey{.columns = {"b", "a"}};

    CHECK(dialect().ddl(ddl::CreateTable{table, ddl::IfExists::Yes}) ==
          Sql{"CREATE TABLE IF NOT EXISTS t (\n"
              "    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,\n"
              "    at TEXT,\n"
              "    x REAL\n"
              ") STRICT"});
    CHECK(dialect().ddl(ddl::CreateTable{keyed}) == Sql{"CREATE TABLE k (\n"
                                                        "    a INTEGER NOT NULL,\n"
                                                        "    b TEXT NOT NULL,\n"
                                                        "    PRIMARY KEY (b, a)\n"
                                                        ") WITHOUT ROWID, STRICT"});
}

TEST_CASE("a default that is an expression gets parentheses, a constant does not") {
    schema::Table table{.name = "t"};
    for (const auto* text : {"0",
                             "-1.5",
                             "'it''s'",
                             "x'00'",
                             "CURRENT_TIMESTAMP",
                             "null",
                             "datetime('now')",
                             "'a' || 'b'",
                             "1 + 1"}) {
        auto one = column("c" + std::to_string(table.columns.size()), Text());
        one.server_default = text;
        table.columns.push_back(one);
    }

    CHECK(dialect().ddl(ddl::CreateTable{table}) == Sql{"CREATE TABLE t (\n"
                                                        "    c0 TEXT DEFAULT 0,\n"
                                                        "    c1 TEXT DEFAULT -1.5,\n"
                                                        "    c2 TEXT DEFAULT 'it''s',\n"
                                                        "    c3 TEXT DEFAULT x'00',\n"
                                                        "    c4 TEXT DEFAULT CURRENT_TIMESTAMP,\n"
                                                        "    c5 TEXT DEFAULT null,\n"
                                                        "    c6 TEXT DEFAULT (datetime('now')),\n"
                                                        "    c7 TEXT DEFAULT ('a' || 'b'),\n"
                                                        "    c8 TEXT DEFAULT (1 + 1)\n"
                                                        ")"});
}

TEST_CASE("generated columns are stored or virtual") {
    auto total = column("total", Integer());
    total.computed = "a + b";
    total.generated = schema::Generated::Virtual;

    CHECK(dialect().ddl(ddl::AddColumn{{"t"}, total}) ==
          Sql{"ALTER TABLE t ADD COLUMN total INTEGER GENERATED ALWAYS AS (a + b) VIRTUAL"});
    CHECK_FALSE(dialect().needs_rebuild(ddl::AddColumn{{"t"}, total}));
    total.generated = schema::Generated::Stored;
    CHECK(dialect().needs_rebuild(ddl::AddColumn{{"t"}, total}));
}

TEST_CASE("what SQLite can do in place is one statement") {
    CHECK(dialect().ddl(ddl::DropTable{{"order"}, ddl::IfExists::Yes}) ==
          Sql{"DROP TABLE IF EXISTS \"order\""});
    CHECK(dialect().ddl(ddl::DropTable{{"t", "aux"}}) == Sql{"DROP TABLE aux.t"});
    CHECK(dialect().ddl(ddl::RenameTable{{"t"}, "Neu"}) == Sql{"ALTER TABLE t RENAME TO \"Neu\""});
    CHECK(dialect().ddl(ddl::RenameTable{{"t"}, "T"}) ==
          Sql{"ALTER TABLE t RENAME TO \"_azoth_renamed_T\"",
              "ALTER TABLE \"_azoth_renamed_T\" RENAME TO \"T\""});
    CHECK(dialect().ddl(ddl::RenameColumn{{"t"}, "a", "größe"}) ==
          Sql{"ALTER TABLE t RENAME COLUMN a TO \"größe\""});
    CHECK(dialect().ddl(ddl::DropColumn{{"t"}, "a"}) == Sql{"ALTER TABLE t DROP COLUMN a"});
    CHECK(dialect().ddl(ddl::AddColumn{{"t"}, column("a", Numeric(10, 2))}) ==
          Sql{"ALTER TABLE t ADD COLUMN a NUMERIC(10, 2)"});
    CHECK(dialect().ddl(ddl::DropIndex{{"t", "aux"}, "ix"}) == Sql{"DROP INDEX aux.ix"});
    CHECK(dialect().ddl(ddl::CreateView{{.name = "v", .definition = "SELECT 1"}}) ==
          Sql{"CREATE VIEW v AS SELECT 1"});
    CHECK(dialect().ddl(ddl::DropView{{"v"}}) == Sql{"DROP VIEW v"});
    CHECK(dialect().ddl(ddl::SetTableComment{{"t"}, "words"}).empty());
    CHECK(dialect().ddl(ddl::CreateEnum{Enum("e", {"a"})}).empty());
    CHECK(dialect().ddl(ddl::DropEnum{{"e"}}).empty());
}

TEST_CASE("an index may be partial, unique, on expressions and in descending order") {
    const schema::Index index{
        .name = "ix_t_a",
        .elements = {{.column = "a", .order = schema::SortOrder::Descending, .collation = "NOCASE"},
                     {.expression = "lower(b)"}},
        .unique = true,
        .where = "a > 0",
        .method = "btree"};

    CHECK(dialect().ddl(ddl::CreateIndex{{"t", "aux"}, index}) ==
          Sql{"CREATE UNIQUE INDEX aux.ix_t_a ON t (a COLLATE \"NOCASE\" DESC, (lower(b))) WHERE a "
              "> 0"});
}

TEST_CASE("what SQLite cannot do in place needs a rebuild and says so") {
    const std::vector<ddl::Statement> changes{
        ddl::AlterColumn{{"t"}, column("a", Integer()), column("a", Text())},
        ddl::AddPrimaryKey{{"t"}, {.columns = {"a"}}},
        ddl::AddUnique{{"t"}, {.columns = {"a"}}},
        ddl::AddCheck{{"t"}, {.expression = "a"}},
        ddl::AddForeignKey{{"t"}, {.columns = {"a"}}},
        ddl::DropConstraint{{"t"}, "c"},
        ddl::RenameConstraint{{"t"}, "c", "d"},
        ddl::RenameIndex{{"t"}, "c", "d"},
    };

    for (const auto& change : changes) {
        CHECK(dialect().needs_rebuild(change));
        try {
            (void)dialect().ddl(change);
            FAIL("no error");
        } catch (const CompileError& error) {
            CHECK(error.code() == "ddl-unsupported");
            CHECK(error.message().find("send the statements of rebuild()") != std::string::npos);
        }
    }
    CHECK(dialect().needs_rebuild(ddl::DropColumn{{"t"}, "a"}));
}

TEST_CASE("a column whose comment alone changes needs nothing") {
    auto after = column("a", Integer());
    after.comment = "new";
    const ddl::AlterColumn change{{"t"}, column("a", Integer()), after};

    CHECK_FALSE(dialect().needs_rebuild(change));
    CHECK(dialect().ddl(change).empty());
}

TEST_CASE("a default that is not constant cannot be added in place") {
    auto added = column("a", sql::DateTime());
    added.server_default = "CURRENT_TIMESTAMP";

    CHECK(dialect().needs_rebuild(ddl::AddColumn{{"t"}, added}));
    added.server_default = "'2026-11-20'";
    CHECK_FALSE(dialect().needs_rebuild(ddl::AddColumn{{"t"}, added}));
}

TEST_CASE("NULLS NOT DISTINCT is refused, not forgotten") {
    CHECK_THROWS_AS(
        (void)dialect().ddl(ddl::CreateIndex{{"t"}, {.name = "i", .nulls_not_distinct = true}}),
        CompileError);
    CHECK_THROWS_AS(
        (void)dialect().ddl(ddl::CreateTable{
            {.name = "t", .uniques = {{.columns = {"a"}, .nulls_not_distinct = true}}}}),
        CompileError);
}

}  // namespace
