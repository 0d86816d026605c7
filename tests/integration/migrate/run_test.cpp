// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/runtime/history.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <azoth/migration.hpp>

#include <mutex>
#include <thread>

#include "integration/migrate/databases.hpp"
#include "migrate/runtime/process.hpp"

using namespace azoth;
using namespace azoth::migrate;

namespace {

void create_person(Operations& op) {
    op.create_table("person",
                    column("id", Integer(), primary_key),
                    column("name", String(30), not_null),
                    unique_constraint("uq_person_name", {"name"}));
    op.create_table(
        "pet",
        column("id", Integer(), primary_key),
        column("owner", Integer(), not_null),
        foreign_key_constraint("fk_pet_owner", {"owner"}, "person", {"id"}, OnDelete::Cascade));
    op.bulk_insert("person", {"id", "name"}, {{1, "Ann"}, {2, "Bob's"}});
    op.bulk_insert("pet", {"id", "owner"}, {{10, 1}, {11, 1}, {12, 2}});
}

void drop_person(Operations& op) {
    op.drop_table("pet");
    op.drop_table("person");
}

void widen(Operations& op) {
    op.alter_column("person", "name", {.type = String(50), .existing_type = String(30)});
    op.add_column("person", column("age", Integer(), not_null, server_default("7")));
    op.create_check_constraint("ck_person_age", "person", "age > 0");
    op.create_index("ix_person_age", "person", {"age"});
}

void narrow(Operations& op) {
    op.drop_index("ix_person_age", "person");
    op.drop_constraint("ck_person_age", "person");
    op.drop_column("person", "age");
    op.alter_column("person", "name", {.type = String(30), .existing_type = String(50)});
}

void fail_late(Operations& op) {
    op.create_table("half", column("id", Integer(), primary_key));
    op.execute("insert into nowhere values (1)");
}

void fail_never(Operations&) {}

void refuse(Operations& op) {
    op.irreversible("rows were merged");
}

void work_by_hand(Operations& op) {
    op.add_column("person", column("length", Integer()));
    op.run([](Connection& connection) {
        connection.run_script("update person set length = length(name)");
    });
    Connection& connection = op.get_bind();
    const auto rows = connection.query("select sum(length) from person");
    connection.run_script("update person set length = " + std::to_string(rows[0][0].as_integer()) +
                          " where id = 1");
}

void undo_by_hand(Operations& op) {
    op.drop_column("person", "length");
}

RunnableRevision revision(std::string id,
                          std::vector<std::string> down,
                          migration::Step up,
                          migration::Step back) {
    return {
        .info = {.id = id, .down = std::move(down), .message = "step " + id, .path = id + ".cpp"},
        .checksum = "sum of " + id,
        .upgrade = up,
        .downgrade = back};
}

RevisionLibrary two() {
    return RevisionLibrary{
        {revision("a1", {}, create_person, drop_person), revision("b2", {"a1"}, widen, narrow)}};
}

using test::Rows;
using Ids = std::vector<std::string>;

Rows rows(const Engine& engine, std::string_view sql) {
    return test::read(engine, sql);
}

}  // namespace

TEST_CASE("revisions are applied and taken back, rows kept, version table as Alembic has it") {
    test::on_each_database([](const Engine& engine) {
        const RunReport up = upgrade(engine, two(), "head");
        CHECK(up.revisions == Ids{"a1", "b2"});
        CHECK(up.after == Ids{"b2"});
        CHECK(current(engine) == Ids{"b2"});
        CHECK(rows(engine, "select name, age from person order by id") ==
              Rows{{"Ann", "7"}, {"Bob's", "7"}});
        CHECK(rows(engine, "select id from pet order by id").size() == 3);

        CHECK(upgrade(engine, two(), "head").revisions.empty());

        const RunReport back = downgrade(engine, two(), "-1");
        CHECK(back.revisions == Ids{"b2"});
        CHECK(rows(engine, "select name from person order by id") == Rows{{"Ann"}, {"Bob's"}});
        CHECK(rows(engine, "select id from pet order by id").size() == 3);

        downgrade(engine, two(), "base");
        CHECK(current(engine).empty());
        CHECK(test::tables(engine) == Ids{"alembic_version", "azoth_history", "azoth_lock"});
    });
}

