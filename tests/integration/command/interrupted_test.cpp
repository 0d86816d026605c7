// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <signal.h>

#include "integration/command/running_command.hpp"
#include "integration/command/samples.hpp"
#include "integration/tcp_port.hpp"
#include "migrate/runtime/lock.hpp"

using namespace azoth;
using namespace azoth::test;

// Ctrl-C, SIGTERM and a server that goes away, at each stage of a command.
namespace {

constexpr auto exit_of_interrupted = 130;
constexpr auto last_words_of_run =
    "error: cannot go on: the run was interrupted; revisions that were finished stay, nothing is "
    "kept of the one that ran, so run the command again\n"
    "       (interrupted, see docs/errors.md)\n";

/// A statement that takes a minute or more.
std::string long_statement(const Engine& engine) {
    return engine.url().dialect == "sqlite"
               ? "with recursive n(i) as (select 1 union all select i + 1 from n where i < "
                 "20000000000) select max(i) from n;"
               : "select pg_sleep(600);";
}

/// Above table a: table b and a statement that does not end.
void write_endless_step(const Project& project, const Engine& engine) {
    project.sql_revision("bbbb22222222",
                         "aaaa11111111",
                         "create table b (id integer);\n" + long_statement(engine),
                         "drop table b;");
}

void write_endless(const Project& project) {
    project.sql_revision("aaaa11111111", "", "create table a (id integer);", "drop table a;");
    write_endless_step(project, project.engine());
}

void mend_endless(const Project& project) {
    project.sql_revision(
        "bbbb22222222", "aaaa11111111", "create table b (id integer);", "drop table b;");
}

/// Whether the endless revision has begun. A file's journal shows that somebody writes; that the
/// history is there, that it is no more the preparations.
bool is_working(const Project& project, const Engine& engine) {
    if (engine.url().dialect == "sqlite") {
        return std::filesystem::exists(project.folder() / "app.db") &&
               has_table(engine, "azoth_history") &&
               std::filesystem::exists(project.folder() / "app.db-journal");
    }
    return read(engine,
                "select 1 from pg_stat_activity where state = 'active' and datname = "
                "current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()")
               .size() == 1;
}

/// What comparing leaves behind when it ends at once: a later run would drop it, but not yet.
void drop_scratch_databases(const Engine& engine) {
    if (engine.url().dialect == "sqlite") {
        return;
    }
    for (const auto& row :
         read(engine, "select datname from pg_database where datname like 'azoth_scratch_%'")) {
        run_outside(engine, "drop database " + row[0] + " with (force)");
    }
}

}  // namespace

TEST_CASE("an upgrade that is interrupted ends at once, with nothing half-applied and no lock") {
    for (const int number : {SIGINT, SIGTERM}) {
        CAPTURE(number);
        in_each_sql_project([number](const Project& project) {
            write_endless(project);
            auto upgrade = start_azoth(project, "upgrade head");
            upgrade.wait_until([&] { return contains(upgrade.out(), "bbbb22222222"); });
            upgrade.wait_until([&] { return is_working(project, project.engine()); });

            upgrade.signal(number);
            const auto result = upgrade.result();

            CHECK(result.status == exit_of_interrupted);
            CHECK(result.messages == last_words_of_run);
            CHECK(project.must("current") == "aaaa11111111\n");
            CHECK_FALSE(has_table(project.engine(), "b"));
            CHECK(contains(project.must("status"), "upgrade bbbb22222222"));
            CHECK(processes_left(project) == "");
            mend_endless(project);
            CHECK(project.must("upgrade head --lock-timeout 0") ==
                  "  aaaa11111111 -> bbbb22222222, step bbbb22222222\n");
        });
    }
}

TEST_CASE("a run in a single transaction that is interrupted keeps nothing, and says so in JSON") {
    in_each_sql_project([](const Project& project) {
        write_endless(project);
        auto upgrade = start_azoth(project, "--json upgrade head --single-transaction");
        upgrade.wait_until([&] { return is_working(project, project.engine()); });

        upgrade.signal(SIGINT);
        const auto result = upgrade.result();

        CHECK(result.status == exit_of_interrupted);
        CHECK(result.messages == "");
        CHECK(matches(result.out,
                      "{\n  \"error\": {\n    \"code\": \"interrupted\",\n    \"message\": "
                      "\"cannot go on: the run was interrupted; nothing of it is kept, so run the "
                      "command again\"\n  }\n}\n"));
        CHECK(project.must("current") == "");
        CHECK_FALSE(has_table(project.engine(), "a"));
    });
}

