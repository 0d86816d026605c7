// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>

#include "drivers/sqlite3/driver.hpp"
#include "integration/drivers/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using azoth::ValueKind;
using azoth::ValueView;
using azoth::drivers::sqlite::driver;

namespace {

constexpr const char* endless =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE "
    "i < 0";

auto open_memory(std::int64_t query_timeout = 0) {
    return driver().connect(
        {.url = {.dialect = "sqlite"}, .query_timeout_milliseconds = query_timeout});
}

auto open_file(const std::string& path,
               std::vector<std::pair<std::string, std::string>> query = {}) {
    return driver().connect(
        {.url = {.dialect = "sqlite", .database = path, .query = std::move(query)}});
}

std::int64_t count_rows(azoth::drivers::Connection& connection, std::string_view table) {
    auto select = connection.prepare("SELECT count(*) FROM " + std::string{table});
    select->execute();
    REQUIRE(select->next());
    return select->integer(0);
}

}  // namespace

TEST_CASE("SQLite: a statement is bound and executed again and again") {
    const auto connection = open_memory();
    connection->run_script("CREATE TABLE t (a INTEGER, b TEXT)");
    auto insert = connection->prepare("INSERT INTO t VALUES (?, ?)");

    for (int i = 0; i < 3; ++i) {
        insert->bind(0, ValueView::integer(i));
        insert->bind(1, ValueView::text("x"));
        insert->execute();
        CHECK(insert->affected_rows() == 1);
        CHECK(insert->inserted_keys() == azoth::drivers::KeyRange{i + 1, 1});
    }

    auto select = connection->prepare("SELECT a, b FROM t ORDER BY a");
    select->execute();
    CHECK(select->column_count() == 2);
    CHECK(select->column_name(1) == "b");
    for (int i = 0; i < 3; ++i) {
        REQUIRE(select->next());
        CHECK(select->integer(0) == i);
        CHECK(select->text(1) == "x");
        CHECK(select->column_kind(1) == ValueKind::Text);
    }
    CHECK_FALSE(select->next());
    CHECK_FALSE(select->next());
}

TEST_CASE("SQLite: reset forgets the parameters") {
    const auto connection = open_memory();
    auto statement = connection->prepare("SELECT ?");
    statement->bind(0, ValueView::integer(1));
    statement->execute();

    statement->reset();
    statement->execute();

    REQUIRE(statement->next());
    CHECK(statement->is_null(0));
}

TEST_CASE("SQLite: only statements that change rows say how many") {
    const auto connection = open_memory();
    connection->run_script("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3)");
    const auto affected = [&](std::string_view sql) {
        auto statement = connection->prepare(sql);
        statement->execute();
        while (statement->next()) {
        }
        return statement->affected_rows();
    };

    CHECK(affected("UPDATE t SET a = a + 1") == 3);
    CHECK(affected("SELECT a FROM t") == 0);
    CHECK(affected("DELETE FROM t WHERE a = 99") == 0);
    CHECK(affected("CREATE TABLE u (a)") == 0);
    CHECK(affected("BEGIN") == 0);
    CHECK(affected("INSERT INTO t VALUES (7), (8) RETURNING a") == 2);
    CHECK(affected("DELETE FROM t") == 5);
}

