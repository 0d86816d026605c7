// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>

#include "integration/drivers/postgresql_support.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using azoth::ValueView;
using test_support::caught;
using test_support::connect_postgresql;
using test_support::postgresql_options;

namespace {

std::int64_t number(azoth::drivers::Connection& connection, std::string_view sql) {
    auto select = connection.prepare(sql);
    select->execute();
    REQUIRE(select->next());
    return select->integer(0);
}

}  // namespace

TEST_CASE("PostgreSQL: a new statement costs one round trip, and so does each further execution") {
    const auto connection = connect_postgresql();
    connection->run_script("CREATE TEMPORARY TABLE t (a int, b text)");
    const auto before = connection->traffic();
    auto insert = connection->prepare("INSERT INTO t VALUES ($1, $2)");

    for (int i = 0; i < 3; ++i) {
        insert->bind(0, ValueView::integer(i));
        insert->bind(1, ValueView::text("x"));
        insert->execute();
        CHECK(insert->affected_rows() == 1);
    }

    CHECK(connection->traffic().round_trips - before.round_trips == 3);
    CHECK(connection->traffic().prepares - before.prepares == 1);
    CHECK(connection->traffic().statements - before.statements == 3);
    CHECK(number(*connection, "SELECT sum(a) FROM t") == 3);
}

TEST_CASE("PostgreSQL: deferred statements travel with the next one") {
    const auto connection = connect_postgresql();
    connection->run_script("CREATE TEMPORARY TABLE t (a int)");
    const auto before = connection->traffic().round_trips;

    connection->defer("BEGIN");
    connection->defer("SAVEPOINT s");
    CHECK_FALSE(connection->in_transaction());
    auto insert = connection->prepare("INSERT INTO t VALUES (1)");
    insert->execute();

    CHECK(connection->traffic().round_trips - before == 1);
    CHECK(connection->in_transaction());
    connection->run_script("ROLLBACK");
    CHECK(connection->traffic().round_trips - before == 2);
    CHECK(number(*connection, "SELECT count(*) FROM t") == 0);
}

TEST_CASE(
    "PostgreSQL: deferred statements travel with a script, are sent on demand, and can be "
    "dropped") {
    const auto connection = connect_postgresql();
    const auto before = connection->traffic().round_trips;

    connection->defer("BEGIN");
    connection->run_script("COMMIT");
    CHECK(connection->traffic().round_trips - before == 1);

    connection->defer("BEGIN");
    connection->flush_deferred();
    CHECK(connection->in_transaction());
    CHECK_FALSE(connection->drop_deferred());
    connection->run_script("ROLLBACK");

    connection->defer("BEGIN");
    CHECK(connection->drop_deferred());
    connection->flush_deferred();
    CHECK_FALSE(connection->in_transaction());
    CHECK(connection->traffic().round_trips - before == 3);
}

TEST_CASE("PostgreSQL: when a deferred statement fails, the statement after it does not run") {
    const auto connection = connect_postgresql();
    connection->run_script("CREATE TEMPORARY TABLE t (a int)");
    connection->defer("BEGIN ISOLATION LEVEL NONSENSE");
    auto insert = connection->prepare("INSERT INTO t VALUES (1)");

    const auto error = caught<azoth::ProgrammingError>([&] { insert->execute(); });

    CHECK(error.code() == "syntax-error");
    CHECK(error.statement() == "BEGIN ISOLATION LEVEL NONSENSE");
    CHECK(number(*connection, "SELECT count(*) FROM t") == 0);
    insert->execute();
    CHECK(number(*connection, "SELECT count(*) FROM t") == 1);
}

TEST_CASE("PostgreSQL: rows are counted for statements that change them") {
    const auto connection = connect_postgresql();
    connection->run_script("CREATE TEMPORARY TABLE t (a int); INSERT INTO t VALUES (1), (2), (3)");
    const auto affected = [&](std::string_view sql) {
        auto statement = connection->prepare(sql);
        statement->execute();
        return statement->affected_rows();
    };

    CHECK(affected("UPDATE t SET a = a + 1") == 3);
    CHECK(affected("SELECT a FROM t") == 0);
    CHECK(affected("INSERT INTO t VALUES (7), (8) RETURNING a") == 2);
    CHECK(affected("DELETE FROM t WHERE a = 99") == 0);
    CHECK(affected("CREATE TEMPORARY TABLE u (a int)") == 0);
}

