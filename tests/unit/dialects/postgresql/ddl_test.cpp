// SPDX-License-Identifier: MIT
#include "dialects/postgresql/dialect.hpp"

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using dialects::postgresql::dialect;
using Sql = std::vector<std::string>;

schema::Column column(std::string name, SqlType type) {
    return {.name = std::move(name), .type = std::move(type)};
}

schema::Column required(std::string name, SqlType type) {
    return {.name = std::move(name), .type = std::move(type), .nullable = false};
}

TEST_CASE("create table has one line for each column and constraint, comments follow") {
    schema::Table table{.name = "address", .schema = "auth", .comment = "it's"};
    table.columns = {
        {.name = "id", .type = BigInteger(), .primary_key = true, .autoincrement = true},
        required("email", String(30, "C")),
        required("user_id", BigInteger())};
    table.columns[1].server_default = "'x'";
    table.columns[1].comment = "where to";
    table.primary_key = schema::PrimaryKey{.name = "pk_address", .columns = {"id"}};
    table.uniques = {
        {.name = "uq_address_email", .columns = {"email", "user_id"}, .nulls_not_distinct = true}};
    table.checks = {{.name = "ck_address_1", .expression = "length(email) > 0"}};
    table.foreign_keys = {{.name = "fk_address_user_id_user",
                           .columns = {"user_id"},
                           .referred_schema = "auth",
                           .referred_table = "user",
                           .referred_columns = {"id"},
                           .on_delete = OnDelete::SetDefault,
                           .on_update = OnUpdate::Restrict,
                           .deferrable = Deferrable::InitiallyImmediate}};

    CHECK(dialect().ddl(ddl::CreateTable{table}) ==
          Sql{"CREATE TABLE auth.address (\n"
              "    id BIGSERIAL NOT NULL,\n"
              "    email VARCHAR(30) COLLATE \"C\" DEFAULT 'x' NOT NULL,\n"
              "    user_id BIGINT NOT NULL,\n"
              "    CONSTRAINT pk_address PRIMARY KEY (id),\n"
              "    CONSTRAINT uq_address_email UNIQUE NULLS NOT DISTINCT (email, user_id),\n"
              "    CONSTRAINT ck_address_1 CHECK (length(email) > 0),\n"
              "    CONSTRAINT fk_address_user_id_user FOREIGN KEY(user_id) REFERENCES "
              "auth.\"user\" (id) ON UPDATE "
              "RESTRICT ON DELETE SET DEFAULT DEFERRABLE INITIALLY IMMEDIATE\n"
              ")",
              "COMMENT ON TABLE auth.address IS 'it''s'",
              "COMMENT ON COLUMN auth.address.email IS 'where to'"});
}

TEST_CASE("identity, generated columns and table options") {
    schema::Table table{
        .name = "t",
        .options = {{"postgresql_unlogged", "true"}, {"postgresql_with", "fillfactor=70"}}};
    table.columns = {column("id", Integer()), column("total", Integer())};
    table.columns[0].identity = schema::Identity::Always;
    table.columns[0].nullable = false;
    table.columns[1].computed = "a + b";
    table.columns[1].generated = schema::Generated::Stored;

    CHECK(dialect().ddl(ddl::CreateTable{table, ddl::IfExists::Yes}) ==
          Sql{"CREATE UNLOGGED TABLE IF NOT EXISTS t (\n"
              "    id INTEGER GENERATED ALWAYS AS IDENTITY NOT NULL,\n"
              "    total INTEGER GENERATED ALWAYS AS (a + b) STORED\n"
              ") WITH (fillfactor=70)"});
}

TEST_CASE("an enum's type is made before its table, and never mistaken for another of that name") {
    const auto sql =
        dialect().ddl(ddl::AddColumn{{"t", "s"}, column("mood", Enum("mood", {"a", "it's"}))});

    CHECK(sql == Sql{"DO $$ BEGIN IF to_regtype('s.mood') IS NULL THEN CREATE TYPE s.mood AS ENUM "
                     "('a', 'it''s'); ELSIF "
                     "(SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum WHERE "
                     "enumtypid = "
                     "to_regtype('s.mood')) IS DISTINCT FROM '{\"a\",\"it''s\"}'::text[] THEN "
                     "RAISE EXCEPTION 'type % "
                     "exists with other labels', 's.mood' USING ERRCODE = 'duplicate_object'; END "
                     "IF; END $$",
                     "ALTER TABLE s.t ADD COLUMN mood s.mood"});
    CHECK(dialect().ddl(ddl::DropColumn{{"t", "s"}, "mood", {"mood"}}) ==
          Sql{"ALTER TABLE s.t DROP COLUMN mood",
              "DO $$ BEGIN DROP TYPE IF EXISTS s.mood; EXCEPTION WHEN "
              "dependent_objects_still_exist THEN NULL; END $$"});
    CHECK(dialect().ddl(ddl::CreateEnum{Enum("mood", {"a"})}) ==
          Sql{"CREATE TYPE mood AS ENUM ('a')"});
    CHECK(dialect().ddl(ddl::DropEnum{{"mood", "s"}, ddl::IfExists::Yes}) ==
          Sql{"DROP TYPE IF EXISTS s.mood"});
}