TEST_CASE("a runner that waits for the lock says for whom, and can be interrupted") {
    in_each_sql_project([](const Project& project) {
        write_line(project);
        const auto engine = project.engine();
        auto connection = engine.connect();
        const migrate::MigrationLock lock{connection, {}, "ann@desk, process 1"};
        auto upgrade = start_azoth(project, "upgrade head --lock-timeout 60");
        upgrade.wait_until([&] { return !upgrade.messages().empty(); });

        upgrade.signal(SIGINT);
        const auto result = upgrade.result();

        CHECK(result.status == exit_of_interrupted);
        CHECK(matches(result.messages,
                      "waiting for the migration lock: ann@desk, process 1 since * UTC has it\n"
                      "error: cannot go on: the run was interrupted; nothing was changed, so run "
                      "the command again\n"
                      "       (interrupted, see docs/errors.md)\n"));
        CHECK(project.must("current") == "");
    });
}

TEST_CASE("a command that waits for a server can be interrupted") {
    in_sqlite_project([](const Project& project) {
        write_line(project);
        const TcpPort port{Answer::Silence};
        auto upgrade = start_azoth(
            project, "--url postgresql://u@127.0.0.1:" + port.number() + "/x upgrade head");
        upgrade.wait_until([&] { return port.is_asked(); });

        upgrade.signal(SIGINT);
        const auto result = upgrade.result();

        CHECK(result.status == exit_of_interrupted);
        CHECK(result.messages ==
              "error: cannot go on: the run was interrupted before it had a connection, so nothing "
              "was changed; run the command again\n"
              "       (interrupted, see docs/errors.md)\n");
    });
}

TEST_CASE("a server that goes away in the middle of a revision takes it back") {
    in_postgresql_project([](const Project& project) {
        write_endless(project);
        auto upgrade = start_azoth(project, "upgrade head");
        upgrade.wait_until([&] { return is_working(project, project.engine()); });

        run(project.engine(),
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = "
            "current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()");
        const auto result = upgrade.result();

        CHECK(result.status == 1);
        CHECK(matches(result.messages,
                      "error: cannot upgrade to revision \"bbbb22222222\" (step bbbb22222222): "
                      "cannot execute \"select pg_sleep(600)\": terminating connection due to "
                      "administrator command; connect again, and run the transaction again; the "
                      "connection is gone, and the database takes back what was not committed: see "
                      "\"azoth status\", and run "
                      "again\n       (revision-failed, see docs/errors.md)\n"));
        CHECK(project.must("current") == "aaaa11111111\n");
        CHECK_FALSE(has_table(project.engine(), "b"));
        CHECK(contains(project.must("status"), "failed: cannot execute \"select pg_sleep(600)\""));
        CHECK(read(project.engine(), "select token from azoth_lock") == Rows{{""}});
        mend_endless(project);
        project.must("upgrade head --lock-timeout 0");
    });
}

TEST_CASE("the environment program is interrupted like the command itself") {
    const Project project{"sqlite:///app.db"};
    project.cpp_revision("aaaa11111111", "", create_a, drop_a);
    on_each_url(project, [&](const std::string& options, const Engine& engine) {
        write_endless_step(project, engine);
        auto upgrade = start_azoth(project, options + "upgrade head");
        upgrade.wait_until([&] { return contains(upgrade.out(), "bbbb22222222"); });
        upgrade.wait_until([&] { return is_working(project, engine); });

        upgrade.signal(SIGTERM);
        const auto result = upgrade.result();

        CHECK(result.status == exit_of_interrupted);
        CHECK(result.messages == last_words_of_run);
        CHECK(project.must(options + "current") == "aaaa11111111\n");
        CHECK_FALSE(has_table(engine, "b"));
        CHECK(processes_left(project) == "");
        CHECK(project.must(options + "downgrade base --lock-timeout 0") ==
              "  aaaa11111111 -> <base>, step aaaa11111111\n");
    });
}