TEST_CASE("PostgreSQL: columns are known before and after execution") {
    const auto connection = connect_postgresql();
    auto select = connection->prepare("SELECT 1 AS a, 'x' AS b WHERE $1 > 5");

    CHECK(select->parameter_count() == 1);
    CHECK(select->column_count() == 2);
    CHECK(select->column_name(1) == "b");
    select->bind(0, ValueView::integer(6));
    select->execute();
    REQUIRE(select->next());
    CHECK(select->text(1) == "x");
    CHECK_FALSE(select->next());
    CHECK_FALSE(select->next());
    CHECK(select->column_name(0) == "a");
    CHECK_THROWS_AS(select->bind(1, ValueView::integer(1)), azoth::ArgumentError);
    CHECK_THROWS_AS(select->bind(-1, ValueView::integer(1)), azoth::ArgumentError);
}

TEST_CASE("PostgreSQL: scripts run every statement and drop their rows") {
    const auto connection = connect_postgresql();

    connection->run_script(
        "CREATE TEMPORARY TABLE t (a int); SELECT 1; INSERT INTO t VALUES (1); -- end");

    CHECK(number(*connection, "SELECT count(*) FROM t") == 1);
    connection->run_script("");
    CHECK_THROWS_AS(connection->run_script("COPY t FROM STDIN"), azoth::DatabaseError);
    connection->run_script("COPY (SELECT generate_series(1, 100000)) TO STDOUT");
    CHECK(number(*connection, "SELECT count(*) FROM t") == 1);
}

TEST_CASE("PostgreSQL: a statement whose table was altered is prepared anew") {
    const auto connection = connect_postgresql();
    connection->run_script("CREATE TEMPORARY TABLE t (a int); INSERT INTO t VALUES (1)");
    auto select = connection->prepare("SELECT * FROM t");
    select->execute();
    CHECK(select->column_count() == 1);
    connection->run_script("ALTER TABLE t ADD b text DEFAULT 'new'");

    select->execute();

    REQUIRE(select->next());
    CHECK(select->column_count() == 2);
    CHECK(select->text(1) == "new");
}

TEST_CASE(
    "PostgreSQL: inside a transaction the altered table is reported, and the next execution is "
    "right") {
    const auto connection = connect_postgresql();
    connection->run_script("CREATE TEMPORARY TABLE t (a int); INSERT INTO t VALUES (1)");
    auto select = connection->prepare("SELECT * FROM t");
    select->execute();
    connection->run_script("BEGIN; ALTER TABLE t ADD b text");
    CHECK_THROWS_AS(select->execute(), azoth::ProgrammingError);
    connection->run_script("ROLLBACK; ALTER TABLE t ADD c text");

    select->execute();

    CHECK(select->column_count() == 2);
}

TEST_CASE("PostgreSQL: a statement that the server has forgotten is prepared anew") {
    const auto connection = connect_postgresql();
    auto select = connection->prepare("SELECT $1::int");
    select->bind(0, ValueView::integer(1));
    select->execute();
    connection->run_script("DEALLOCATE ALL");

    select->bind(0, ValueView::integer(2));
    select->execute();

    REQUIRE(select->next());
    CHECK(select->integer(0) == 2);
}

TEST_CASE(
    "PostgreSQL: destroyed statements are forgotten by the server in batches without extra round "
    "trips") {
    const auto connection = connect_postgresql();
    for (int i = 0; i < 40; ++i) {
        connection->prepare("SELECT " + std::to_string(i))->execute();
    }
    const auto before = connection->traffic().round_trips;

    const auto left = number(*connection, "SELECT count(*) FROM pg_prepared_statements");

    CHECK(left <= 20);
    CHECK(connection->traffic().round_trips - before == 1);
}

TEST_CASE("PostgreSQL: a statement may outlive its connection") {
    auto connection = connect_postgresql();
    auto statement = connection->prepare("SELECT 1");
    statement->execute();

    connection.reset();
    statement.reset();
}