TEST_CASE(
    "a revision that fails leaves nothing behind, says the statement, and is in the history") {
    test::on_each_database([](const Engine& engine) {
        const RevisionLibrary library{{revision("a1", {}, create_person, drop_person),
                                       revision("b2", {"a1"}, fail_late, fail_never)}};

        try {
            upgrade(engine, library, "head");
            FAIL("went through");
        } catch (const MigrationError& error) {
            CHECK(error.code() == "revision-failed");
            CHECK(error.statement() == "insert into nowhere values (1)");
            CHECK(error.message().starts_with("cannot upgrade to revision \"b2\" (step b2): "));
            CHECK(error.message().find("insert into nowhere values (1)") != std::string::npos);
            CHECK(error.message().find("insert into nowhere values (1)") ==
                  error.message().rfind("insert into nowhere values (1)"));
            CHECK(
                error.message().ends_with("; nothing of this revision was kept, so correct b2.cpp "
                                          "and run again"));
        }

        CHECK(current(engine) == Ids{"a1"});
        CHECK(test::tables(engine) ==
              Ids{"alembic_version", "azoth_history", "azoth_lock", "person", "pet"});
        const auto history = test::history(engine);
        REQUIRE(history.size() == 2);
        CHECK(history[0].error.empty());
        CHECK(history[0].statements_done > 0);
        CHECK(history[0].downgrade_sql == "DROP TABLE pet;\nDROP TABLE person;\n");
        CHECK_FALSE(history[1].error.empty());
        CHECK(history[1].statements_done == 0);
    });
}

TEST_CASE("a revision that says it cannot be taken back is not") {
    test::on_each_database([](const Engine& engine) {
        const RevisionLibrary library{{revision("a1", {}, create_person, refuse)}};
        upgrade(engine, library, "head");

        CHECK_THROWS_WITH_AS(
            downgrade(engine, library, "base"),
            "cannot go on: the revision says that it cannot be taken back: rows were merged; "
            "restore a backup, or write the steps by hand in its downgrade()",
            MigrationError);

        CHECK(current(engine) == Ids{"a1"});
    });
}

TEST_CASE("code of a revision runs on the live connection, between its steps") {
    test::on_each_database([](const Engine& engine) {
        const RevisionLibrary library{{revision("a1", {}, create_person, drop_person),
                                       revision("b2", {"a1"}, work_by_hand, undo_by_hand)}};

        upgrade(engine, library, "head");

        CHECK(rows(engine, "select length from person order by id") == Rows{{"8"}, {"5"}});
        downgrade(engine, library, "base");
    });
}

TEST_CASE("an applied revision whose file changed is refused unless it is allowed") {
    test::on_each_database([](const Engine& engine) {
        upgrade(engine, two(), "a1");
        auto edited = revision("a1", {}, create_person, drop_person);
        edited.checksum = "other";
        const RevisionLibrary library{{edited, revision("b2", {"a1"}, widen, narrow)}};

        CHECK(edited_revisions(engine, library) == Ids{"a1"});
        CHECK_THROWS_WITH_AS(
            upgrade(engine, library, "head"),
            "cannot upgrade: files of revisions that are applied were changed since: \"a1\" "
            "(a1.cpp); put them back and write a new revision, or allow it with --allow-edited",
            MigrationError);
        upgrade(engine, library, "head", {.edited = EditedRevisions::Allow});
        CHECK(current(engine) == Ids{"b2"});
    });
}

TEST_CASE("a second runner waits, then says who holds the lock") {
    test::on_each_database([](const Engine& engine) {
        upgrade(engine, two(), "a1");
        std::string message;
        RunOptions options{.who = "ann@desk, process 0"};
        options.on_step = [&](const MigrationStep&, const RevisionInfo&) {
            try {
                upgrade(engine, two(), "head", {.lock_timeout_milliseconds = 300});
            } catch (const MigrationError& error) {
                CHECK(error.code() == "migration-locked");
                message = error.message();
            }
        };

        upgrade(engine, two(), "head", options);

        CHECK(message.find("ann@desk, process 0 holds the migration lock since ") !=
              std::string::npos);
        CHECK(current(engine) == Ids{"b2"});
    });
}

