// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>

#include "integration/drivers/postgresql_support.hpp"

#include <doctest/doctest.h>

#include <array>
#include <thread>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using test_support::caught;
using test_support::connect_postgresql;
using test_support::postgresql_options;

namespace {

template <class ExpectedError>
ExpectedError error_of(azoth::drivers::Connection& connection, std::string_view sql) {
    auto statement = connection.prepare(sql);
    return caught<ExpectedError>([&] { statement->execute(); });
}

azoth::OperationalError error_of_connecting(const azoth::drivers::ConnectOptions& options) {
    return caught<azoth::OperationalError>(
        [&] { static_cast<void>(azoth::drivers::libpq::driver().connect(options)); });
}

std::int64_t backend_of(azoth::drivers::Connection& connection) {
    auto select = connection.prepare("SELECT pg_backend_pid()");
    select->execute();
    REQUIRE(select->next());
    return select->integer(0);
}

void terminate(std::int64_t backend) {
    const auto killer = connect_postgresql();
    auto statement = killer->prepare("SELECT pg_terminate_backend($1, 5000)");
    statement->bind(0, azoth::ValueView::integer(backend));
    statement->execute();
}

/// A server that accepts connections and never says a word.
class SilentServer {
public:
    SilentServer() : socket_(socket(AF_UNIX, SOCK_STREAM, 0)) {
        folder_ = "/tmp/azoth-silent-" + std::to_string(getpid());
        REQUIRE(std::system(("mkdir -p " + folder_).c_str()) == 0);
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        (folder_ + "/.s.PGSQL.5432").copy(address.sun_path, sizeof address.sun_path - 1);
        REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(listen(socket_, 4) == 0);
    }
    SilentServer(const SilentServer&) = delete;
    SilentServer& operator=(const SilentServer&) = delete;
    ~SilentServer() {
        close(socket_);
        static_cast<void>(std::system(("rm -rf " + folder_).c_str()));
    }
    [[nodiscard]] const std::string& folder() const noexcept { return folder_; }

private:
    int socket_;
    std::string folder_;
};

}  // namespace

TEST_CASE("PostgreSQL: a violated constraint is named with its table and columns") {
    const auto connection = connect_postgresql();
    connection->run_script(
        "CREATE TEMPORARY TABLE p (id int PRIMARY KEY, a text NOT NULL, b int CONSTRAINT ck_b "
        "CHECK (b > 0), "
        "CONSTRAINT uq_a UNIQUE (a)); CREATE TEMPORARY TABLE q (p_id int CONSTRAINT fk_p "
        "REFERENCES p);"
        "INSERT INTO p VALUES (1, 'x', 1)");

    const auto unique =
        error_of<azoth::IntegrityError>(*connection, "INSERT INTO p VALUES (2, 'x', 1)");
    const auto null =
        error_of<azoth::IntegrityError>(*connection, "INSERT INTO p VALUES (2, NULL, 1)");
    const auto check =
        error_of<azoth::IntegrityError>(*connection, "INSERT INTO p VALUES (2, 'y', 0)");
    const auto foreign = error_of<azoth::IntegrityError>(*connection, "INSERT INTO q VALUES (9)");

    CHECK(unique.code() == "unique-violation");
    CHECK(unique.sqlstate() == "23505");
    CHECK(unique.constraint() == "uq_a");
    CHECK(unique.details().table == "p");
    CHECK(unique.statement() == "INSERT INTO p VALUES (2, 'x', 1)");
    CHECK(std::string{unique.what()} ==
          "cannot execute \"INSERT INTO p VALUES (2, 'x', 1)\": duplicate key value violates "
          "unique constraint "
          "\"uq_a\"; a row with this value exists already: change one of the two");
    CHECK(null.code() == "not-null-violation");
    CHECK(null.details().column == "a");
    CHECK(check.code() == "check-violation");
    CHECK(check.constraint() == "ck_b");
    CHECK(foreign.code() == "foreign-key-violation");
    CHECK(foreign.constraint() == "fk_p");
    CHECK_FALSE(connection->in_transaction());
}

TEST_CASE("PostgreSQL: the row that violates a constraint is shown where values may be") {
    auto options = postgresql_options();
    options.values = azoth::drivers::ValuesInErrors::Shown;
    const auto open = azoth::drivers::libpq::driver().connect(options);
    const auto discreet = connect_postgresql();
    const auto said = [](azoth::drivers::Connection& connection) {
        connection.run_script("CREATE TEMPORARY TABLE t (a text NOT NULL UNIQUE)");
        auto insert = connection.prepare("INSERT INTO t VALUES ('secret'), ('secret')");
        return std::string{caught<azoth::IntegrityError>([&] { insert->execute(); }).what()};
    };

    CHECK(said(*open).find("(Key (a)=(secret) already exists.)") != std::string::npos);
    CHECK(said(*discreet).find("already exists.)") == std::string::npos);
}

