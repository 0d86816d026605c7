// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "integration/command/running_command.hpp"
#include "integration/command/samples.hpp"
#include "migrate/runtime/lock.hpp"

#include <optional>

using namespace azoth;
using namespace azoth::test;

// Two commands at once in one project, or on one database.

TEST_CASE("of two upgrades at once one waits for the other and then has nothing to do") {
    in_each_sql_project([](const Project& project) {
        write_line(project);
        const auto engine = project.engine();
        auto connection = engine.connect();
        std::optional<migrate::MigrationLock> lock;
        lock.emplace(connection, migrate::LockTimes{}, "ann@desk, process 1");
        const std::string words = "upgrade head --lock-timeout 60";
        auto first = start_azoth(project, words, ".first");
        auto second = start_azoth(project, words, ".second");
        first.wait_until([&] { return contains(first.messages(), "waiting"); });
        second.wait_until([&] { return contains(second.messages(), "waiting"); });

        lock.reset();
        const auto one = first.result();
        const auto other = second.result();

        CHECK(one.status == 0);
        CHECK(other.status == 0);
        const std::string steps =
            "  <base> -> aaaa11111111, step aaaa11111111\n"
            "  aaaa11111111 -> bbbb22222222, step bbbb22222222\n"
            "  bbbb22222222 -> cccc33333333, step cccc33333333\n";
        const std::string nothing = "Nothing to do: the database is at cccc33333333\n";
        CHECK(((one.out == steps && other.out == nothing) ||
               (one.out == nothing && other.out == steps)));
        CHECK(history(engine).size() == 3);
        CHECK(project.must("current") == "cccc33333333 (head)\n");
    });
}

TEST_CASE("a second runner is told who holds the lock, and exits with 4") {
    in_each_sql_project([](const Project& project) {
        write_line(project);
        const auto engine = project.engine();
        auto connection = engine.connect();
        const migrate::MigrationLock lock{connection, {}, "ann@desk, process 1"};

        project.must_refuse(
            "upgrade head --lock-timeout 0.2",
            {.code = "migration-locked",
             .message = "cannot migrate database *: ann@desk, process 1 holds the migration lock "
                        "since * UTC and did not let go within 200 ms; wait for it to end, or give "
                        "it longer (--lock-timeout, lock_timeout in [safety])",
             .status = 4});
    });
}

TEST_CASE("a database that another program keeps locked is told apart from another runner") {
    in_sqlite_project([](const Project& project) {
        write_line(project);
        project.must("ensure-version");
        const auto engine = project.engine();
        const std::string url = "--url 'sqlite:///app.db?busy_timeout=20' ";
        auto other = engine.connect();
        other.set_autocommit(true);

        other.run_script("begin immediate");
        project.must_refuse(
            url + "upgrade head --lock-timeout 0.1",
            {.code = "migration-locked",
             .message = "cannot migrate database sqlite:///app.db?busy_timeout=20: another program "
                        "keeps it locked and did not let go within 100 ms; end that program's "
                        "transaction, or wait longer (--lock-timeout, lock_timeout in [safety])",
             .status = 4});
        other.run_script("rollback; begin exclusive");
        const auto refused = project.azoth(url + "upgrade head");
        other.run_script("rollback");

        CHECK(refused.status == 1);
        CHECK(matches(refused.messages,
                      "error: cannot execute \"*\": database is locked; another connection is "
                      "writing to \"app.db\", or reading where the file has no write-ahead log "
                      "(journal_mode=wal): run the transaction again, keep transactions short, "
                      "or raise busy_timeout\n       (database-locked, see docs/errors.md)\n"));
        project.must(url + "upgrade head");
    });
}

TEST_CASE("revisions that are made at once stand above each other") {
    in_sqlite_project([](const Project& project) {
        auto first = start_azoth(project, "revision -m first", ".first");
        auto second = start_azoth(project, "revision -m second", ".second");
        auto third = start_azoth(project, "revision -m third", ".third");
        auto fourth = start_azoth(project, "revision -m fourth", ".fourth");
        for (auto* command : {&first, &second, &third, &fourth}) {
            const auto result = command->result();
            INFO(result.messages);
            CHECK(result.status == 0);
        }

        CHECK(project.revisions().size() == 4);
        project.must("upgrade head");
        CHECK(contains(project.must("current"), " (head)\n"));
        CHECK(history(project.engine()).size() == 4);
    });
}

TEST_CASE("a revision that appears while models are compared is not written over or doubled") {
    const Project project{"sqlite:///app.db"};
    project.write("models.hpp", models);
    project.write("migrations/env.cpp",
                  "#include <azoth/migrate/environment.hpp>\n#include <cstdlib>\n"
                  "void configure(azoth::migrate::Environment&) {\n"
                  "    (void)std::system(\"\\\"$AZOTH_COMMAND\\\" -q revision -m other "
                  "--rev-id dddd44444444 --format sql\");\n}\n");

    const auto refused = project.azoth("revision --autogenerate -m mine");

    CHECK(refused.status == 1);
    CHECK(refused.messages ==
          "error: cannot write the revision: while the models were compared with the database, "
          "another one was written, and the heads are now dddd44444444; apply it with `azoth "
          "upgrade heads`, then run the command again\n"
          "       (revisions-changed, see docs/errors.md)\n");
    CHECK(project.revisions().size() == 1);
}

TEST_CASE("two runs at once build once and wait for each other") {
    in_each_project([](const Project& project) {
        project.cpp_revision("aaaa11111111", "", create_a, drop_a);
        project.cpp_revision("bbbb22222222",
                             "aaaa11111111",
                             "op.create_table(\"b\", column(\"id\", Integer(), primary_key));",
                             "op.drop_table(\"b\");");

        auto first = start_azoth(project, "upgrade head --lock-timeout 60", ".first");
        auto second = start_azoth(project, "upgrade head --lock-timeout 60", ".second");
        const auto one = first.result();
        const auto other = second.result();

        INFO(one.messages << other.messages);
        CHECK(one.status == 0);
        CHECK(other.status == 0);
        CHECK(project.must("current") == "bbbb22222222 (head)\n");
        CHECK(history(project.engine()).size() == 2);
    });
}