TEST_CASE("two runners at once: one waits for the other, and each revision runs once") {
    test::on_each_database([](const Engine& engine) {
        const RunOptions patient{.lock_timeout_milliseconds = 60'000};
        std::size_t done = 0;
        std::mutex mutex;
        const auto run_one = [&] {
            const Engine own = create_engine(engine.url(), {});
            const RunReport report = upgrade(own, two(), "head", patient);
            const std::lock_guard guard{mutex};
            done += report.revisions.size();
        };

        std::thread first{run_one};
        std::thread second{run_one};
        first.join();
        second.join();

        CHECK(done == 2);
        CHECK(current(engine) == Ids{"b2"});
        CHECK(test::history(engine).size() == 2);
    });
}

TEST_CASE("the lock of a process that is gone is taken over at once") {
    test::on_each_database([](const Engine& engine) {
        upgrade(engine, two(), "a1");
        const std::string own = this_process();
        const std::string nobody = own.substr(0, own.rfind(' ') + 1) + "4194305";
        test::run(engine,
                  "update azoth_lock set token = 'x', holder = '" + nobody +
                      "', since = 1, heartbeat = 99999999999 where id = 1");

        upgrade(engine, two(), "head", {.lock_timeout_milliseconds = 0});

        CHECK(current(engine) == Ids{"b2"});
    });
}

TEST_CASE("a lease without sign of life runs out, one with it does not") {
    test::on_each_database([](const Engine& engine) {
        upgrade(engine, two(), "a1");
        const auto held_since = [&](const std::string& heartbeat) {
            test::run(engine,
                      "update azoth_lock set token = 'x', holder = 'ann@elsewhere, process 5', "
                      "since = 1, "
                      "heartbeat = " +
                          heartbeat + " where id = 1");
        };

        held_since("99999999999");
        CHECK_THROWS_AS(upgrade(engine, two(), "head", {.lock_timeout_milliseconds = 0}),
                        MigrationError);
        held_since("1");
        upgrade(engine, two(), "head", {.lock_timeout_milliseconds = 0});

        CHECK(current(engine) == Ids{"b2"});
    });
}

TEST_CASE("a program at start-up says which revisions are pending") {
    test::on_each_database([](const Engine& engine) {
        upgrade(engine, two(), "a1");

        try {
            require_head(engine, two());
            FAIL("accepted");
        } catch (const MigrationError& error) {
            CHECK(error.code() == "not-at-head");
            CHECK(error.message().find(
                      "behind this program by 1 revision: \"b2\" (step b2); run \"azoth upgrade "
                      "head\"") != std::string::npos);
        }
        upgrade(engine, two(), "head");
        require_head(engine, two());

        const RevisionLibrary older{{revision("a1", {}, create_person, drop_person)}};
        CHECK_THROWS_WITH_AS(require_head(engine, older),
                             doctest::Contains("it is at revision \"b2\", which this program does "
                                               "not know; start the newer program"),
                             MigrationError);
    });
}

TEST_CASE("heads are stamped without running anything, and the history says so") {
    test::on_each_database([](const Engine& engine) {
        const Ids target{"b2"};
        const auto remembered = [&] {
            Ids lines;
            for (const HistoryEntry& entry : test::history(engine)) {
                lines.push_back(std::string{to_string(entry.kind)} + " " + entry.revision + " " +
                                entry.checksum);
            }
            return lines;
        };

        CHECK(stamp(engine, two(), target).after == Ids{"b2"});
        CHECK_FALSE(test::has_table(engine, "person"));
        CHECK(remembered() == Ids{"stamp b2 sum of b2"});
        CHECK(edited_revisions(engine, two()).empty());
        CHECK_FALSE(test::history(engine)[0].who.empty());
        CHECK_FALSE(test::history(engine)[0].started.empty());
        const Ids base{"base"};
        CHECK(stamp(engine, two(), base).after.empty());
        CHECK(remembered() == Ids{"stamp b2 sum of b2", "unstamp b2 "});
    });
}

TEST_CASE("SQL revisions run section by section, split into statements") {
    test::on_each_database([](const Engine& engine) {
        const std::string text =
            "-- azoth: revision 5d5d\n-- azoth: upgrade\ncreate table t (a varchar(9));\n"
            "insert into t values ('x;y');\n-- azoth: downgrade\ndrop table t;\n";
        const auto sql = std::make_shared<SqlRevision>(parse_sql_revision(text, "5d5d.sql"));
        const RevisionLibrary library{{{.info = sql->info, .sql = sql}}};

        CHECK(upgrade(engine, library, "head").statements == 2);
        CHECK(rows(engine, "select a from t") == Rows{{"x;y"}});
        downgrade(engine, library, "base");
        CHECK_FALSE(test::has_table(engine, "t"));
    });
}

TEST_CASE("statements of a revision without transaction stay done, and the journal says how many") {
    test::on_each_database([](const Engine& engine) {
        auto broken = revision("a1", {}, fail_late, fail_never);
        broken.info.transactional = false;
        const RevisionLibrary library{{broken}};

        try {
            upgrade(engine, library, "head");
            FAIL("went through");
        } catch (const MigrationError& error) {
            CHECK(error.message().find("1 of its statements are done and stay") !=
                  std::string::npos);
        }

        CHECK(test::has_table(engine, "half"));
        CHECK(current(engine).empty());
        CHECK(test::history(engine).back().statements_done == 1);
        CHECK_FALSE(test::history(engine).back().error.empty());
        test::run(engine, "drop table half");
    });
}
