// SPDX-License-Identifier: MIT
#include "integration/dialects/live.hpp"

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

// Triggers of other tables (and of views) that mention the table that is made anew.
namespace {

using namespace test_support;
using Lines = std::vector<std::string>;

constexpr std::string_view tables = R"sql(
    CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, old TEXT);
    CREATE TABLE "pet's" (id INTEGER PRIMARY KEY, owner INTEGER, n INTEGER AS (id + 1), CHECK (id > 0));
    CREATE VIEW named AS SELECT name FROM person;
    CREATE TRIGGER pet_in AFTER INSERT ON "pet's" BEGIN
        UPDATE person SET name = name || '+' WHERE id = NEW.owner; END;
    CREATE TRIGGER "update" BEFORE UPDATE OF owner ON "pet's" BEGIN
        UPDATE person SET name = CASE WHEN name = '' THEN 'x' ELSE name || '~' END WHERE id = OLD.owner; END;
    CREATE TRIGGER pet_any AFTER UPDATE ON "pet's" BEGIN
        UPDATE person SET name = name || '!' WHERE id = OLD.owner; END;
    CREATE TRIGGER pet_out AFTER DELETE ON "pet's" BEGIN
        UPDATE person SET name = name || '-' WHERE id = OLD.owner; END;
    CREATE TRIGGER named_in INSTEAD OF INSERT ON named BEGIN INSERT INTO person (name) VALUES (NEW.name); END;
    INSERT INTO person VALUES (1, 'Ann', 'x'))sql";

constexpr const char* refusal =
    R"(cannot drop column "old" of table "person": the trigger "bad" uses it; drop or change the trigger first)";

void rebuild(Live& live, const std::vector<ddl::Statement>& changes) {
    const auto protocol = live.dialect().rebuild_protocol();
    live.run(protocol.before_transaction);
    live.run("BEGIN");
    try {
        live.run(live.dialect().rebuild(live.query(), {"person"}, changes));
        live.run("COMMIT");
    } catch (...) {
        live.run("ROLLBACK");
        live.run(protocol.after_transaction);
        throw;
    }
    live.run(protocol.after_transaction);
}

TEST_CASE("triggers of other tables that mention a rebuilt table keep working") {
    Live live{"sqlite"};
    live.run(tables);

    rebuild(live, {ddl::AddCheck{{"person"}, {"ck_name", "length(name) > 0"}}});

    live.run(R"sql(INSERT INTO "pet's" (id, owner) VALUES (1, 1); UPDATE "pet's" SET owner = 1;
        DELETE FROM "pet's"; INSERT INTO named VALUES ('Bob'))sql");
    CHECK(live.rows("SELECT name FROM person") == Lines{"'Ann+~!-'", "'Bob'"});
    CHECK(live.rows("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'") == Lines{"5"});
}

TEST_CASE("a rebuild that breaks a trigger of another table fails, and all stays as it was") {
    for (const std::string_view event : {"INSERT", "UPDATE", "UPDATE OF owner", "DELETE"}) {
        CAPTURE(event);
        Live live{"sqlite"};
        live.run(tables);
        live.run("CREATE TRIGGER bad AFTER " + std::string{event} +
                 R"( ON "pet's" BEGIN UPDATE person SET old = 'y'; END)");

        CHECK_THROWS_WITH_AS(rebuild(live,
                                     {ddl::DropColumn{{"person"}, "old"},
                                      ddl::AddCheck{{"person"}, {"ck_name", "length(name) > 0"}}}),
                             refusal,
                             ArgumentError);

        CHECK(live.rows("SELECT * FROM person") == Lines{"1|'Ann'|'x'"});
        live.run(R"(INSERT INTO "pet's" (id, owner) VALUES (1, 1))");
    }
}

TEST_CASE("a column that a trigger of another table uses is not dropped in place") {
    Live live{"sqlite"};
    live.run(tables);
    live.run(
        R"(CREATE TRIGGER bad AFTER INSERT ON "pet's" BEGIN UPDATE person SET old = 'y'; END)");

    CHECK_THROWS_WITH_AS(
        rebuild(live, {ddl::DropColumn{{"person"}, "old"}}), refusal, ArgumentError);

    CHECK(live.rows("SELECT old FROM person") == Lines{"'x'"});
}

TEST_CASE("a trigger that does not work anyway does not stand in the way") {
    Live live{"sqlite"};
    live.run(tables);
    live.run(
        "CREATE TRIGGER broken AFTER INSERT ON \"pet's\" BEGIN "
        "INSERT INTO nowhere SELECT id FROM person; END");

    rebuild(live, {ddl::AddCheck{{"person"}, {"ck_name", "length(name) > 0"}}});

    CHECK(live.rows("SELECT name FROM person") == Lines{"'Ann'"});
}

}  // namespace
