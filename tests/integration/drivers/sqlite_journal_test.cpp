// SPDX-License-Identifier: MIT
#include <azoth/core.hpp>

#include "integration/drivers/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace {

using namespace azoth;

std::string mode_of(const Engine& engine) {
    return engine.connect().execute(text("PRAGMA journal_mode").columns<std::string>()).one();
}

std::string code_of(const std::string& url) {
    try {
        (void)create_engine(url).connect();
    } catch (const Error& error) {
        return std::string{error.code()};
    }
    return {};
}

}  // namespace

TEST_CASE("SQLite: a file that an engine makes has a write-ahead log, one that is there stays") {
    const test_support::TemporaryFolder folder;
    const std::string plain = "sqlite:///" + folder.file("plain.db");
    const std::string empty = "sqlite:///" + folder.file("empty.db");
    std::ofstream{folder.file("empty.db")};
    create_engine(plain, {.new_file = NewFile::Plain}).begin([](Connection& connection) {
        connection.run_script("CREATE TABLE t (a)");
    });

    CHECK(mode_of(create_engine("sqlite:///" + folder.file("new.db"))) == "wal");
    CHECK(mode_of(create_engine("sqlite:///" + folder.file("new.db"))) == "wal");
    CHECK(mode_of(create_engine(plain)) == "delete");
    CHECK(mode_of(create_engine(empty)) == "delete");
    CHECK(mode_of(create_engine("sqlite://")) == "memory");
}

TEST_CASE("SQLite: the URL may ask for another journal mode") {
    const test_support::TemporaryFolder folder;
    const std::string url = "sqlite:///" + folder.file("a.db");

    CHECK(mode_of(create_engine(url + "?journal_mode=delete")) == "delete");
    CHECK(mode_of(create_engine(url + "?journal_mode=wal")) == "wal");
    CHECK(mode_of(create_engine(url + "?journal_mode=keep")) == "wal");
    CHECK(mode_of(create_engine(url + "?journal_mode=persist")) == "persist");
    CHECK(mode_of(create_engine("sqlite:///" + folder.file("b.db") + "?journal_mode=keep")) ==
          "delete");
    CHECK(code_of(url + "?journal_mode=fast") == "bad-url");
    CHECK(mode_of(create_engine(url + "?journal_mode=wal", {.read_only = true})) == "delete");
}

TEST_CASE("SQLite: a journal mode that the file cannot take is refused") {
    const test_support::TemporaryFolder folder;
    const std::string url = "sqlite:///" + folder.file("a.db");
    const Engine engine = create_engine(url);
    Connection connection = engine.connect();
    (void)connection.query("SELECT 1 FROM sqlite_master");

    CHECK(code_of(url + "?journal_mode=delete&busy_timeout=10") == "journal-mode-refused");
}

TEST_CASE("SQLite: a table is not dropped while a result of the same connection is read from it") {
    const Engine engine = create_engine("sqlite://");
    Connection connection = engine.connect();
    connection.run_script("CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
    auto rows = connection.execute(text("SELECT a FROM t").columns<std::int64_t>());
    auto row = rows.begin();
    CHECK(*row == 1);

    try {
        connection.run_script("DROP TABLE t");
        FAIL("the table was dropped");
    } catch (const OperationalError& error) {
        CHECK(error.code() == "table-in-use");
        CHECK_FALSE(error.retryable());
    }
}
