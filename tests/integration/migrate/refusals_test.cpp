// SPDX-License-Identifier: MIT
#include "migrate/runtime/lock.hpp"
#include "migrate/runtime/version_table.hpp"

#include "integration/command/project.hpp"
#include "integration/migrate/databases.hpp"

#include <azoth/base/error.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <azoth/migrate/verify/proof.hpp>
#include <azoth/migration.hpp>
#include <azoth/schema/elements.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace azoth;
using namespace azoth::migrate;

namespace {

template <class Call>
std::string code_of(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return std::string{error.code()};
    }
    return "none";
}

void create_pets(Operations& op) {
    op.create_table("person", column("id", Integer(), primary_key), column("name", String(30)));
    op.create_table("pet",
                    column("id", Integer(), primary_key),
                    column("owner", Integer(), foreign_key("person.id")));
    op.bulk_insert("person", {"id", "name"}, {{1, "Ann"}});
    op.bulk_insert("pet", {"id", "owner"}, {{10, 1}});
}

/// SQLite makes the table anew for it, with foreign keys off; then the owner goes and the pet
/// stays.
void lose_the_owner(Operations& op) {
    op.alter_column("person", "name", {.type = Text(), .existing_type = String(30)});
    op.execute("delete from person");
}

void refuse(Operations& op) {
    op.irreversible("rows were merged");
}

void upgrade_to_head(const Engine& engine, const RevisionLibrary& library) {
    upgrade(engine, library, "head");
}

void downgrade_to_base(const Engine& engine, const RevisionLibrary& library) {
    downgrade(engine, library, "base");
}

RunnableRevision revision(std::string id,
                          std::vector<std::string> down,
                          migration::Step up,
                          migration::Step back) {
    return {.info = {.id = id, .down = std::move(down), .path = id + ".cpp"},
            .checksum = id,
            .upgrade = up,
            .downgrade = back};
}

}  // namespace

TEST_CASE("a version row that somebody changed meanwhile is not overwritten") {
    test::on_each_database([](const Engine& engine) {
        Connection connection = engine.connect();
        VersionTable table{connection};
        table.create();

        CHECK(code_of([&] {
                  table.change({.kind = VersionChange::Kind::Update, .from = "a1", .to = "b2"});
              }) == "version-changed");
    });
}

TEST_CASE("a runner whose lock was taken over stops") {
    test::on_each_database([](const Engine& engine) {
        Connection connection = engine.connect();
        MigrationLock lock{connection, {}, "ann@desk"};
        CHECK(code_of([&] { lock.renew(); }) == "none");
        connection.commit();

        test::run(engine, "update azoth_lock set token = 'of another runner'");

        CHECK(code_of([&] { lock.renew(); }) == "migration-lock-lost");
        connection.rollback();
    });
}

TEST_CASE("the code of an irreversible revision") {
    test::on_each_database([](const Engine& engine) {
        const RevisionLibrary library{{revision("a1", {}, create_pets, refuse)}};
        upgrade(engine, library, "head");

        CHECK(code_of([&] { downgrade(engine, library, "base"); }) == "irreversible-revision");
    });
}

TEST_CASE("a rebuild that would leave rows without the row they refer to is taken back whole") {
    const test::TemporaryFile file;
    const Engine engine = create_engine("sqlite:///" + file.path());
    const RevisionLibrary library{
        {revision("a1", {}, create_pets, refuse), revision("b2", {"a1"}, lose_the_owner, refuse)}};
    upgrade(engine, library, "a1");

    CHECK(code_of([&] { upgrade(engine, library, "b2"); }) == "broken-references");

    CHECK(test::read(engine, "select name from person") == test::Rows{{"Ann"}});
    CHECK(current(engine) == std::vector<std::string>{"a1"});
}

