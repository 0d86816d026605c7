// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <azoth/base/error.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <azoth/migrate/verify/autogenerate.hpp>
#include <azoth/migration.hpp>

#include <csignal>
#include <cstdlib>

#include "integration/migrate/databases.hpp"
#include "integration/migrate/some_steps.hpp"
#include "migrate/runtime/journal.hpp"
#include "migrate/runtime/run_steps.hpp"

// Revisions that run outside of a transaction: cut off anywhere, and gone on with.
using namespace azoth;
using namespace azoth::migrate;

namespace {

using test::Rows;
using Ids = std::vector<std::string>;

void five_steps(Operations& op) {
    op.create_table("a", column("id", Integer(), primary_key), column("v", Integer()));
    op.bulk_insert("a", {"id", "v"}, {{1, 10}, {2, 20}});
    op.add_column("a", column("w", Integer(), not_null, server_default("7")));
    op.create_index("ix_a_v", "a", {"v"});
    op.create_table("b", column("id", Integer(), primary_key));
}

void five_steps_back(Operations& op) {
    op.drop_table("b");
    op.drop_index("ix_a_v", "a");
    op.drop_column("a", "w");
    op.execute("delete from a");
    op.drop_table("a");
}

void concurrent_steps(Operations& op) {
    op.create_table("a", column("id", Integer(), primary_key), column("v", Integer()));
    op.create_index_concurrently("ix_a_v", "a", {"v"});
    op.bulk_insert("a", {"id", "v"}, {{1, 10}, {2, 20}});
    op.create_index_concurrently("ix_a_id_v", "a", {"id", "v"});
    op.create_table("b", column("id", Integer(), primary_key));
}

void concurrent_steps_back(Operations& op) {
    op.drop_table("b");
    op.drop_index_concurrently("ix_a_id_v", "a");
    op.execute("delete from a");
    op.drop_index_concurrently("ix_a_v", "a");
    op.drop_table("a");
}

RevisionLibrary library_of_steps(migration::Step up, migration::Step back, bool transactional) {
    return RevisionLibrary{
        {{.info = {.id = "a1", .message = "five", .path = "a1.cpp", .transactional = transactional},
          .upgrade = up,
          .downgrade = back}}};
}

RevisionLibrary library_of_sql(const std::string& upgrade, const std::string& downgrade = {}) {
    const auto sql = std::make_shared<SqlRevision>(parse_sql_revision(
        "-- azoth: revision a1\n-- azoth: transactional false\n-- azoth: upgrade\n" + upgrade +
            "\n-- azoth: downgrade\n" + downgrade,
        "a1.sql"));
    return RevisionLibrary{{{.info = sql->info, .sql = sql}}};
}

RevisionLibrary five_sql_statements() {
    return library_of_sql(
        "create table s1 (id integer);\ncreate table s2 (id integer);\ninsert into s1 values (1);\n"
        "create table s3 (id integer);\ninsert into s2 values (2);\n",
        "drop table s3;\ndrop table s2;\ndelete from s1;\ninsert into s1 values (9);\ndrop table "
        "s1;\n");
}

void migrate_there(const Engine& engine, const RevisionLibrary& library, Direction direction) {
    if (direction == Direction::Upgrade) {
        upgrade(engine, library, "head");
    } else {
        downgrade(engine, library, "base");
    }
}

bool changes_something(std::string_view sql) {
    return !sql.starts_with("SELECT") && !sql.starts_with("select") && !sql.starts_with("PRAGMA");
}

/// A process of its own does the work and is killed at that event. False when it came to its end.
bool is_killed(const Url& url,
               const RevisionLibrary& library,
               Direction direction,
               std::size_t event) {
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            const Engine engine = create_engine(url, {});
            engine.add_listener([&, left = event](const StatementEvent& one) mutable {
                if (changes_something(one.sql) && left-- == 0) {
                    ::kill(::getpid(), SIGKILL);
                }
            });
            migrate_there(engine, library, direction);
        } catch (...) {
            ::_exit(3);
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
    return WIFSIGNALED(status);
}

std::vector<JournalEntry> journal(const Engine& engine) {
    Connection connection = engine.connect();
    return Journal{connection}.entries();
}

/// The statement that was cut off, if one was.
std::optional<std::string> begun(const Engine& engine) {
    for (const auto& entry : journal(engine)) {
        if (entry.is(StatementState::Begun)) {
            return entry.sql;
        }
    }
    return std::nullopt;
}

std::string refusal(const std::function<void()>& work) {
    try {
        work();
    } catch (const MigrationError& error) {
        return std::string{error.code()} + ": " + error.message();
    }
    return "none";
}

enum class TookEffect : bool { No, Yes };

/// Goes on until the end, answering as a person would who knows what happened.
void finish(const Engine& engine,
            const RevisionLibrary& library,
            Direction direction,
            TookEffect took_effect) {
    const RunOptions patient{.lock_timeout_milliseconds = 30'000};
    const auto cut_off = begun(engine);
    if (cut_off && took_effect == TookEffect::Yes) {
        test::run_outside(engine, *cut_off);
    }
    if (!unfinished_revision(engine)) {
        migrate_there(engine, library, direction);
        return;
    }
    CHECK(refusal([&] {
              migrate_there(engine, library, direction);
          }).starts_with("unfinished-revision"));
    const auto question = refusal([&] { resume(engine, library, Settled::Ask, patient); });
    if (question != "none") {
        REQUIRE(question.starts_with("statement-unsettled"));
        CHECK(question.find(cut_off.value_or("?")) != std::string::npos);
        resume(engine,
               library,
               took_effect == TookEffect::Yes ? Settled::Done : Settled::NotDone,
               patient);
    }
}

struct Story {
    RevisionLibrary library;
    std::function<Rows(const Engine&)> look;
};

/// Kills a run at some of its events and goes on: the end is always that of a run that was let be.
void kill_everywhere(const Engine& engine, const Story& story, Direction direction) {
    const auto begin_anew = [&] {
        for (const auto& table : test::tables(engine)) {
            test::run(engine, "drop table " + table);
        }
        if (direction == Direction::Downgrade) {
            upgrade(engine, story.library, "head");
        }
    };
    begin_anew();
    migrate_there(engine, story.library, direction);
    const Rows wanted = story.look(engine);
    const auto rows = current(engine);
    std::size_t kills = 0;
    const test::SomeSteps some{8};
    for (const TookEffect took_effect : {TookEffect::No, TookEffect::Yes}) {
        for (auto event = some.first();; event += some.stride()) {
            CAPTURE(event);
            begin_anew();
            engine.dispose();
            if (!is_killed(engine.url(), story.library, direction, event)) {
                break;
            }
            ++kills;
            finish(engine, story.library, direction, took_effect);
            CHECK(story.look(engine) == wanted);
            CHECK(current(engine) == rows);
            CHECK(journal(engine).empty());
            CHECK_FALSE(unfinished_revision(engine));
            CHECK(test::history(engine).back().error.empty());
        }
    }
    CHECK(kills > 20 / some.stride());
}

Rows look_at_steps(const Engine& engine) {
    Rows result{test::tables(engine)};
    if (test::has_table(engine, "a")) {
        Connection connection = engine.connect();
        const auto tables =
            connection.dialect().catalog().tables(connection.query_callback(), {{}, {"a"}});
        for (const auto& index : tables.at(0).indexes) {
            result.push_back({index.name, index.is_valid ? "valid" : "invalid"});
        }
        for (const auto& one : tables.at(0).columns) {
            result.push_back({one.name});
        }
        connection.rollback();
        const auto rows = test::read(engine, "select id, v from a order by id");
        result.insert(result.end(), rows.begin(), rows.end());
    }
    std::erase(result[0], "azoth_journal");  // made when it is needed
    return result;
}

Rows look_at_sql(const Engine& engine) {
    Rows result{test::tables(engine)};
    for (const char* table : {"s1", "s2"}) {
        if (test::has_table(engine, table)) {
            const auto rows = test::read(engine, std::string{"select id from "} + table);
            result.insert(result.end(), rows.begin(), rows.end());
        }
    }
    return result;
}

}  // namespace

TEST_CASE(
    "steps outside of a transaction are killed anywhere and gone on with, without a question") {
    test::on_each_database([](const Engine& engine) {
        const Story story{library_of_steps(five_steps, five_steps_back, false), look_at_steps};
        kill_everywhere(engine, story, Direction::Upgrade);
        kill_everywhere(engine, story, Direction::Downgrade);
    });
}

TEST_CASE("concurrent steps are killed anywhere and gone on with") {
    test::on_each_database([](const Engine& engine) {
        const Story story{library_of_steps(concurrent_steps, concurrent_steps_back, true),
                          look_at_steps};
        kill_everywhere(engine, story, Direction::Upgrade);
        kill_everywhere(engine, story, Direction::Downgrade);
    });
}

TEST_CASE("SQL outside of a transaction is killed anywhere; a person settles what was cut off") {
    test::on_each_database([](const Engine& engine) {
        const Story story{five_sql_statements(), look_at_sql};
        kill_everywhere(engine, story, Direction::Upgrade);
        kill_everywhere(engine, story, Direction::Downgrade);
    });
}

TEST_CASE("a statement that fails outside of a transaction says what stays, and where to go on") {
    test::on_each_database([](const Engine& engine) {
        const std::string head = "create table s1 (id integer);\ninsert into s1 values (1);\n";

        const auto message = refusal([&] {
            upgrade(engine, library_of_sql(head + "insert into nowhere values (1);\n"), "head");
        });

        CHECK(message.starts_with("revision-failed"));
        CHECK(message.find("2 of its statements are done and stay, since they ran outside of a "
                           "transaction, so correct a1.sql and go on with \"azoth resume\"") !=
              std::string::npos);
        CHECK(test::history(engine).back().statements_done == 2);
        const auto again = refusal([&] { upgrade(engine, library_of_sql(head), "head"); });
        CHECK(again.starts_with("unfinished-revision"));
        CHECK(again.find("2 of its statements are done and stay") != std::string::npos);
        CHECK(unfinished_revision(engine)->statements_done == 2);

        const auto changed = library_of_sql("create table s1 (id bigint);\nselect 1;\n");
        CHECK(refusal([&] { resume(engine, changed); }).starts_with("resume-differs"));
        const auto report = resume(engine, library_of_sql(head + "insert into s1 values (3);\n"));

        CHECK(report.revisions == Ids{"a1"});
        CHECK(report.statements == 1);
        CHECK(test::read(engine, "select id from s1 order by id") == Rows{{"1"}, {"3"}});
        CHECK(test::history(engine).back().error.empty());
        CHECK(test::history(engine).back().statements_done == 3);
        CHECK(resume(engine, changed).revisions.empty());
    });
}

TEST_CASE("when nothing of a revision stayed, it is run again as if it were new") {
    test::on_each_database([](const Engine& engine) {
        CHECK(refusal([&] {
                  upgrade(engine, library_of_sql("insert into nowhere values (1);"), "head");
              }).find("nothing of this revision was kept, so correct a1.sql and run again") !=
              std::string::npos);

        CHECK_FALSE(unfinished_revision(engine));
        upgrade(engine, library_of_sql("create table s1 (id integer);"), "head");

        CHECK(current(engine) == Ids{"a1"});
    });
}

TEST_CASE("an unfinished revision that was finished by hand is stamped") {
    test::on_each_database([](const Engine& engine) {
        const auto library =
            library_of_sql("create table s1 (id integer);\ninsert into no values (1);");
        CHECK(refusal([&] { upgrade(engine, library, "head"); }).starts_with("revision-failed"));
        CHECK(unfinished_revision(engine));

        const std::string target = "a1";
        stamp(engine, library, std::span{&target, 1});

        CHECK_FALSE(unfinished_revision(engine));
        CHECK(current(engine) == Ids{"a1"});
    });
}

TEST_CASE("code that used the connection outside of a transaction is not run twice") {
    test::on_each_database([](const Engine& engine) {
        const auto library = library_of_steps(
            [](Operations& op) {
                op.create_table("a", column("id", Integer(), primary_key));
                op.get_bind().run_script("insert into a values (1)");
                op.execute("insert into nowhere values (1)");
            },
            five_steps_back,
            false);
        CHECK(refusal([&] { upgrade(engine, library, "head"); }).starts_with("revision-failed"));

        CHECK(refusal([&] { resume(engine, library); }).starts_with("resume-code"));

        CHECK(test::read(engine, "select count(*) from a") == Rows{{"1"}});
    });
}

TEST_CASE("an index whose concurrent build failed is dropped and built anew") {
    test::on_each_database([](const Engine& engine) {
        const auto library = library_of_steps(
            [](Operations& op) {
                op.create_table("t", column("id", Integer()), column("v", Integer()));
                op.bulk_insert("t", {"id", "v"}, {{1, 1}, {2, 1}});
                op.create_index_concurrently("uq_t_v", "t", {"v"}, unique);
                op.create_table("b", column("id", Integer(), primary_key));
            },
            five_steps_back,
            true);

        const auto message = refusal([&] { upgrade(engine, library, "head"); });

        CHECK(message.starts_with("revision-failed"));
        if (!test::has_table(engine, "t")) {
            return;  // indexes are made in the transaction here: nothing stayed
        }
        CHECK(message.find("2 of its statements are done and stay") != std::string::npos);
        test::run(engine, "update t set v = id");
        resume(engine, library);
        CHECK(current(engine) == Ids{"a1"});
        Connection connection = engine.connect();
        const auto tables =
            connection.dialect().catalog().tables(connection.query_callback(), {{}, {"t"}});
        REQUIRE(tables.at(0).indexes.size() == 1);
        CHECK(tables.at(0).indexes[0].is_valid);
    });
}

TEST_CASE("an index that is not valid is a difference, and autogenerate makes it anew") {
    if (test::server_url().empty()) {
        return;
    }
    const test::TemporaryDatabase database;
    const Engine engine = database.engine();
    test::run(engine,
              "create table t (id integer constraint pk_t primary key, v integer); insert into t "
              "values (1, 1), (2, 1)");
    CHECK_THROWS_AS(test::run_outside(engine, "create unique index concurrently uq_t_v on t (v)"),
                    Error);
    engine.dispose();
    MetaData models;
    test::add_table(models,
                    "t",
                    column("id", Integer(), primary_key),
                    column("v", Integer()),
                    index("uq_t_v", {"v"}, unique));

    const auto found = autogenerate(engine, models, RevisionGraph{}, {});

    REQUIRE(found.upgrade.size() == 2);
    CHECK(describe(found.upgrade[0]) == "drop index \"uq_t_v\" of \"t\"");
    test::run(engine, "update t set v = id");
    run_steps(engine, found.upgrade);
    CHECK(autogenerate(engine, models, RevisionGraph{}, {}).upgrade.empty());
}
