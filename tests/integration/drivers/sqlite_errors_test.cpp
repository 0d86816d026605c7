// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>

#include "drivers/sqlite3/driver.hpp"
#include "integration/drivers/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include <unistd.h>

using azoth::drivers::ConnectOptions;
using azoth::drivers::sqlite::driver;

namespace {

ConnectOptions options_for(const std::string& path,
                           std::vector<std::pair<std::string, std::string>> query = {}) {
    return {.url = {.dialect = "sqlite", .database = path, .query = std::move(query)}};
}

auto open_memory() {
    return driver().connect({.url = {.dialect = "sqlite"}});
}

template <class ExpectedError, class Call>
ExpectedError error_of(Call&& call) {
    try {
        call();
    } catch (const ExpectedError& error) {
        return error;
    }
    FAIL("nothing was thrown");
    return ExpectedError{"", ""};
}

template <class ExpectedError>
ExpectedError error_of_script(azoth::drivers::Connection& connection, std::string_view sql) {
    return error_of<ExpectedError>([&] { connection.run_script(sql); });
}

template <class ExpectedError>
ExpectedError error_of_opening(const ConnectOptions& options) {
    return error_of<ExpectedError>([&] { static_cast<void>(driver().connect(options)); });
}

/// The rights of an ordinary user while the object lives, also when the tests run as root.
class WithoutPrivileges {
public:
    WithoutPrivileges() {
        if (geteuid() == 0) {
            REQUIRE(seteuid(65'534) == 0);
        }
    }
    WithoutPrivileges(const WithoutPrivileges&) = delete;
    WithoutPrivileges& operator=(const WithoutPrivileges&) = delete;
    ~WithoutPrivileges() {
        if (getuid() == 0) {
            REQUIRE(seteuid(0) == 0);
        }
    }
};

}  // namespace

TEST_CASE("SQLite: a violated constraint is named with its table and columns") {
    const auto connection = open_memory();
    connection->run_script(
        "PRAGMA foreign_keys = ON;"
        "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INT, c INT, UNIQUE (a, b),"
        " CONSTRAINT ck_c CHECK (c > 0));"
        "CREATE TABLE r (a TEXT); CREATE UNIQUE INDEX ix_lower ON r (lower(a)); INSERT INTO r "
        "VALUES ('x');"
        "CREATE TABLE q (p_id INT REFERENCES p);"
        "INSERT INTO p VALUES (1, 'x', 1, 1)");

    const auto unique =
        error_of_script<azoth::IntegrityError>(*connection, "INSERT INTO p VALUES (2, 'x', 1, 1)");
    const auto key =
        error_of_script<azoth::IntegrityError>(*connection, "INSERT INTO p VALUES (1, 'y', 1, 1)");
    const auto index =
        error_of_script<azoth::IntegrityError>(*connection, "INSERT INTO r VALUES ('X')");
    const auto null =
        error_of_script<azoth::IntegrityError>(*connection, "INSERT INTO p VALUES (3, NULL, 1, 1)");
    const auto check =
        error_of_script<azoth::IntegrityError>(*connection, "INSERT INTO p VALUES (3, 'z', 1, 0)");
    const auto foreign =
        error_of_script<azoth::IntegrityError>(*connection, "INSERT INTO q VALUES (9)");

    CHECK(unique.code() == "unique-violation");
    CHECK(unique.details().table == "p");
    CHECK(unique.details().column == "a, b");
    CHECK(unique.statement() == "INSERT INTO p VALUES (2, 'x', 1, 1)");
    CHECK(std::string{unique.what()} ==
          "cannot execute \"INSERT INTO p VALUES (2, 'x', 1, 1)\": UNIQUE constraint failed: p.a, "
          "p.b; a row with this "
          "value exists already: change one of the two");
    CHECK(key.code() == "unique-violation");
    CHECK(key.details().column == "id");
    CHECK(index.constraint() == "ix_lower");
    CHECK(null.code() == "not-null-violation");
    CHECK(null.details().column == "a");
    CHECK(check.code() == "check-violation");
    CHECK(check.constraint() == "ck_c");
    CHECK(foreign.code() == "foreign-key-violation");
}

TEST_CASE(
    "SQLite: a foreign key that refuses a removal, and a trigger that raises, are integrity "
    "errors") {
    const auto connection = open_memory();
    connection->run_script(
        "PRAGMA foreign_keys = ON; CREATE TABLE p (id INTEGER PRIMARY KEY);"
        "CREATE TABLE q (p_id INT REFERENCES p ON DELETE RESTRICT);"
        "CREATE TRIGGER no_seven BEFORE INSERT ON p WHEN new.id = 7 BEGIN SELECT RAISE(ABORT, 'no "
        "seven'); END;"
        "INSERT INTO p VALUES (1); INSERT INTO q VALUES (1)");

    const auto removal = error_of_script<azoth::IntegrityError>(*connection, "DELETE FROM p");
    const auto trigger =
        error_of_script<azoth::IntegrityError>(*connection, "INSERT INTO p VALUES (7)");

    CHECK(removal.code() == "foreign-key-violation");
    CHECK(trigger.code() == "constraint-violation");
    CHECK(trigger.message().find("no seven") != std::string::npos);
}

TEST_CASE("SQLite: wrong statements say what is wrong") {
    const auto connection = open_memory();
    connection->run_script("CREATE TABLE t (a)");
    const auto code_of = [&](std::string_view sql) {
        return std::string{error_of_script<azoth::ProgrammingError>(*connection, sql).code()};
    };

    CHECK(code_of("SELECT * FROM missing") == "missing-table");
    CHECK(code_of("SELECT b FROM t") == "missing-column");
    CHECK(code_of("INSERT INTO t (b) VALUES (1)") == "missing-column");
    CHECK(code_of("SELEKT 1") == "syntax-error");
    CHECK(code_of("SELECT (") == "syntax-error");
    CHECK(code_of("CREATE TABLE t (a)") == "already-exists");
    CHECK(code_of("COMMIT") == "statement-refused");
    CHECK(error_of_script<azoth::DataError>(*connection, "SELECT abs(-9223372036854775807 - 1)")
              .code() == "bad-value");
    CHECK(error_of_script<azoth::DataError>(*connection, "SELECT zeroblob(2000000000)").code() ==
          "value-too-large");
}

TEST_CASE("SQLite: a failing statement can be corrected and run again") {
    const auto connection = open_memory();
    connection->run_script("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)");
    auto insert = connection->prepare("INSERT INTO t VALUES (?)");
    insert->bind(0, azoth::ValueView::integer(1));
    CHECK_THROWS_AS(insert->execute(), azoth::IntegrityError);

    insert->bind(0, azoth::ValueView::integer(2));
    insert->execute();

    CHECK(insert->affected_rows() == 1);
}

TEST_CASE("SQLite: a lock held by another connection is reported as worth another try") {
    test_support::TemporaryFolder folder;
    const auto path = folder.file("a.db");
    const auto holder = driver().connect(options_for(path));
    const auto other = driver().connect(options_for(path, {{"busy_timeout", "0"}}));
    holder->run_script("CREATE TABLE t (a); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)");

    const auto error = error_of_script<azoth::OperationalError>(*other, "INSERT INTO t VALUES (2)");

    CHECK(error.code() == "database-locked");
    CHECK(error.retryable());
    CHECK(error.message().find(path) != std::string::npos);
}

TEST_CASE("SQLite: a transaction whose snapshot is out of date must be run again") {
    test_support::TemporaryFolder folder;
    const auto path = folder.file("a.db");
    const auto first = driver().connect(options_for(path, {{"busy_timeout", "0"}}));
    const auto second = driver().connect(options_for(path, {{"busy_timeout", "0"}}));
    first->run_script("PRAGMA journal_mode = WAL; CREATE TABLE t (a); BEGIN; SELECT * FROM t");
    second->run_script("INSERT INTO t VALUES (1)");

    const auto error =
        error_of_script<azoth::SerializationError>(*first, "INSERT INTO t VALUES (2)");

    CHECK(error.code() == "serialization-failure");
    CHECK(error.retryable());
}

TEST_CASE("SQLite: a file that cannot be opened says why and what to do") {
    test_support::TemporaryFolder folder;
    std::ofstream{folder.file("text.db")}
        << "this is certainly no database, it is a text of some length.";

    const auto no_folder =
        error_of_opening<azoth::OperationalError>(options_for(folder.file("none/a.db")));
    const auto no_file = error_of_opening<azoth::OperationalError>(
        options_for(folder.file("a.db"), {{"mode", "rw"}}));
    const auto is_folder =
        error_of_opening<azoth::OperationalError>(options_for(folder.path().string()));
    const auto in_file =
        error_of_opening<azoth::OperationalError>(options_for(folder.file("text.db/a.db")));
    const auto no_database =
        error_of_opening<azoth::OperationalError>(options_for(folder.file("text.db")));

    CHECK(no_folder.code() == "cannot-open-file");
    CHECK(std::string{no_folder.what()} ==
          "cannot open the database \"" + folder.file("none/a.db") + "\": the folder \"" +
              folder.file("none") + "\" does not exist; create it, or correct the path");
    CHECK(no_file.code() == "file-missing");
    CHECK(is_folder.code() == "cannot-open-file");
    CHECK(in_file.code() == "cannot-open-file");
    CHECK(no_database.code() == "not-a-database");
    CHECK_FALSE(std::filesystem::exists(folder.file("a.db")));
}

TEST_CASE("SQLite: a database opened for reading refuses to be written") {
    test_support::TemporaryFolder folder;
    const auto path = folder.file("a.db");
    driver().connect(options_for(path))->run_script("CREATE TABLE t (a)");
    auto options = options_for(path);
    options.read_only = true;
    const auto connection = driver().connect(options);
    auto missing = options_for(folder.file("b.db"));
    missing.read_only = true;

    const auto error =
        error_of_script<azoth::OperationalError>(*connection, "INSERT INTO t VALUES (1)");
    const auto no_file = error_of_opening<azoth::OperationalError>(missing);

    CHECK(error.code() == "read-only-database");
    CHECK(error.message().find(path) != std::string::npos);
    CHECK(no_file.code() == "file-missing");
    const auto by_mode = driver().connect(options_for(path, {{"mode", "ro"}}));
    CHECK(error_of_script<azoth::OperationalError>(*by_mode, "DELETE FROM t").code() ==
          "read-only-database");
}

TEST_CASE("SQLite: a file without the right to write is reported at the first write") {
    test_support::TemporaryFolder folder;
    const auto path = folder.file("a.db");
    driver().connect(options_for(path))->run_script("CREATE TABLE t (a)");
    std::filesystem::permissions(path, std::filesystem::perms{0444});
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0555});
    const WithoutPrivileges ordinary;