TEST_CASE("steps that do not lead to the models are not offered") {
    schema::Table live{.name = "t"};
    schema::append(live, column("id", Integer(), primary_key));
    schema::Table wanted = live;
    schema::append(wanted, column("a", Integer()));

    CHECK(code_of([&] {
              (void)prove(
                  {.live = {&live, 1}, .wanted = {&wanted, 1}},
                  [] { return create_engine("sqlite://"); },
                  1);
          }) == "proof-failed");
}

TEST_CASE("a table that cannot be made on the scratch copy is said") {
    schema::Table live{.name = "t"};
    schema::append(live, column("id", Integer(), primary_key));
    schema::append(live, check_constraint("ck", "no_such_function(id) > 0"));

    CHECK(code_of([&] {
              (void)prove(
                  {.live = {&live, 1}, .wanted = {&live, 1}},
                  [] { return create_engine("sqlite://"); },
                  0);
          }) == "no-scratch-copy");
}

TEST_CASE("a downgrade can only be printed from a known start") {
    const test::Project project{"sqlite:///app.db", "sql"};
    project.sql_revision("aaaa11111111", "", "create table t (a int);", "drop table t;");

    const auto result = project.azoth("downgrade base --sql");

    CHECK(result.status == 1);
    CHECK(result.messages.find("offline-range") != std::string::npos);
}

TEST_CASE("a migrations folder that went away is missed by name") {
    const test::Project project{"sqlite:///app.db", "sql"};
    std::filesystem::remove_all(project.folder() / "migrations");

    const auto result = project.azoth("history");

    CHECK(result.status == 1);
    CHECK(result.messages.find("no-migrations-folder") != std::string::npos);
}

TEST_CASE("revisions that cannot be found or chosen are refused before the database is changed") {
    test::on_each_database([](const Engine& engine) {
        const RevisionLibrary library{{revision("a1", {}, create_pets, refuse),
                                       revision("b2", {"a1"}, lose_the_owner, refuse),
                                       revision("c3", {"a1"}, lose_the_owner, refuse)}};
        const auto nothing_happens = [&](const std::string& target, const std::string& message) {
            CHECK_THROWS_WITH_AS(upgrade(engine, library, target), message.c_str(), MigrationError);
            CHECK(test::tables(engine).empty());
        };

        nothing_happens("head",
                        "cannot choose one revision for \"head\": multiple heads: \"b2\", \"c3\"; "
                        "use all of them (`azoth upgrade heads`), name one of them, or merge them "
                        "with `azoth merge heads`");
        nothing_happens("b3",
                        "cannot find revision \"b3\": no revision file has an id or branch label "
                        "that begins so; did you mean \"b2\"?");
    });
}

TEST_CASE("a database at a revision that no file has is left as it is") {
    test::on_each_database([](const Engine& engine) {
        const RevisionLibrary newer{
            {revision("a1", {}, create_pets, refuse), revision("b2", {"a1"}, create_pets, refuse)}};
        const RevisionLibrary older{{revision("a1", {}, create_pets, refuse)}};
        const std::vector<std::string> head{"b2"};
        stamp(engine, newer, head);
        const auto before = test::tables(engine);

        for (const auto run : {&upgrade_to_head, &downgrade_to_base}) {
            CHECK_THROWS_WITH_AS(
                run(engine, older),
                "cannot place the database in the history: its version table holds \"b2\", which "
                "no revision file has; check out the files that belong to the database, or set its "
                "version with `azoth stamp --purge REVISION`",
                MigrationError);
        }

        CHECK(current(engine) == head);
        CHECK(test::tables(engine) == before);
    });
}

TEST_CASE("a database that may not be written is not migrated") {
    test::on_each_database([](const Engine& engine) {
        const RevisionLibrary library{{revision("a1", {}, create_pets, refuse)}};
        ensure_version(engine);
        const Engine reading = create_engine(engine.url(), {.read_only = true});

        CHECK(code_of([&] { upgrade(reading, library, "head"); }) == "read-only-database");

        CHECK(current(reading).empty());
        CHECK(test::tables(engine) == std::vector<std::string>{"alembic_version"});
    });
}