TEST_CASE("labels are added where that is all, otherwise the type is made anew") {
    const auto before = column("m", Enum("mood", {"b", "d"}));

    CHECK(dialect().ddl(ddl::AlterColumn{
              {"t"}, before, column("m", Enum("mood", {"a", "b", "c", "d", "e"}))}) ==
          Sql{"ALTER TYPE mood ADD VALUE IF NOT EXISTS 'a' BEFORE 'b'",
              "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'c' AFTER 'b'",
              "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'e' AFTER 'd'"});
    const auto anew =
        dialect().ddl(ddl::AlterColumn{{"t"}, before, column("m", Enum("mood", {"d"}))});
    REQUIRE(anew.size() == 1);
    CHECK(anew[0].find(
              "ALTER TYPE mood RENAME TO mood__former;\nCREATE TYPE mood AS ENUM ('d');\n") !=
          std::string::npos);
}

TEST_CASE("a label that is used at once has its type made anew; one that is renamed is renamed") {
    const auto before = column("m", Enum("mood", {"a"}));
    ddl::AlterColumn added{{"t"}, before, column("m", Enum("mood", {"a", "b"}))};
    added.label_use = ddl::LabelUse::AtOnce;
    ddl::AlterColumn renamed{{"t"}, before, column("m", Enum("mood", {"b"}))};
    renamed.renamed_labels = {{"a", "b"}};

    const auto anew = dialect().ddl(added);

    REQUIRE(anew.size() == 1);
    CHECK(anew[0].find("CREATE TYPE mood AS ENUM ('a', 'b')") != std::string::npos);
    CHECK(dialect().ddl(renamed) ==
          Sql{"DO $$ BEGIN IF EXISTS (SELECT FROM pg_enum WHERE enumtypid = to_regtype('mood') AND "
              "enumlabel = 'a') THEN ALTER TYPE mood RENAME VALUE 'a' TO 'b'; END IF; END $$"});
    CHECK(dialect().ddl(ddl::RenameEnum{{"shop.mood"}, "Humour"}) ==
          Sql{"ALTER TYPE shop.mood RENAME TO \"Humour\""});
}

TEST_CASE("arrays are converted by the casts of their elements") {
    const auto change = [](const SqlType& from, const SqlType& to) {
        return dialect().ddl(
            ddl::AlterColumn{{"t"}, column("a", Array(from)), column("a", Array(to))});
    };

    CHECK(change(Text(), Numeric(6, 2)) ==
          Sql{"ALTER TABLE t ALTER COLUMN a TYPE NUMERIC(6, 2)[] USING a::NUMERIC(6, 2)[]"});
    CHECK(change(Integer(), BigInteger()) == Sql{"ALTER TABLE t ALTER COLUMN a TYPE BIGINT[]"});
    CHECK(change(String(9), String(3)) == Sql{"ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(3)[]"});
    CHECK_THROWS_AS(change(Integer(), sql::Date()), CompileError);
}

TEST_CASE("altering a column sends one statement for each property that differs") {
    auto before = required("a", String(30));
    before.server_default = "'x'";
    auto after = column("a", Text());
    after.comment = "new";

    CHECK(dialect().ddl(ddl::AlterColumn{{"t"}, before, after}) ==
          Sql{"ALTER TABLE t ALTER COLUMN a DROP DEFAULT",
              "ALTER TABLE t ALTER COLUMN a TYPE TEXT",
              "ALTER TABLE t ALTER COLUMN a DROP NOT NULL",
              "COMMENT ON COLUMN t.a IS 'new'"});
    CHECK(dialect().ddl(ddl::AlterColumn{{"t"}, after, before}) ==
          Sql{"ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(30)",
              "ALTER TABLE t ALTER COLUMN a SET DEFAULT 'x'",
              "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
              "COMMENT ON COLUMN t.a IS NULL"});
    CHECK(dialect().ddl(ddl::AlterColumn{{"t"}, after, after}).empty());
}