    const auto connection = driver().connect(options_for(path));

    CHECK(
        error_of_script<azoth::OperationalError>(*connection, "INSERT INTO t VALUES (1)").code() ==
        "read-only-database");
    const auto in_folder =
        error_of_opening<azoth::OperationalError>(options_for(folder.file("b.db")));
    CHECK(in_folder.code() == "cannot-open-file");
    CHECK(in_folder.message().find("may not be written") != std::string::npos);
}

TEST_CASE("SQLite: a file that may not be read is reported when it is opened") {
    test_support::TemporaryFolder folder;
    const auto path = folder.file("a.db");
    driver().connect(options_for(path))->run_script("CREATE TABLE t (a)");
    std::filesystem::permissions(path, std::filesystem::perms{0000});
    std::filesystem::permissions(folder.path(), std::filesystem::perms{0555});
    const WithoutPrivileges ordinary;

    const auto error = error_of_opening<azoth::OperationalError>(options_for(path));

    CHECK(error.code() == "cannot-open-file");
    CHECK(error.message().find("may not be read") != std::string::npos);
}

TEST_CASE("SQLite: a damaged file is reported as such") {
    test_support::TemporaryFolder folder;
    const auto path = folder.file("a.db");
    driver()
        .connect(options_for(path))
        ->run_script("CREATE TABLE t (a); INSERT INTO t VALUES (zeroblob(100000))");
    std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(4096);
    file << std::string(4096, '\x7f');
    file.close();
    const auto connection = driver().connect(options_for(path));

    CHECK(error_of_script<azoth::OperationalError>(*connection, "SELECT * FROM t").code() ==
          "database-corrupt");
}

