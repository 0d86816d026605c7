// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <azoth/migration.hpp>

#include "integration/migrate/databases.hpp"

// Servers keep plans of prepared statements, and refuse them once the shape of their result
// changed.
using namespace azoth;
using namespace azoth::migrate;

namespace {

void create(Operations& op) {
    op.create_table("person", column("id", Integer(), primary_key));
    op.bulk_insert("person", {"id"}, {{1}});
}

void widen(Operations& op) {
    const auto before = op.get_bind().query("select * from person");
    op.add_column("person", column("name", Text()));
    const auto between = op.get_bind().query("select * from person");
    op.alter_column("person", "id", {.type = BigInteger(), .existing_type = Integer()});
    const auto after = op.get_bind().query("select * from person");
    op.execute("update person set name = '" + std::to_string(before[0].size()) +
               std::to_string(between[0].size()) + std::to_string(after[0].size()) + "'");
}

void narrow(Operations& op) {
    op.drop_column("person", "name");
    op.alter_column("person", "id", {.type = Integer(), .existing_type = BigInteger()});
}

void drop(Operations& op) {
    op.drop_table("person");
}

RevisionLibrary two() {
    return RevisionLibrary{
        {{.info = {.id = "a1"}, .upgrade = create, .downgrade = drop},
         {.info = {.id = "b2", .down = {"a1"}}, .upgrade = widen, .downgrade = narrow}}};
}

}  // namespace

TEST_CASE("a revision reads what it has just changed, as do the engine's other connections") {
    test::on_each_database([](const Engine& engine) {
        upgrade(engine, two(), "a1");
        {
            Connection one = engine.connect();
            Connection other = engine.connect();
            CHECK(one.query("select * from person")[0].size() == 1);
            CHECK(other.query("select * from person")[0].size() == 1);
        }

        upgrade(engine, two(), "head");

        Connection one = engine.connect();
        Connection other = engine.connect();
        CHECK(one.query("select * from person")[0].size() == 2);
        CHECK(other.query("select * from person")[0].size() == 2);
        CHECK(one.query("select name from person")[0][0].as_text() == "122");
    });
}

TEST_CASE("a program that runs on while another one migrates goes on reading") {
    test::on_each_database([](const Engine& program) {
        const Engine migration = create_engine(program.url(), {});
        upgrade(migration, two(), "a1");
        Connection connection = program.connect();
        CHECK(connection.query("select * from person")[0].size() == 1);
        connection.commit();

        upgrade(migration, two(), "head");

        CHECK(connection.query("select * from person")[0].size() == 2);
        connection.run_script("update person set name = 'kept'");
        connection.commit();
        CHECK(test::read(migration, "select name from person") == test::Rows{{"kept"}});
    });
}

TEST_CASE("in a transaction that did something the refusal of a plan is an error, and ends there") {
    if (test::server_url().empty()) {
        return;
    }
    const test::TemporaryDatabase database;
    const Engine program = database.engine();
    const Engine migration = database.engine();
    upgrade(migration, two(), "a1");
    Connection connection = program.connect();
    (void)connection.query("select * from person");
    connection.commit();
    (void)connection.query("select 1");

    upgrade(migration, two(), "head");

    CHECK_THROWS_AS((void)connection.query("select * from person"), DatabaseError);
    connection.rollback();
    CHECK(connection.query("select * from person")[0].size() == 2);
}
