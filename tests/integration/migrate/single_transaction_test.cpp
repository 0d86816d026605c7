// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/dialects/registry.hpp>
#include <azoth/migrate/runtime/offline.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <azoth/migration.hpp>

#include "integration/migrate/databases.hpp"

using namespace azoth;
using namespace azoth::migrate;

namespace {

void create_person(Operations& op) {
    op.create_table("person", column("id", Integer(), primary_key), column("age", Integer()));
    op.create_table(
        "pet",
        column("id", Integer(), primary_key),
        column("owner", Integer(), not_null),
        foreign_key_constraint("fk_pet_owner", {"owner"}, "person", {"id"}, OnDelete::Cascade));
    op.bulk_insert("person", {"id", "age"}, {{1, 7}, {2, 8}});
    op.bulk_insert("pet", {"id", "owner"}, {{10, 1}, {11, 2}});
}

void drop_person(Operations& op) {
    op.drop_table("pet");
    op.drop_table("person");
}

/// A rebuild on databases that make tables anew.
void check_age(Operations& op) {
    op.create_check_constraint("ck_person_age", "person", "age > 0");
}

void uncheck_age(Operations& op) {
    op.drop_constraint("ck_person_age", "person");
}

void read_what_was_read_before(Operations& op) {
    const auto before = op.get_bind().query("select * from person order by id");
    op.add_column("person", column("shoe", Integer()));
    const auto after = op.get_bind().query("select * from person order by id");
    op.get_bind().run_script("update person set shoe = " +
                             std::to_string(10 * before[0].size() + after[0].size()));
}

void forget_shoes(Operations& op) {
    op.drop_column("person", "shoe");
}

void fail(Operations& op) {
    op.execute("insert into nowhere values (1)");
}

void index_concurrently(Operations& op) {
    op.create_index_concurrently("ix_person_age", "person", {"age"});
}

void orphan_a_pet(Operations& op) {
    op.get_bind().run_script("delete from person where id = 1");
}

void nothing(Operations&) {}

RunnableRevision revision(std::string id,
                          std::vector<std::string> down,
                          migration::Step up,
                          migration::Step back = nothing) {
    return {
        .info = {.id = id, .down = std::move(down), .message = "step " + id, .path = id + ".cpp"},
        .upgrade = up,
        .downgrade = back};
}

RevisionLibrary two_and(migration::Step third, migration::Step back = nothing) {
    return RevisionLibrary{{revision("a1", {}, create_person, drop_person),
                            revision("b2", {"a1"}, check_age, uncheck_age),
                            revision("c3", {"b2"}, third, back)}};
}

const RunOptions whole_run{.transaction = RunTransaction::WholeRun};
using Ids = std::vector<std::string>;

std::string refusal(const Engine& engine, const RevisionLibrary& library) {
    try {
        upgrade(engine, library, "head", whole_run);
    } catch (const MigrationError& error) {
        return std::string{error.code()} + ": " + error.message();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("in a single transaction all revisions are kept together") {
    test::on_each_database([](const Engine& engine) {
        const auto library = two_and(read_what_was_read_before, forget_shoes);
        std::vector<std::string> transactions;
        const auto listener = engine.add_listener([&](const StatementEvent& event) {
            if (event.sql == "COMMIT" || event.sql == "ROLLBACK") {
                transactions.emplace_back(event.sql);
            }
        });
        upgrade(engine, library, "a1");
        transactions.clear();
        upgrade(engine, library, "head");
        const auto each = transactions.size();
        downgrade(engine, library, "a1");

        transactions.clear();
        const RunReport report = upgrade(engine, library, "head", whole_run);
        engine.remove_listener(listener);

        CHECK(report.revisions == Ids{"b2", "c3"});
        CHECK(transactions.size() < each);
        CHECK(current(engine) == Ids{"c3"});
        CHECK(test::read(engine, "select id, owner from pet order by id") ==
              test::Rows{{"10", "1"}, {"11", "2"}});
        CHECK(downgrade(engine, library, "base", whole_run).revisions == Ids{"c3", "b2", "a1"});
        CHECK(test::tables(engine) == Ids{"alembic_version", "azoth_history", "azoth_lock"});
    });
}

TEST_CASE("in a single transaction nothing of the run is kept when one revision fails") {
    test::on_each_database([](const Engine& engine) {
        const std::string refused = refusal(engine, two_and(fail));

        CHECK(
            refused.starts_with("revision-failed: cannot upgrade to revision \"c3\" (step c3): "));
        CHECK(refused.ends_with("; nothing of this run was kept, so correct c3.cpp and run again"));
        CHECK(refused.find("insert into nowhere values (1)") != std::string::npos);
        CHECK(current(engine).empty());
        CHECK(test::tables(engine) == Ids{"alembic_version", "azoth_history", "azoth_lock"});
        const auto history = test::history(engine);
        REQUIRE(history.size() == 1);
        CHECK(history[0].revision == "c3");
        CHECK_FALSE(history[0].error.empty());
        CHECK(upgrade(engine, two_and(nothing), "head", whole_run).revisions.size() == 3);
    });
}

TEST_CASE("references are enforced again after a run in one transaction, failed or not") {
    test::on_each_database([](const Engine& engine) {
        for (const migration::Step third : {nothing, fail}) {
            (void)refusal(engine, two_and(third));
            if (!test::has_table(engine, "person")) {
                upgrade(engine, two_and(nothing), "head");
            }
            CHECK_THROWS_AS(test::run(engine, "insert into pet (id, owner) values (99, 99)"),
                            IntegrityError);
            downgrade(engine, two_and(nothing), "base");
        }
    });
}

TEST_CASE("rows that a revision orphans while references are not enforced undo the whole run") {
    const test::TemporaryFile file;
    const Engine engine = create_engine("sqlite:///" + file.path());

    const std::string refused = refusal(engine, two_and(orphan_a_pet));

    CHECK(
        refused.starts_with("broken-references: cannot upgrade to revision \"c3\": 1 rows would "
                            "refer to rows that do not exist"));
    CHECK(refused.find("nothing of this run was kept") != std::string::npos);
    CHECK(current(engine).empty());
}

TEST_CASE("a revision that cannot be in a transaction is refused before anything is run") {
    test::on_each_database([](const Engine& engine) {
        auto alone = revision("c3", {"b2"}, nothing);
        alone.info.transactional = false;
        const RevisionLibrary library{{revision("a1", {}, create_person, drop_person),
                                       revision("b2", {"a1"}, check_age, uncheck_age),
                                       alone}};

        CHECK(refusal(engine, library) ==
              "not-transactional: cannot run revision \"c3\" (c3.cpp) in a single transaction: it "
              "says of itself that it is not transactional; leave --single-transaction out, or "
              "run this revision on its own");
        CHECK(current(engine).empty());
        CHECK(test::history(engine).empty());
        CHECK(upgrade(engine, library, "b2", whole_run).revisions == Ids{"a1", "b2"});
    });
}

TEST_CASE("a step that no transaction may hold undoes the whole run, where there are such") {
    test::on_each_database([](const Engine& engine) {
        const std::string refused = refusal(engine, two_and(index_concurrently));
        if (engine.dialect().name() == "sqlite") {
            CHECK(refused == "accepted");
            return;
        }
        CHECK(refused ==
              "not-transactional: cannot run revision \"c3\" (c3.cpp) in a single transaction: it "
              "makes or drops an index concurrently, which no transaction may hold; leave "
              "--single-transaction out, or run this revision on its own");
        CHECK(current(engine).empty());
    });
}

TEST_CASE("a script in a single transaction") {
    const auto library =
        RevisionLibrary{{revision("a1", {}, check_age), revision("b2", {"a1"}, fail)}};
    const auto& dialect = *dialects::find_dialect("postgresql").dialect;

    CHECK(upgrade_script(library, dialect, "base", "head", RunTransaction::WholeRun) ==
          R"x(BEGIN;

CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));

-- Running upgrade  -> a1

ALTER TABLE person ADD CONSTRAINT ck_person_age CHECK (age > 0);

INSERT INTO alembic_version (version_num) VALUES ('a1');

-- Running upgrade a1 -> b2

insert into nowhere values (1);

UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';

COMMIT;

)x");
    CHECK_THROWS_AS(
        (void)upgrade_script(
            two_and(index_concurrently), dialect, "base", "head", RunTransaction::WholeRun),
        MigrationError);
}

TEST_CASE("a script in a single transaction has what a rebuild needs around it once") {
    const auto& dialect = *dialects::find_dialect("sqlite").dialect;

    const std::string script =
        upgrade_script(two_and(nothing), dialect, "base", "head", RunTransaction::WholeRun);

    CHECK(script.starts_with("PRAGMA foreign_keys = OFF;\n\nBEGIN"));
    CHECK(script.ends_with(
        "COMMIT;\n\nPRAGMA legacy_alter_table = OFF;\n\nPRAGMA foreign_keys = ON;\n\n"));
    CHECK(script.find("COMMIT") == script.rfind("COMMIT"));
    const test::TemporaryFile file;
    const Engine engine = create_engine("sqlite:///" + file.path());
    Connection connection = engine.connect();
    connection.set_autocommit(true);
    connection.run_script(script);
    CHECK(current(engine) == Ids{"c3"});
}