TEST_CASE("SQLite: a database that may not grow reports a full disk") {
    test_support::TemporaryFolder folder;
    const auto connection = driver().connect(options_for(folder.file("a.db")));
    connection->run_script("CREATE TABLE t (a); PRAGMA max_page_count = 10");

    const auto error = error_of_script<azoth::OperationalError>(
        *connection, "INSERT INTO t VALUES (zeroblob(1000000))");

    CHECK(error.code() == "disk-full");
}

TEST_CASE("SQLite: options of the URL are checked, and odd file names are no options") {
    test_support::TemporaryFolder folder;
    const auto odd = folder.file("a?b#c%41 ü.db");

    driver().connect(options_for(odd))->run_script("CREATE TABLE t (a)");

    CHECK(std::filesystem::exists(odd));
    const auto unknown =
        error_of_opening<azoth::ArgumentError>(options_for(odd, {{"bussy_timeout", "1"}}));
    CHECK(unknown.code() == "bad-url");
    CHECK(unknown.message().ends_with(
        "unknown option \"bussy_timeout\"; did you mean \"busy_timeout\"?"));
    CHECK(error_of_opening<azoth::ArgumentError>(options_for(odd, {{"busy_timeout", "soon"}}))
              .code() == "bad-url");
}

TEST_CASE("SQLite: a path may begin with several slashes") {
    test_support::TemporaryFolder folder;
    const auto file = folder.file("plain.db");

    driver().connect(options_for('/' + file))->run_script("CREATE TABLE t (a)");

    CHECK(std::filesystem::exists(file));
}

