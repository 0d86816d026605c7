// SPDX-License-Identifier: MIT
#include "integration/dialects/live.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace {

using namespace test_support;
using Lines = std::vector<std::string>;

std::size_t count_queries(Live& live) {
    std::size_t queries = 0;
    const auto inner = live.query();
    (void)live.dialect().catalog().tables(
        [&](std::string_view sql, std::span<const Value> parameters) {
            ++queries;
            return inner(sql, parameters);
        },
        {});
    return queries;
}

void check_number_of_queries(std::string_view scheme, std::size_t expected) {
    Live live{scheme};
    for (int i = 0; i < 30; ++i) {
        live.run("CREATE TABLE t" + std::to_string(i) +
                 " (id INTEGER PRIMARY KEY, a INTEGER UNIQUE)");
    }

    CHECK(count_queries(live) == expected);
}

TEST_CASE("the number of queries does not depend on the number of tables (sqlite)") {
    check_number_of_queries("sqlite", 2);
}
TEST_CASE("the number of queries does not depend on the number of tables (postgresql)") {
    check_number_of_queries("postgresql", 5);
}

/// Reserved words, quotes, blanks, capitals and letters beyond ASCII, in every place that has a
/// name.
void check_difficult_names(std::string_view scheme) {
    Live live{scheme};
    schema::Table table{.name = "Order \"größe\""};
    table.columns = {{.name = "select", .type = Integer(), .nullable = false},
                     {.name = "it's", .type = Text()},
                     {.name = "日本", .type = Integer()}};
    table.primary_key = schema::PrimaryKey{"pk order", {"select"}};
    table.columns[0].primary_key = true;
    table.uniques = {{.name = "uq 'x'", .columns = {"it's", "日本"}}};
    table.checks = {{.name = "ck(", .expression = "\"日本\" > 0"}};
    table.foreign_keys = {{.name = "fk \"self\"",
                           .columns = {"日本"},
                           .referred_table = table.name,
                           .referred_columns = {"select"}}};
    table.indexes = {{.name = "ix ü", .elements = {{.column = "it's"}}, .where = "\"select\" > 0"}};

    live.create(table);
    auto read = live.table(table.name);

    read.columns[0].type = Integer();
    read.columns[0].autoincrement = false;
    CHECK(read == table);
}

TEST_CASE("difficult names come back as they are (sqlite)") {
    check_difficult_names("sqlite");
}
TEST_CASE("difficult names come back as they are (postgresql)") {
    check_difficult_names("postgresql");
}

TEST_CASE("SQLite's catalogue reads what other people wrote") {
    Live live{"sqlite"};
    live.run(R"sql(
        create table Parent (ID integer primary key desc, "Name" nvarchar(10) collate nocase unique);
        create table child (id integer primary key autoincrement, -- key
            PARENT_ID int references PARENT on delete cascade deferrable initially deferred,
            amount decimal(10,2) default 1.50 check (amount >= 0), total generated always as (amount * 2),
            stamp timestamp default current_timestamp, unique (parent_id, AMOUNT));
        create index Ix on child (PARENT_ID desc, (abs(amount)) , stamp collate nocase) where AMOUNT > 0;
        create view v (a, b) as select id, amount from child;
        create virtual table notes using fts5(body);)sql");

    const auto child = live.table("child");

    CHECK(live.dialect().catalog().table_names(live.query(), "") == Lines{"Parent", "child"});
    CHECK(live.dialect().catalog().view_names(live.query(), "") == Lines{"v"});
    CHECK(live.dialect().catalog().schema_names(live.query()) == Lines{"main"});
    CHECK(child.columns[0] == schema::Column{.name = "id",
                                             .type = BigInteger(),
                                             .nullable = false,
                                             .primary_key = true,
                                             .autoincrement = true});
    CHECK(child.columns[1] == schema::Column{.name = "PARENT_ID", .type = Integer()});
    CHECK(child.columns[2] ==
          schema::Column{.name = "amount", .type = Numeric(10, 2), .server_default = "1.50"});
    CHECK(child.columns[3] == schema::Column{.name = "total",
                                             .type = Native(""),
                                             .computed = "amount * 2",
                                             .generated = schema::Generated::Virtual});
    CHECK(child.columns[4] == schema::Column{.name = "stamp",
                                             .type = sql::DateTimeTz(),
                                             .server_default = "current_timestamp"});
    CHECK(child.uniques ==
          std::vector<schema::UniqueConstraint>{{.columns = {"PARENT_ID", "amount"}}});
    CHECK(child.checks == std::vector<schema::CheckConstraint>{{.expression = "amount >= 0"}});
    CHECK(child.foreign_keys ==
          std::vector<schema::ForeignKey>{{.columns = {"PARENT_ID"},
                                           .referred_table = "Parent",
                                           .referred_columns = {"ID"},
                                           .on_delete = OnDelete::Cascade,
                                           .deferrable = Deferrable::InitiallyDeferred}});
    CHECK(child.indexes ==
          std::vector<schema::Index>{
              {.name = "Ix",
               .elements = {{.column = "PARENT_ID", .order = schema::SortOrder::Descending},
                            {.expression = "abs(amount)"},
                            {.column = "stamp", .collation = "nocase"}},
               .where = "amount > 0"}});
    const auto parent = live.table("Parent");
    CHECK_FALSE(parent.columns[0].autoincrement);
    CHECK(parent.columns[1].type ==
          SqlType{.kind = TypeKind::Native, .name = "nvarchar(10)", .collation = "nocase"});
}