TEST_CASE("PostgreSQL: wrong statements say what is wrong, with the server's hint") {
    const auto connection = connect_postgresql();
    connection->run_script("CREATE TEMPORARY TABLE t (name text)");
    const auto code_of = [&](std::string_view sql) {
        return std::string{error_of<azoth::ProgrammingError>(*connection, sql).code()};
    };

    CHECK(code_of("SELECT * FROM surely_missing") == "missing-table");
    CHECK(code_of("SELECT nonsense FROM t") == "missing-column");
    CHECK(code_of("SELEKT 1") == "syntax-error");
    CHECK(code_of("CREATE TEMPORARY TABLE t (a int)") == "already-exists");
    CHECK(code_of("SELECT nonsense()") == "statement-refused");
    CHECK(code_of("SELECT 1; SELECT 2") == "syntax-error");
    CHECK(error_of<azoth::ProgrammingError>(*connection, "SELECT nam FROM t")
              .message()
              .find("t.name") != std::string::npos);
    CHECK(error_of<azoth::DataError>(*connection, "SELECT 1 / 0").code() == "bad-value");
    CHECK_THROWS_AS(static_cast<void>(connection->prepare(std::string_view{"SELECT 1\0;", 10})),
                    azoth::ProgrammingError);
}

TEST_CASE(
    "PostgreSQL: after an error the transaction must be rolled back, and the message says so") {
    const auto connection = connect_postgresql();
    connection->defer("BEGIN");
    CHECK_THROWS_AS(connection->prepare("SELECT 1 / 0")->execute(), azoth::DataError);
    CHECK(connection->in_transaction());

    const auto error = error_of<azoth::OperationalError>(*connection, "SELECT 1");

    CHECK(error.code() == "transaction-aborted");
    CHECK(error.message().find("roll back") != std::string::npos);
    connection->run_script("ROLLBACK");
    connection->prepare("SELECT 1")->execute();
}

TEST_CASE("PostgreSQL: serialisation failures and locks are worth another try") {
    const auto first = connect_postgresql();
    const auto second = connect_postgresql();
    first->run_script(
        "DROP TABLE IF EXISTS azoth_serial; CREATE TABLE azoth_serial (a int); "
        "INSERT INTO azoth_serial VALUES (1)");
    first->run_script("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM azoth_serial");
    second->run_script("UPDATE azoth_serial SET a = 2");

    const auto serial =
        error_of<azoth::SerializationError>(*first, "UPDATE azoth_serial SET a = 3");
    first->run_script("ROLLBACK; BEGIN; UPDATE azoth_serial SET a = 4");
    const auto locked =
        error_of<azoth::OperationalError>(*second, "SELECT * FROM azoth_serial FOR UPDATE NOWAIT");

    CHECK(serial.code() == "serialization-failure");
    CHECK(serial.retryable());
    CHECK(locked.code() == "database-locked");
    CHECK(locked.retryable());
    first->run_script("ROLLBACK; DROP TABLE azoth_serial");
}

TEST_CASE("PostgreSQL: a deadlock is worth another try") {
    const auto first = connect_postgresql();
    const auto second = connect_postgresql();
    first->run_script(
        "DROP TABLE IF EXISTS azoth_a, azoth_b; CREATE TABLE azoth_a (); CREATE TABLE azoth_b ()");
    first->run_script("BEGIN; SET LOCAL deadlock_timeout = '10ms'; LOCK TABLE azoth_a");
    second->run_script("BEGIN; SET LOCAL deadlock_timeout = '1h'; LOCK TABLE azoth_b");
    std::thread other{[&] {
        // Waits until the first one has fallen victim.
        second->run_script("LOCK TABLE azoth_a");
        second->run_script("ROLLBACK");
    }};

    const auto error =
        caught<azoth::SerializationError>([&] { first->run_script("LOCK TABLE azoth_b"); });
    first->run_script("ROLLBACK");
    other.join();

    CHECK(error.code() == "deadlock");
    CHECK(error.retryable());
    first->run_script("DROP TABLE azoth_a, azoth_b");
}

TEST_CASE("PostgreSQL: a server-side statement timeout is a query timeout") {
    const auto connection = connect_postgresql();
    connection->run_script("SET statement_timeout = '20ms'");

    CHECK(error_of<azoth::QueryTimeout>(*connection, "SELECT pg_sleep(60)").code() ==
          "query-timeout");
}

TEST_CASE("PostgreSQL: a read-only connection refuses to write") {
    auto options = postgresql_options();
    options.read_only = true;
    const auto connection = azoth::drivers::libpq::driver().connect(options);

    CHECK(
        error_of<azoth::OperationalError>(*connection, "CREATE TABLE never_made (a int)").code() ==
        "read-only-database");
}