TEST_CASE("a type change says USING only where PostgreSQL would not convert by itself") {
    const auto change = [](SqlType from, SqlType to) {
        return dialect().ddl(
            ddl::AlterColumn{{"t"}, column("a", std::move(from)), column("a", std::move(to))});
    };

    CHECK(change(String(50), String(10)) == Sql{"ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(10)"});
    CHECK(change(Integer(), BigInteger()) == Sql{"ALTER TABLE t ALTER COLUMN a TYPE BIGINT"});
    CHECK(change(Text(), Integer()) ==
          Sql{"ALTER TABLE t ALTER COLUMN a TYPE INTEGER USING a::INTEGER"});
    CHECK(change(Integer(), Boolean()) ==
          Sql{"ALTER TABLE t ALTER COLUMN a TYPE BOOLEAN USING a <> 0"});
    CHECK(change(Boolean(), Integer()) == Sql{"ALTER TABLE t ALTER COLUMN a TYPE INTEGER USING "
                                              "CASE WHEN a THEN 1 WHEN NOT a THEN 0 END"});
    CHECK(change(Text(), Text("C")) == Sql{"ALTER TABLE t ALTER COLUMN a TYPE TEXT COLLATE \"C\""});
    CHECK(dialect().ddl(
              ddl::AlterColumn{{"t"}, column("a", Text()), column("a", Integer()), "length(a)"}) ==
          Sql{"ALTER TABLE t ALTER COLUMN a TYPE INTEGER USING length(a)"});
}

TEST_CASE("numbering by the database comes and goes") {
    auto plain = required("id", BigInteger());
    auto serial = plain;
    serial.autoincrement = true;
    auto identity = plain;
    identity.identity = schema::Identity::ByDefault;

    CHECK(dialect().ddl(ddl::AlterColumn{{"t"}, plain, serial}) ==
          Sql{"CREATE SEQUENCE t_id_seq AS BIGINT OWNED BY t.id",
              "ALTER TABLE t ALTER COLUMN id SET DEFAULT nextval('t_id_seq'::regclass)",
              "SELECT setval(pg_get_serial_sequence('t', 'id'), coalesce(max(id), 0) + 1, false) "
              "FROM t"});
    CHECK(dialect().ddl(ddl::AlterColumn{{"t"}, serial, plain}) ==
          Sql{"ALTER TABLE t ALTER COLUMN id DROP DEFAULT",
              "DO $azoth$ BEGIN EXECUTE 'DROP SEQUENCE ' || pg_get_serial_sequence('t', 'id'); END "
              "$azoth$"});
    CHECK(dialect().ddl(ddl::AlterColumn{{"t"}, plain, identity}) ==
          Sql{"ALTER TABLE t ALTER COLUMN id SET NOT NULL",
              "ALTER TABLE t ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY",
              "SELECT setval(pg_get_serial_sequence('t', 'id'), coalesce(max(id), 0) + 1, false) "
              "FROM t"});
    CHECK(dialect().ddl(ddl::AlterColumn{{"t"}, identity, plain}) ==
          Sql{"ALTER TABLE t ALTER COLUMN id DROP IDENTITY"});
}

