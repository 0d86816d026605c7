// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/migrate/runtime/offline.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <azoth/migration.hpp>
#include <azoth/testing/sql_recorder.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "integration/migrate/databases.hpp"
#include "migrate/runtime/lock.hpp"
#include "migrate/runtime/process.hpp"

// Who runs, how others know that it lives, and what is written in one transaction.
using namespace azoth;
using namespace azoth::migrate;

namespace {

using test::Rows;

void create_t(Operations& op) {
    op.create_table("t", column("id", Integer(), primary_key));
}

void drop_t(Operations& op) {
    op.drop_table("t");
}

RevisionLibrary one() {
    return RevisionLibrary{
        {{.info = {.id = "a1", .path = "a1.cpp"}, .upgrade = create_t, .downgrade = drop_t}}};
}

void hold(const Engine& engine, const std::string& token, const std::string& heartbeat) {
    test::run(engine,
              "update azoth_lock set token = '" + token +
                  "', holder = 'ann', since = 1, heartbeat = " + heartbeat + " where id = 1");
}

std::string refusal(const Engine& engine) {
    try {
        upgrade(engine, one(), "head", {.lock_timeout_milliseconds = 0});
    } catch (const MigrationError& error) {
        return std::string{error.code()};
    }
    return "none";
}

std::string heartbeat(const Engine& engine) {
    return test::read(engine, "select heartbeat from azoth_lock where id = 1").at(0).at(0);
}

/// Counts the signs of life that are sent.
class Beats {
public:
    explicit Beats(const Engine& engine) : engine_{engine} {
        listener_ = engine_.add_listener([this](const StatementEvent& event) {
            if (event.sql.starts_with("UPDATE azoth_lock SET heartbeat")) {
                const std::lock_guard guard{mutex_};
                ++count_;
                came_.notify_all();
            }
        });
    }
    Beats(const Beats&) = delete;
    Beats& operator=(const Beats&) = delete;
    ~Beats() { engine_.remove_listener(listener_); }

    [[nodiscard]] bool comes_to(int wanted) {
        std::unique_lock guard{mutex_};
        return came_.wait_for(guard, std::chrono::seconds{30}, [&] { return count_ >= wanted; });
    }

private:
    Engine engine_;
    std::size_t listener_ = 0;
    std::mutex mutex_{};
    std::condition_variable came_{};
    int count_ = 0;
};

}  // namespace

TEST_CASE("the lease of a process that is there is not taken over, however old its sign of life") {
    test::on_each_database([](const Engine& engine) {
        upgrade(engine, one(), "head");
        downgrade(engine, one(), "base");

        hold(engine, process_token(), "1");
        CHECK(refusal(engine) == "migration-locked");

        std::string of_gone_process = process_token();
        of_gone_process.replace(8, 8, "003fffff");
        hold(engine, of_gone_process, "99999999999");
        CHECK(refusal(engine) == "none");
    });
}

TEST_CASE("a token says whether its process is there") {
    const std::string own = process_token();
    std::string reused = own;
    reused[16] = reused[16] == '0' ? '1' : '0';
    std::string elsewhere = own;
    elsewhere[0] = elsewhere[0] == '0' ? '1' : '0';

    CHECK(own.size() == 32);
    CHECK(liveness_of(own) == Liveness::Alive);
    CHECK(liveness_of(reused) == Liveness::Gone);
    CHECK(liveness_of(elsewhere) == Liveness::Unknown);
    CHECK(liveness_of("") == Liveness::Unknown);
}

TEST_CASE("a server's lease is renewed while its runner works, and no other one is") {
    if (test::server_url().empty()) {
        return;
    }
    const test::TemporaryDatabase database;
    const Engine engine = database.engine({.pool = {.size = 4}});
    upgrade(engine, one(), "head");
    Connection connection = engine.connect();
    MigrationLock lock{connection, {.lease_seconds = 30}, "ann"};
    {
        test::run(engine, "update azoth_lock set heartbeat = 1 where id = 1");
        Beats beats{engine};
        CHECK(beats.comes_to(2));
        CHECK(heartbeat(engine) != "1");
    }
    CHECK(
        test::read(engine,
                   "select count(*) from pg_locks l join pg_database d on d.oid = l.database where "
                   "l.locktype = 'advisory' and l.granted and d.datname = current_database()") ==
        Rows{{"1"}});

    hold(engine, "of another one", "1");
    Beats beats{engine};
    CHECK(beats.comes_to(2));
    CHECK(heartbeat(engine) == "1");
    CHECK_THROWS_AS(lock.renew(), MigrationError);
    connection.rollback();
}

TEST_CASE("the version row and the history are written in the transaction of the steps") {
    test::on_each_database([](const Engine& engine) {
        upgrade(engine, one(), "head");
        downgrade(engine, one(), "base");
        testing::SqlRecorder recorder{engine};

        upgrade(engine, one(), "head");

        const auto lines = recorder.take();
        const auto position = [&](std::string_view start) {
            return std::ranges::find_if(
                lines, [&](const std::string& line) { return line.starts_with(start); });
        };
        const auto step = position("CREATE TABLE t");
        const auto version = position("INSERT INTO alembic_version");
        const auto history = position("INSERT INTO azoth_history");
        REQUIRE(step != lines.end());
        REQUIRE(version != lines.end());
        REQUIRE(history != lines.end());
        CHECK(step < version);
        CHECK(std::find(step, version, "COMMIT") == version);
        CHECK(std::find(step, history, "COMMIT") == history);
        CHECK(std::find(version, lines.end(), "COMMIT") != lines.end());
    });
}

TEST_CASE("a script that makes tables anew looks at the references before it commits") {
    const RevisionLibrary library{
        {{.info = {.id = "a1", .path = "a1.cpp"}, .upgrade = create_t, .downgrade = drop_t},
         {.info = {.id = "b2", .down = {"a1"}, .path = "b2.cpp"},
          .upgrade = [](Operations& op) { op.create_check_constraint("ck_t_id", "t", "id > 0"); },
          .downgrade = drop_t}}};

    const Engine engine = create_engine("sqlite://");
    const std::string script = upgrade_script(library, engine.dialect(), "a1", "head");

    const auto check = script.find("FROM pragma_foreign_key_check");
    CHECK(script.find("PRAGMA foreign_keys = OFF") < script.find("BEGIN"));
    CHECK(check != std::string::npos);
    CHECK(script.find("ALTER TABLE") < check);
    CHECK(check < script.find("COMMIT"));
}

TEST_CASE("eight runners that do their first upgrade at once all come through") {
    for (int round = 0; round < 5; ++round) {
        test::on_each_database([](const Engine& engine) {
            std::mutex mutex;
            std::size_t revisions = 0;
            std::vector<std::string> errors;
            const auto run_one = [&] {
                try {
                    const Engine own = create_engine(engine.url(), {});
                    const auto report =
                        upgrade(own, one(), "head", {.lock_timeout_milliseconds = 60'000});
                    const std::lock_guard guard{mutex};
                    revisions += report.revisions.size();
                } catch (const std::exception& error) {
                    const std::lock_guard guard{mutex};
                    errors.emplace_back(error.what());
                }
            };

            std::vector<std::thread> runners;
            for (int i = 0; i < 8; ++i) {
                runners.emplace_back(run_one);
            }
            for (std::thread& runner : runners) {
                runner.join();
            }

            CHECK(errors == std::vector<std::string>{});
            CHECK(revisions == 1);
            CHECK(test::history(engine).size() == 1);
        });
    }
}