TEST_CASE("PostgreSQL: rights, limits and states of the server have codes of their own") {
    const auto connection = connect_postgresql();
    connection->run_script(
        "DROP ROLE IF EXISTS azoth_nobody; CREATE ROLE azoth_nobody LOGIN CONNECTION LIMIT 0;"
        "CREATE TEMPORARY SEQUENCE never_used");
    auto options = postgresql_options();
    options.url.user = "azoth_nobody";

    CHECK(error_of_connecting(options).code() == "too-many-connections");
    CHECK(error_of<azoth::OperationalError>(*connection, "SELECT currval('never_used')").code() ==
          "statement-failed");
    connection->run_script("SET ROLE azoth_nobody");
    CHECK(error_of<azoth::OperationalError>(*connection, "CREATE DATABASE never_made").code() ==
          "permission-denied");
    connection->run_script("RESET ROLE; DROP ROLE azoth_nobody");
}

TEST_CASE("PostgreSQL: a killed backend is a lost connection, for statements, scripts and ping") {
    const auto by_statement = connect_postgresql();
    terminate(backend_of(*by_statement));
    const auto error = error_of<azoth::ConnectionLost>(*by_statement, "SELECT 1");
    CHECK(error.code() == "connection-lost");
    CHECK(error.connection_lost());
    CHECK(error.retryable());
    CHECK_FALSE(by_statement->is_usable());
    CHECK(error_of<azoth::ConnectionLost>(*by_statement, "SELECT 1").code() == "connection-lost");

    const auto by_script = connect_postgresql();
    terminate(backend_of(*by_script));
    CHECK_THROWS_AS(by_script->run_script("SELECT 1"), azoth::ConnectionLost);
    CHECK_FALSE(by_script->is_usable());

    const auto by_ping = connect_postgresql();
    terminate(backend_of(*by_ping));
    CHECK_FALSE(by_ping->ping());
    CHECK_FALSE(by_ping->is_usable());

    const auto in_transaction = connect_postgresql();
    auto suicide = in_transaction->prepare("SELECT pg_terminate_backend(pg_backend_pid())");
    CHECK_THROWS_AS(suicide->execute(), azoth::ConnectionLost);
    CHECK_FALSE(in_transaction->is_usable());
}

TEST_CASE("PostgreSQL: a server that cannot be reached, and what to do") {
    auto options = postgresql_options();
    options.url = azoth::Url::parse("postgresql://anna:hunter2@127.0.0.1:1/shop");
    const auto refused = error_of_connecting(options);
    options.url = azoth::Url::parse("postgresql:///shop?host=/surely/missing");
    const auto no_folder = error_of_connecting(options);
    options.url = azoth::Url::parse("postgresql://" + std::string(64, 'h') + "/shop");
    const auto no_host = error_of_connecting(options);

    CHECK(refused.code() == "cannot-connect");
    CHECK(refused.message().starts_with(
        "cannot connect to \"postgresql://anna:***@127.0.0.1:1/shop\": "));
    CHECK(refused.message().find("hunter2") == std::string::npos);
    CHECK(refused.message().find("check that the server runs") != std::string::npos);
    CHECK(no_folder.code() == "cannot-connect");
    CHECK(no_host.code() == "cannot-connect");
    CHECK(no_host.message().find("could not translate host name") != std::string::npos);
    CHECK(refused.message().find("Is the server running") == std::string::npos);
}

TEST_CASE("PostgreSQL: a database or a user that does not exist") {
    auto options = postgresql_options();
    options.url.database = "surely_missing";
    const auto no_database = error_of_connecting(options);
    options = postgresql_options();
    options.url.user = "surely_missing";
    const auto no_user = error_of_connecting(options);

    CHECK(no_database.code() == "database-missing");
    CHECK(no_database.message().find("createdb surely_missing") != std::string::npos);
    CHECK(no_user.code() == "authentication-failed");
}

TEST_CASE("PostgreSQL: unknown options of the URL are refused with the nearest known one") {
    auto options = postgresql_options();
    options.url.query.emplace_back("sslmod", "require");

    const auto error = caught<azoth::ArgumentError>(
        [&] { static_cast<void>(azoth::drivers::libpq::driver().connect(options)); });

    CHECK(error.code() == "bad-url");
    CHECK(error.message().ends_with("unknown option \"sslmod\"; did you mean \"sslmode\"?"));
}

TEST_CASE("PostgreSQL: a server that says nothing runs into the connect timeout") {
    const SilentServer server;
    auto options = postgresql_options();
    options.url = azoth::Url::parse("postgresql://u@/x?host=" + server.folder());
    options.connect_timeout_milliseconds = 50;

    const auto error = error_of_connecting(options);

    CHECK(error.code() == "connect-timeout");
    CHECK(error.message().find("within 50 ms") != std::string::npos);
}