TEST_CASE("code of a revision that cannot be cancelled ends at the second signal") {
    const Project project{"sqlite:///app.db"};
    project.cpp_revision("aaaa11111111", "", create_a, drop_a);
    project.cpp_revision("bbbb22222222",
                         "aaaa11111111",
                         "op.create_table(\"b\", column(\"id\", Integer(), primary_key));\n"
                         "    op.run([](Connection&) {\n"
                         "        std::ofstream{\"working\"} << 1;\n"
                         "        std::this_thread::sleep_for(std::chrono::minutes{10});\n"
                         "    });",
                         "op.drop_table(\"b\");");
    project.replace("migrations/versions/bbbb22222222.cpp",
                    "#include <azoth/migration.hpp>",
                    "#include <azoth/migration.hpp>\n#include <chrono>\n#include <fstream>\n"
                    "#include <thread>");
    auto upgrade = start_azoth(project, "upgrade head");
    upgrade.wait_until([&] { return std::filesystem::exists(project.folder() / "working"); });

    upgrade.signal(SIGINT);
    upgrade.wait_until([&] { return upgrade.has_taken(SIGINT); });
    upgrade.signal(SIGINT);
    const auto result = upgrade.result();

    CHECK(result.status == exit_of_interrupted);
    CHECK(result.messages ==
          "error: cannot go on: the run was interrupted twice, so it ended without waiting for the "
          "database, which takes back what was not committed; see \"azoth status\", and run the "
          "command again\n       (interrupted, see docs/errors.md)\n");
    CHECK(project.must("current") == "aaaa11111111\n");
    CHECK_FALSE(has_table(project.engine(), "b"));
    CHECK(project.must("downgrade base --lock-timeout 0") ==
          "  aaaa11111111 -> <base>, step aaaa11111111\n");
}

TEST_CASE("a build that is interrupted says so, leaves no process, and the next run goes on") {
    const Project project{"sqlite:///app.db"};
    project.cpp_revision("aaaa11111111", "", create_a, drop_a);
    project.write("slow", "#!/bin/sh\ntouch \"$(dirname \"$0\")/started\"\nexec sleep 600\n");
    std::filesystem::permissions(project.folder() / "slow", std::filesystem::perms::owner_all);
    const std::string config = project.read("azoth.toml");
    const auto at = config.find("\ncompiler = ");
    REQUIRE(at != std::string::npos);
    const auto line = config.substr(at, config.find('\n', at + 1) - at);
    project.replace(
        "azoth.toml", line, "\ncompiler = \"" + (project.folder() / "slow").string() + "\"");
    for (const int number : {SIGINT, SIGTERM}) {
        CAPTURE(number);
        std::filesystem::remove(project.folder() / "started");
        auto upgrade = start_azoth(project, "upgrade head");
        upgrade.wait_until([&] { return std::filesystem::exists(project.folder() / "started"); });

        upgrade.signal(number);
        const auto result = upgrade.result();

        CHECK(result.status == exit_of_interrupted);
        CHECK(result.messages ==
              "error: cannot go on: building the environment program was interrupted, and nothing "
              "was sent to the database; run the command again, it goes on with what is built "
              "already\n       (interrupted, see docs/errors.md)\n");
        CHECK(processes_left(project) == "");
        CHECK_FALSE(std::filesystem::exists(project.folder() / "app.db"));
    }
    project.write("azoth.toml", config);

    project.must("upgrade head");

    CHECK(project.must("current") == "aaaa11111111 (head)\n");
}

TEST_CASE("comparing that is interrupted writes no revision, and the next run does") {
    const Project project{"sqlite:///app.db"};
    project.write("models.hpp", models);
    project.write("migrations/env.cpp",
                  "#include <azoth/migrate/environment.hpp>\n#include <chrono>\n"
                  "#include <cstdlib>\n#include <fstream>\n#include <thread>\n"
                  "void configure(azoth::migrate::Environment& environment) {\n"
                  "    environment.include_table = [](const azoth::schema::Table&) {\n"
                  "        if (std::getenv(\"SLOW\") != nullptr) {\n"
                  "            std::ofstream{\"comparing\"} << 1;\n"
                  "            std::this_thread::sleep_for(std::chrono::minutes{10});\n"
                  "        }\n"
                  "        return true;\n"
                  "    };\n}\n");
    const auto mark = project.folder() / "comparing";
    on_each_url(project, [&](const std::string& options, const Engine& engine) {
        const std::string words = options + "revision --autogenerate -m first";
        RunningCommand slow{project, "env SLOW=1 \"$AZOTH_COMMAND\" " + words, ".slow"};
        slow.wait_until([&] { return std::filesystem::remove(mark); });

        slow.signal(SIGINT);
        const auto result = slow.result();

        CHECK(result.status == exit_of_interrupted);
        CHECK(
            result.messages ==
            "error: cannot go on: comparing the models with the database was interrupted; neither "
            "a file was written nor the database changed, so run the command again\n"
            "       (interrupted, see docs/errors.md)\n");
        CHECK(project.revisions().empty());
        CHECK(tables(engine).empty());
        CHECK(processes_left(project) == "");
        project.must(words);
        CHECK(project.revisions().size() == 1);
        std::filesystem::remove(project.folder() / project.revisions()[0]);
        drop_scratch_databases(engine);
    });
}
