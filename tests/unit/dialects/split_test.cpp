// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/dialects/registry.hpp>
#include <azoth/dialects/split_sql.hpp>

#include <random>

using namespace azoth;

namespace {

using Lines = std::vector<std::string>;

const dialects::Dialect& dialect(std::string_view name) {
    return *dialects::find_dialect(name).dialect;
}

const Lines& statements_of_sqlite() {
    static const Lines list{
        "CREATE TABLE \"a;b\" (id INTEGER PRIMARY KEY, `c;` TEXT DEFAULT 'x;''y', [d;e] BLOB)",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET x = CASE WHEN 1 THEN 2 END; DELETE "
        "FROM c; END",
        "create temp trigger if not exists \"end\" before delete on a for each row when old.x = "
        "';' "
        "begin\n  select raise(abort, 'no; end;'); -- end;\n  insert into log values (';'); end",
        "INSERT INTO t VALUES ('BEGIN; END;', x'3b', \"a\"\";\")",
        "SELECT 1 /* ; */ + 2 -- ;\n + 3",
        "BEGIN",
        "COMMIT",
        "PRAGMA foreign_keys = OFF",
        "WITH x(a) AS (SELECT ';') SELECT CASE a WHEN ';' THEN 1 END FROM x",
        "INSERT INTO t VALUES ('Größe; ✓')"};
    return list;
}

const Lines& statements_of_postgresql() {
    static const Lines list{
        "CREATE TABLE \"a;b\" (id integer PRIMARY KEY, c text DEFAULT 'x;''y')",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.x := ';'; RETURN "
        "NEW; "
        "END; $$",
        "DO $body$ BEGIN EXECUTE $$ select ';' $$; END $body$",
        "CREATE FUNCTION g(a integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC INSERT INTO t "
        "VALUES "
        "(1); SELECT CASE WHEN a > 1 THEN 2 END; END",
        "CREATE RULE r AS ON INSERT TO a DO ALSO (DELETE FROM b; UPDATE c SET x = ';')",
        "SELECT E'it\\'s; here', U&'d\\0061t\\+000061;', B'1', 'back\\'",
        "SELECT 1 /* ; /* nested; */ ; */ + 2 -- ;\n + 3",
        "BEGIN",
        "COMMIT",
        "ALTER TABLE t ADD CONSTRAINT c CHECK (x <> ';')",
        "INSERT INTO t VALUES ('Größe; ✓')",
        "SELECT a FROM t WHERE b = $1 AND c ? 'x;'"};
    return list;
}

/// Known statements in any order, with what may stand between them.
struct Script {
    std::string text{};
    Lines statements{};
};

Script random_script(const Lines& known, std::mt19937& random) {
    static const Lines between{
        ";", " ;\n", ";;", ";\n-- it's; a note\n", "; /* begin; */ ", ";\n\n"};
    const auto pick = [&](const Lines& list) { return list[random() % list.size()]; };
    Script script;
    const std::size_t count = random() % 12;
    script.text = random() % 2 == 0 ? "" : "-- first;\n";
    for (std::size_t i = 0; i < count; ++i) {
        script.statements.push_back(pick(known));
        const bool is_last = i + 1 == count && random() % 2 == 0;
        script.text += script.statements.back() + (is_last ? "" : pick(between));
    }
    return script;
}

template <class Split>
void check_random_scripts(const Lines& known, Split split) {
    const auto seed = std::random_device{}();
    MESSAGE("seed " << seed);
    std::mt19937 random{seed};
    for (int i = 0; i < 500; ++i) {
        const Script script = random_script(known, random);
        CAPTURE(script.text);
        REQUIRE(split(script.text) == script.statements);
    }
}

}  // namespace

TEST_CASE("500 random scripts are split into their statements (sqlite)") {
    check_random_scripts(statements_of_sqlite(),
                         [](std::string_view text) { return dialect("sqlite").split(text); });
}

TEST_CASE("500 random scripts are split into their statements (postgresql)") {
    check_random_scripts(statements_of_postgresql(),
                         [](std::string_view text) { return dialect("postgresql").split(text); });
}

TEST_CASE("500 random scripts are split into their statements (without a grammar)") {
    check_random_scripts(statements_of_postgresql(), dialects::split_sql);
}

TEST_CASE("what PostgreSQL's parser does not understand is split all the same") {
    CHECK(dialect("postgresql").split("selct 1; frobnicate t; -- end") ==
          Lines{"selct 1", "frobnicate t"});
    CHECK(dialect("postgresql").split("select 1; select 'open; select 2") ==
          Lines{"select 1", "select 'open; select 2"});
}

TEST_CASE("texts without statements have none") {
    for (const auto* const name : {"sqlite", "postgresql"}) {
        CAPTURE(name);
        for (const auto* const text : {"", " ;; \n", "-- only; this", "/* and; this */;"}) {
            CHECK(dialect(name).split(text).empty());
        }
    }
}

TEST_CASE("SQLite's comments do not nest, and its statements may be unfinished") {
    CHECK(dialect("sqlite").split("select /* ; /* ; */ 1; x") ==
          Lines{"select /* ; /* ; */ 1", "x"});
    CHECK(dialect("sqlite").split(
              "select 1; create trigger t insert on a begin select 1; -- no end") ==
          Lines{"select 1", "create trigger t insert on a begin select 1;"});
}

TEST_CASE("a long script is split in one go") {
    std::string text;
    for (int i = 0; i < 20'000; ++i) {
        text += "insert into t values (" + std::to_string(i) + ", ';');\n";
    }
    for (const auto* const name : {"sqlite", "postgresql"}) {
        CHECK(dialect(name).split(text).size() == 20'000);
    }
}