TEST_CASE("a rename there and back leaves no quotes that SQLite's catalogue would tell of") {
    Live live{"sqlite"};
    live.run(
        R"sql(CREATE TABLE t (a INTEGER, b INTEGER AS (a + 1), c TEXT, CHECK (a > 0 AND c <> 'a'));
        CREATE INDEX ix ON t (lower(c)) WHERE a > 1;)sql");
    const auto before = live.table("t");

    live.run(
        R"sql(ALTER TABLE t RENAME COLUMN a TO "it's"; ALTER TABLE t RENAME COLUMN c TO "order")sql");
    const auto renamed = live.table("t");
    live.run(
        R"sql(ALTER TABLE t RENAME COLUMN "it's" TO a; ALTER TABLE t RENAME COLUMN "order" TO c)sql");

    CHECK(renamed.checks[0].expression == "\"it's\" > 0 AND \"order\" <> 'a'");
    CHECK(live.table("t") == before);
    CHECK(before.checks[0].expression == "a > 0 AND c <> 'a'");
}

TEST_CASE("SQLite's catalogue reads attached databases") {
    Live live{"sqlite"};
    live.run(
        "ATTACH ':memory:' AS \"my aux\"; CREATE TABLE \"my aux\".t (id INTEGER PRIMARY KEY, up "
        "REFERENCES t)");

    const auto tables = live.tables({.schema = "my aux"});

    REQUIRE(tables.size() == 1);
    CHECK(tables[0].full_name() == "my aux.t");
    CHECK(tables[0].foreign_keys[0].referred_schema == "my aux");
    CHECK(live.tables().empty());
}

TEST_CASE("PostgreSQL's catalogue reads what other people wrote") {
    Live live{"postgresql"};
    live.run(R"sql(
        CREATE SCHEMA IF NOT EXISTS live_other; CREATE TYPE mood AS ENUM ('sad', 'it''s'); CREATE TABLE live_other.far (id int PRIMARY KEY);
        CREATE TABLE t (id serial PRIMARY KEY, m mood DEFAULT 'sad', ms mood[], far int REFERENCES live_other.far,
            name varchar(30) COLLATE "C" NOT NULL, price numeric(10,2), ident bigint GENERATED ALWAYS AS IDENTITY,
            total numeric GENERATED ALWAYS AS (price * 2) STORED, arr int[][], stamp timestamptz(3) DEFAULT now(),
            CONSTRAINT uq UNIQUE NULLS NOT DISTINCT (price, name), CHECK (price > 0));
        COMMENT ON TABLE t IS 'it''s'; COMMENT ON COLUMN t.name IS 'ü';
        CREATE UNIQUE INDEX ix ON t (name DESC NULLS LAST, (lower(name)) text_pattern_ops) INCLUDE (far) WHERE far > 0;
        CREATE INDEX ig ON t USING hash (far);
        CREATE TABLE part (a int) PARTITION BY RANGE (a); CREATE TABLE part1 PARTITION OF part DEFAULT;
        CREATE VIEW v AS SELECT id FROM t;)sql");

    const auto t = live.table("t");
    live.run("DROP SCHEMA live_other CASCADE");

    CHECK(live.dialect().catalog().table_names(live.query(), "") == Lines{"part", "t"});
    CHECK(live.dialect().catalog().views(live.query(), "").at(0).definition ==
          "SELECT t.id\n   FROM t");
    CHECK(t.comment == "it's");
    CHECK(t.columns[0] == schema::Column{.name = "id",
                                         .type = Integer(),
                                         .nullable = false,
                                         .primary_key = true,
                                         .autoincrement = true});
    CHECK(t.columns[1].type == Enum("mood", {"sad", "it's"}));
    CHECK(t.columns[1].server_default == "'sad'::mood");
    CHECK(t.columns[2].type == Array(Enum("mood", {"sad", "it's"})));
    CHECK(
        t.columns[4] ==
        schema::Column{.name = "name", .type = String(30, "C"), .nullable = false, .comment = "ü"});
    CHECK(t.columns[6].identity == schema::Identity::Always);
    CHECK(t.columns[7].computed == "price * 2::numeric");
    CHECK(t.columns[8].type == Array(SqlType{Array(Integer())}));
    CHECK(t.columns[9].type == sql::DateTimeTz(3));
    CHECK(t.uniques ==
          std::vector<schema::UniqueConstraint>{
              {.name = "uq", .columns = {"price", "name"}, .nulls_not_distinct = true}});
    CHECK(t.checks ==
          std::vector<schema::CheckConstraint>{{"t_price_check", "price > 0::numeric"}});
    CHECK(t.foreign_keys[0].referred_schema == "live_other");
    REQUIRE(t.indexes.size() == 2);
    CHECK(t.indexes[0].method == "hash");
    CHECK(t.indexes[1] == schema::Index{.name = "ix",
                                        .elements = {{.column = "name",
                                                      .order = schema::SortOrder::Descending,
                                                      .nulls = schema::NullsOrder::Last,
                                                      .collation = ""},
                                                     {.expression = "lower(name::text)",
                                                      .collation = "C",
                                                      .operator_class = "text_pattern_ops"}},
                                        .unique = true,
                                        .where = "far > 0",
                                        .include = {"far"}});
    CHECK(live.table("part").option("postgresql_partition_by") == "RANGE (a)");
}

TEST_CASE("an enum type is never taken for another of its name, and goes with its last table") {
    Live live{"postgresql"};
    schema::Table one{.name = "one", .columns = {{.name = "m", .type = Enum("mood", {"a", "b"})}}};
    schema::Table two{.name = "two", .columns = {{.name = "m", .type = Enum("mood", {"a", "b"})}}};
    schema::Table other{.name = "other", .columns = {{.name = "m", .type = Enum("mood", {"c"})}}};
    live.create(one);
    live.create(two);

    CHECK_THROWS(live.create(other));
    live.define(ddl::DropTable{{"one"}, {}, ddl::enum_types_of(one)});
    CHECK(live.rows("SELECT count(*) FROM pg_type WHERE typname = 'mood'") == Lines{"1"});
    live.define(ddl::DropTable{{"two"}, {}, ddl::enum_types_of(two)});
    CHECK(live.rows("SELECT count(*) FROM pg_type WHERE typname = 'mood'") == Lines{"0"});
    live.create(other);
}

TEST_CASE("PostgreSQL alters a column's type, numbering and labels with its rows kept") {
    Live live{"postgresql"};
    schema::Table table{.name = "t"};
    table.columns = {{.name = "id", .type = Integer(), .nullable = false},
                     {.name = "m", .type = Enum("mood", {"a", "b"}), .server_default = "'a'"},
                     {.name = "x", .type = Text(), .server_default = "'5'"},
                     {.name = "flag", .type = Boolean(), .server_default = "true"}};
    live.create(table);
    live.run("INSERT INTO t (id) VALUES (7)");
    const auto alter = [&](const char* name, auto change) {
        const auto existing = *live.table("t").find_column(name);
        auto modified = existing;
        change(modified);
        live.define(ddl::AlterColumn{{"t"}, existing, modified});
        CHECK(live.table("t").find_column(name)->type == modified.type);
    };

    alter("id", [](auto& c) { c.autoincrement = true; });
    alter("id", [](auto& c) { c.type = BigInteger(); });
    alter("m", [](auto& c) { c.type = Enum("mood", {"z", "a", "b"}); });
    alter("m", [](auto& c) { c.type = Enum("mood", {"a", "z"}); });
    alter("x", [](auto& c) {
        c.type = Integer();
        c.server_default = "6";
    });
    alter("flag", [](auto& c) {
        c.type = Integer();
        c.server_default = "0";
    });

    live.run("INSERT INTO t DEFAULT VALUES");
    CHECK(live.rows("SELECT id, m::text, x, flag FROM t ORDER BY id") ==
          Lines{"7|'a'|5|1", "8|'a'|6|0"});
    CHECK(live.table("t").columns[0].autoincrement);
    CHECK(live.rows("SELECT data_type::text FROM pg_sequences WHERE schemaname = 'live'") ==
          Lines{"'bigint'"});
    alter("id", [](auto& c) { c.autoincrement = false; });
    alter("id", [](auto& c) { c.identity = schema::Identity::ByDefault; });
    live.run("INSERT INTO t DEFAULT VALUES");
    CHECK(live.rows("SELECT max(id) FROM t") == Lines{"9"});
    alter("id", [](auto& c) { c.identity = schema::Identity::Always; });
    alter("id", [](auto& c) { c.identity = schema::Identity::No; });
    CHECK(live.rows("SELECT count(*) FROM pg_sequences WHERE schemaname = 'live'") == Lines{"0"});
}

TEST_CASE("columns that share an enum type change together, defaults and arrays with them") {
    Live live{"postgresql"};
    const auto mood = Enum("Mood", {"a", "b"});
    schema::Table one{.name = "one",
                      .columns = {{.name = "m", .type = mood, .server_default = "'a'"}}};
    schema::Table two{.name = "two",
                      .columns = {{.name = "m", .type = mood, .server_default = "'b'"},
                                  {.name = "l", .type = Array(mood)}}};
    live.create(one);
    live.create(two);
    live.run("INSERT INTO one DEFAULT VALUES; INSERT INTO two (l) VALUES ('{a,b}')");
    const auto change = [&](const char* table,
                            const char* name,
                            std::vector<std::string> labels,
                            std::string expression) {
        const auto existing = *live.table(table).find_column(name);
        auto modified = existing;
        (modified.type.kind == TypeKind::Array ? modified.type.element[0] : modified.type).values =
            std::move(labels);
        return ddl::AlterColumn{{table}, existing, modified, std::move(expression)};
    };

    const std::vector<ddl::Statement> added{change("one", "m", {"a", "x", "b"}, ""),
                                            change("two", "m", {"a", "x", "b"}, ""),
                                            change("two", "l", {"a", "x", "b"}, "")};
    std::ranges::for_each(added, [&](const auto& statement) { live.define(statement); });
    const std::vector<ddl::Statement> removed{
        change("one",
               "m",
               {"b", "a"},
               "CASE m::text WHEN 'a' THEN 'b'::\"Mood\" ELSE 'a'::\"Mood\" END"),
        change("two", "m", {"b", "a"}, ""),
        change("two", "l", {"b", "a"}, "")};
    std::ranges::for_each(removed, [&](const auto& statement) { live.define(statement); });

    CHECK(live.rows("SELECT m::text FROM one") == Lines{"'b'"});
    CHECK(live.rows("SELECT m::text, l::text FROM two") == Lines{"'b'|'{a,b}'"});
    CHECK(live.table("two").columns[0].type.values == Lines{"b", "a"});
    CHECK(live.table("two").columns[0].server_default == "'b'::\"Mood\"");
    CHECK(live.table("two").columns[1].type == Array(Enum("Mood", {"b", "a"})));
    CHECK(live.rows("SELECT typname::text FROM pg_type WHERE typname ILIKE 'mood%'") ==
          Lines{"'Mood'"});
}

}  // namespace
