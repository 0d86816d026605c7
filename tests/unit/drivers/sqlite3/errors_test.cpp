// SPDX-License-Identifier: MIT
#include "drivers/sqlite3/errors.hpp"

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

#include <sqlite3.h>

using azoth::drivers::sqlite::Interruption;
using azoth::drivers::sqlite::throw_failure;

namespace {

template <class ExpectedError>
std::string code_of(int code, std::string_view message = "message") {
    try {
        throw_failure({.code = code, .message = message, .sql = "SELECT 1", .file = "a.db"});
    } catch (const ExpectedError& error) {
        CHECK(error.statement() == "SELECT 1");
        CHECK(error.message().find("; ") != std::string::npos);
        return std::string{error.code()};
    }
}

}  // namespace

TEST_CASE("result codes of SQLite become errors of the kind that fits") {
    CHECK(code_of<azoth::OperationalError>(SQLITE_IOERR_READ) == "io-error");
    CHECK(code_of<azoth::OperationalError>(SQLITE_NOMEM) == "out-of-memory");
    CHECK(code_of<azoth::OperationalError>(SQLITE_CORRUPT) == "database-corrupt");
    CHECK(code_of<azoth::OperationalError>(SQLITE_NOTADB) == "not-a-database");
    CHECK(code_of<azoth::OperationalError>(SQLITE_CANTOPEN) == "cannot-open-file");
    CHECK(code_of<azoth::OperationalError>(SQLITE_AUTH) == "permission-denied");
    CHECK(code_of<azoth::OperationalError>(SQLITE_MISUSE) == "statement-failed");
    CHECK(code_of<azoth::OperationalError>(SQLITE_LOCKED_SHAREDCACHE) == "database-locked");
    CHECK(code_of<azoth::SerializationError>(SQLITE_BUSY_SNAPSHOT) == "serialization-failure");
    CHECK(code_of<azoth::IntegrityError>(SQLITE_CONSTRAINT) == "constraint-violation");
    CHECK(code_of<azoth::DataError>(SQLITE_MISMATCH, "datatype mismatch") == "bad-value");
    CHECK(code_of<azoth::DataError>(SQLITE_ERROR, "malformed JSON") == "bad-value");
}

TEST_CASE(
    "a long statement is cut in the message, not in the details, and never inside a character") {
    const std::string sql = "SELECT '" + std::string(191, 'x') + "üüü'";

    try {
        throw_failure({.code = SQLITE_ERROR, .message = "no such table: t", .sql = sql});
    } catch (const azoth::ProgrammingError& error) {
        CHECK(error.statement() == sql);
        CHECK(error.details().table == "t");
        CHECK(error.message().find("x…\": no such table: t") != std::string::npos);
    }
}