TEST_CASE("SQLite: a URL with a server is no database in memory") {
    const auto said = [](const char* url) {
        return error_of_opening<azoth::ArgumentError>({.url = azoth::Url::parse(url)}).message();
    };
    const std::string why =
        ": SQLite has no server, and what follows \"sqlite://\" up to the next slash is one; write "
        "sqlite:///app.db for a file, sqlite:// for memory";

    CHECK(said("sqlite://app.db") == "cannot use the URL \"sqlite://app.db\"" + why);
    CHECK(said("sqlite://folder/app.db") == "cannot use the URL \"sqlite://folder/app.db\"" + why);
    CHECK(said("sqlite://u:p@/app.db") == "cannot use the URL \"sqlite://u:***@/app.db\"" + why);
    CHECK(said("sqlite:///app.db?mode=read") ==
          "cannot use the URL \"sqlite:///app.db?mode=read\": mode is \"read\"; write ro, rw, rwc "
          "or memory");
}

TEST_CASE("SQLite: a named database in memory can be shared, a nameless one is private") {
    const auto first =
        driver().connect(options_for("shared", {{"mode", "memory"}, {"cache", "shared"}}));
    const auto second =
        driver().connect(options_for("shared", {{"mode", "memory"}, {"cache", "shared"}}));
    const auto other = open_memory();

    first->run_script("CREATE TABLE t (a)");

    second->run_script("SELECT a FROM t");
    CHECK_THROWS_AS(other->run_script("SELECT a FROM t"), azoth::ProgrammingError);
}