TEST_CASE("the other statements") {
    const ddl::TableName table{"t", "s"};

    CHECK(dialect().ddl(ddl::DropTable{table, ddl::IfExists::Yes}) ==
          Sql{"DROP TABLE IF EXISTS s.t"});
    CHECK(dialect().ddl(ddl::RenameTable{table, "order"}) ==
          Sql{"ALTER TABLE s.t RENAME TO \"order\""});
    CHECK(dialect().ddl(ddl::AddColumn{table, required("a", sql::Uuid())}) ==
          Sql{"ALTER TABLE s.t ADD COLUMN a UUID NOT NULL"});
    CHECK(dialect().ddl(ddl::DropColumn{table, "a"}) == Sql{"ALTER TABLE s.t DROP COLUMN a"});
    CHECK(dialect().ddl(ddl::RenameColumn{table, "a", "b"}) ==
          Sql{"ALTER TABLE s.t RENAME COLUMN a TO b"});
    CHECK(dialect().ddl(ddl::DropIndex{table, "ix", {}}) == Sql{"DROP INDEX s.ix"});
    CHECK(dialect().ddl(ddl::DropIndex{table, "ix", ddl::Concurrently::Yes}) ==
          Sql{"DROP INDEX CONCURRENTLY s.ix"});
    CHECK(dialect().ddl(ddl::RenameIndex{table, "ix", "iy"}) ==
          Sql{"ALTER INDEX s.ix RENAME TO iy"});
    CHECK(dialect().ddl(ddl::AddPrimaryKey{table, {"pk", {"a", "b"}}}) ==
          Sql{"ALTER TABLE s.t ADD CONSTRAINT pk PRIMARY KEY (a, b)"});
    CHECK(dialect().ddl(ddl::AddUnique{table, {"uq", {"a"}}}) ==
          Sql{"ALTER TABLE s.t ADD CONSTRAINT uq UNIQUE (a)"});
    CHECK(dialect().ddl(ddl::AddCheck{table, {"ck", "a > 0"}}) ==
          Sql{"ALTER TABLE s.t ADD CONSTRAINT ck CHECK (a > 0)"});
    CHECK(
        dialect().ddl(ddl::AddForeignKey{
            table,
            {.name = "fk", .columns = {"a"}, .referred_table = "u", .referred_columns = {"id"}}}) ==
        Sql{"ALTER TABLE s.t ADD CONSTRAINT fk FOREIGN KEY(a) REFERENCES u (id)"});
    CHECK(dialect().ddl(ddl::DropConstraint{table, "ck"}) ==
          Sql{"ALTER TABLE s.t DROP CONSTRAINT ck"});
    CHECK(dialect().ddl(ddl::RenameConstraint{table, "a", "b"}) ==
          Sql{"ALTER TABLE s.t RENAME CONSTRAINT a TO b"});
    CHECK(dialect().ddl(ddl::SetTableComment{table, ""}) == Sql{"COMMENT ON TABLE s.t IS NULL"});
    CHECK(dialect().ddl(ddl::CreateView{{"v", "s", "SELECT 1"}}) ==
          Sql{"CREATE VIEW s.v AS SELECT 1"});
    CHECK(dialect().ddl(ddl::DropView{{"v", "s"}}) == Sql{"DROP VIEW s.v"});
}

TEST_CASE("an index with everything") {
    const schema::Index index{
        .name = "ix",
        .elements = {{.column = "a",
                      .order = schema::SortOrder::Descending,
                      .nulls = schema::NullsOrder::Last,
                      .collation = "C"},
                     {.expression = "lower(b)", .operator_class = "text_pattern_ops"}},
        .unique = true,
        .where = "a > 0",
        .method = "btree",
        .include = {"c"},
        .nulls_not_distinct = true};

    CHECK(dialect().ddl(ddl::CreateIndex{{"t", "s"}, index, ddl::Concurrently::Yes}) ==
          Sql{"CREATE UNIQUE INDEX CONCURRENTLY ix ON s.t USING btree (a COLLATE \"C\" DESC NULLS "
              "LAST, (lower(b)) "
              "text_pattern_ops) INCLUDE (c) NULLS NOT DISTINCT WHERE a > 0"});
}

TEST_CASE("long names are cut with a stable hash") {
    const std::string longest(63, 'a');
    const std::string longer(80, 'a');
    const auto umlauts = std::string(53, 'a') + "üüüüüüüü";

    CHECK(dialect().constraint_name(longest) == longest);
    CHECK(dialect().constraint_name(longer) ==
          std::string(54, 'a') + "_" + dialect().constraint_name(longer).substr(55));
    CHECK(dialect().constraint_name(longer).size() == 63);
    CHECK(dialect().constraint_name(longer) != dialect().constraint_name(longer + 'b'));
    CHECK(dialect().constraint_name(umlauts).starts_with(std::string(53, 'a') + "_"));
    CHECK_THROWS_AS((void)dialect().identifier(longer), CompileError);
}

TEST_CASE("what PostgreSQL cannot do is refused with the way out") {
    auto virtual_column = column("a", Integer());
    virtual_column.computed = "1";
    virtual_column.generated = schema::Generated::Virtual;
    auto text_key = column("a", Text());
    text_key.autoincrement = true;

    CHECK_THROWS_AS((void)dialect().ddl(ddl::AddColumn{{"t"}, virtual_column}), CompileError);
    CHECK_THROWS_AS((void)dialect().ddl(ddl::AddColumn{{"t"}, text_key}), CompileError);
    CHECK_THROWS_AS(
        (void)dialect().ddl(ddl::AlterColumn{{"t"}, column("a", Integer()), virtual_column}),
        CompileError);
    CHECK_THROWS_WITH_AS((void)dialect().rebuild({}, {"t"}, {}),
                         "cannot rebuild table \"t\": postgresql changes tables in place; send the "
                         "statements of ddl() "
                         "instead",
                         CompileError);
    CHECK_FALSE(dialect().needs_rebuild(ddl::DropColumn{{"t"}, "a"}));
}

}  // namespace