TEST_CASE("PostgreSQL: with prepare=off nothing stays on the server") {
    auto options = postgresql_options();
    options.url.query.emplace_back("prepare", "off");
    const auto connection = azoth::drivers::libpq::driver().connect(options);
    auto select = connection->prepare("SELECT $1::int + 1");
    const auto before = connection->traffic().round_trips;

    for (const int value : {1, 2, 3}) {
        select->bind(0, ValueView::integer(value));
        select->execute();
        REQUIRE(select->next());
        CHECK(select->integer(0) == value + 1);
    }

    CHECK(connection->traffic().round_trips - before == 3);
    CHECK(number(*connection, "SELECT count(*) FROM pg_prepared_statements WHERE name <> ''") == 0);
}

TEST_CASE("PostgreSQL: VACUUM and the like run as statements of their own") {
    const auto connection = connect_postgresql();
    connection->prepare("VACUUM")->execute();
    connection->run_script("VACUUM");
}

TEST_CASE(
    "PostgreSQL: a statement that exceeds the query timeout ends, and the connection goes on") {
    auto options = postgresql_options();
    options.query_timeout_milliseconds = 50;
    const auto connection = azoth::drivers::libpq::driver().connect(options);
    auto sleep = connection->prepare("SELECT pg_sleep(60)");

    const auto error = caught<azoth::QueryTimeout>([&] { sleep->execute(); });

    CHECK(error.code() == "query-timeout");
    CHECK(error.statement() == "SELECT pg_sleep(60)");
    CHECK_THROWS_AS(connection->run_script("SELECT pg_sleep(60)"), azoth::QueryTimeout);
    CHECK(connection->is_usable());
    connection->set_query_timeout(0);
    CHECK(number(*connection, "SELECT 7") == 7);
}

TEST_CASE("PostgreSQL: another thread cancels the statement that runs") {
    const auto connection = connect_postgresql();
    auto sleep = connection->prepare("SELECT pg_sleep(60)");
    std::atomic<bool> finished{false};
    std::thread canceller{[&] {
        while (!finished.load()) {
            connection->cancel();
        }
    }};

    std::string code;
    try {
        sleep->execute();
    } catch (const azoth::OperationalError& error) {
        code = error.code();
    }
    finished = true;
    canceller.join();

    CHECK(code == "query-cancelled");
    CHECK(connection->is_usable());
}

TEST_CASE("PostgreSQL: the server's version and the native handle are given") {
    const auto connection = connect_postgresql();

    CHECK(connection->server_version().major >= 13);
    CHECK(connection->native_handle() != nullptr);
    CHECK(connection->ping());
}

TEST_CASE("PostgreSQL: notices go to the listener") {
    struct Listener final : azoth::drivers::NoticeListener {
        std::vector<std::string> heard{};
        void on_notice(std::string_view message) override { heard.emplace_back(message); }
    } listener;
    auto options = postgresql_options();
    options.notices = &listener;
    const auto connection = azoth::drivers::libpq::driver().connect(options);

    connection->run_script("DO $$ BEGIN RAISE NOTICE 'hello'; END $$");
    connection->prepare("DROP TABLE IF EXISTS surely_missing")->execute();

    REQUIRE(listener.heard.size() == 2);
    CHECK(listener.heard[0].find("hello") != std::string::npos);
}

TEST_CASE("PostgreSQL: a statement may have as many parameters as the protocol takes") {
    const auto connection = connect_postgresql();
    for (const int count : {7'000, 7'001, 65'535}) {
        CAPTURE(count);
        std::string sql = "SELECT 7 WHERE 65000 IN ($1";
        for (int i = 2; i <= count; ++i) {
            sql += ", $" + std::to_string(i);
        }
        auto select = connection->prepare(sql + ")");
        for (int run = 0; run < 2; ++run) {
            for (int i = 0; i < count; ++i) {
                select->bind(i, ValueView::integer(i == count - 1 ? 65'000 : i % 5'000));
            }
            select->execute();
            REQUIRE(select->next());
            CHECK(select->integer(0) == 7);
        }
    }
}

TEST_CASE("PostgreSQL: COPY between server and program is refused, and the connection given up") {
    for (const auto* const sql : {"COPY (SELECT 1) TO STDOUT", "COPY t FROM STDIN"}) {
        CAPTURE(sql);
        const auto connection = connect_postgresql();
        connection->run_script("CREATE TEMPORARY TABLE t (a int)");
        auto copy = connection->prepare(sql);

        const auto error = caught<azoth::ProgrammingError>([&] { copy->execute(); });

        CHECK(error.code() == "unsupported-copy");
        CHECK(error.connection_lost());
        CHECK_FALSE(connection->is_usable());
    }
}