TEST_CASE("SQLite: a result that is not read to its end does not hold its lock after reset") {
    test_support::TemporaryFolder folder;
    const auto reader = open_file(folder.file("a.db"));
    const auto writer = open_file(folder.file("a.db"), {{"busy_timeout", "0"}});
    reader->run_script("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
    auto select = reader->prepare("SELECT a FROM t");
    select->execute();
    REQUIRE(select->next());
    CHECK_THROWS_AS(writer->run_script("DELETE FROM t"), azoth::OperationalError);

    select->reset();

    writer->run_script("DELETE FROM t");
    CHECK(count_rows(*writer, "t") == 0);
}

TEST_CASE("SQLite: scripts run every statement, and prepare takes exactly one") {
    const auto connection = open_memory();
    const auto code_of = [&](std::string_view sql) -> std::string {
        try {
            static_cast<void>(connection->prepare(sql));
        } catch (const azoth::Error& error) {
            return std::string{error.code()};
        }
        return "";
    };

    connection->run_script(
        "CREATE TABLE t (a); -- comment; here\n INSERT INTO t VALUES (';'); ; /* end */");

    CHECK(count_rows(*connection, "t") == 1);
    CHECK(code_of("SELECT 1; -- nothing more") == "");
    CHECK(code_of("SELECT 1; SELECT 2") == "several-statements");
    CHECK(code_of("-- nothing") == "empty-statement");
    CHECK(code_of("") == "empty-statement");
}

TEST_CASE("SQLite: it knows whether it is in a transaction, and deferred statements run at once") {
    const auto connection = open_memory();
    CHECK_FALSE(connection->in_transaction());

    connection->defer("BEGIN");

    CHECK(connection->in_transaction());
    connection->run_script("ROLLBACK");
    CHECK_FALSE(connection->in_transaction());
}

TEST_CASE("SQLite: statements and prepares are counted") {
    const auto connection = open_memory();
    auto statement = connection->prepare("SELECT 1");

    statement->execute();
    statement->execute();

    CHECK(connection->traffic().prepares == 1);
    CHECK(connection->traffic().statements == 2);
    CHECK(connection->traffic().round_trips == 2);
}

TEST_CASE("SQLite: a statement that exceeds the query timeout ends, and the connection goes on") {
    const auto connection = open_memory(30);
    auto statement = connection->prepare(endless);

    CHECK_THROWS_AS(statement->execute(), azoth::QueryTimeout);

    connection->set_query_timeout(0);
    connection->run_script("CREATE TABLE t (a)");
    CHECK(count_rows(*connection, "t") == 0);
}

TEST_CASE("SQLite: another thread cancels the statement that runs") {
    const auto connection = open_memory();
    auto statement = connection->prepare(endless);
    std::atomic<bool> finished{false};
    std::thread canceller{[&] {
        while (!finished.load()) {
            connection->cancel();
            std::this_thread::yield();
        }
    }};
    std::string code;

    try {
        statement->execute();
    } catch (const azoth::OperationalError& error) {
        code = error.code();
    }
    finished = true;
    canceller.join();

    CHECK(code == "query-cancelled");
    connection->run_script("SELECT 1");
}

TEST_CASE("SQLite: waiting for a lock ends at the query timeout") {
    test_support::TemporaryFolder folder;
    const auto holder = open_file(folder.file("a.db"));
    holder->run_script("CREATE TABLE t (a); BEGIN IMMEDIATE");
    const auto waiter = open_file(folder.file("a.db"), {{"busy_timeout", "60000"}});
    waiter->set_query_timeout(30);

    CHECK_THROWS_AS(waiter->run_script("INSERT INTO t VALUES (1)"), azoth::QueryTimeout);
}

TEST_CASE("SQLite: another thread cancels the wait for a lock") {
    test_support::TemporaryFolder folder;
    const auto holder = open_file(folder.file("a.db"));
    holder->run_script("CREATE TABLE t (a); BEGIN IMMEDIATE");
    const auto waiter = open_file(folder.file("a.db"), {{"busy_timeout", "60000"}});
    std::atomic<bool> finished{false};
    std::thread canceller{[&] {
        while (!finished.load()) {
            waiter->cancel();
            std::this_thread::yield();
        }
    }};
    std::string code;

    try {
        waiter->run_script("INSERT INTO t VALUES (1)");
    } catch (const azoth::OperationalError& error) {
        code = error.code();
    }
    finished = true;
    canceller.join();

    CHECK(code == "query-cancelled");
}

TEST_CASE("SQLite: a parameter without a value is no NULL") {
    const auto connection = open_memory();
    auto select = connection->prepare("SELECT ?1, ?2");
    select->bind(0, ValueView::integer(1));

    std::string said;
    try {
        select->execute();
    } catch (const azoth::ArgumentError& error) {
        said = std::string{error.code()} + ": " + error.what();
    }
    select->bind(1, ValueView{});
    select->execute();

    CHECK(said ==
          "missing-parameter: cannot execute \"SELECT ?1, ?2\": parameter 2 of 2 has no value; "
          "give it one (in text statements parameters are written :name)");
    REQUIRE(select->next());
    CHECK(select->is_null(1));
}
