// SPDX-License-Identifier: MIT
#include "drivers/sqlite3/errors.hpp"

#include <azoth/base/error.hpp>

#include "drivers/statement_excerpt.hpp"

#include <sqlite3.h>

namespace azoth::drivers::sqlite {

namespace {

std::string message_for(const Failure& failure, std::string_view way_out) {
    std::string result = "cannot execute " + excerpt(failure.sql) + ": ";
    result += failure.message;
    result += "; ";
    return result += way_out;
}

ErrorDetails details_of(const Failure& failure) {
    return {.statement = std::string{failure.sql}};
}

std::string_view after(std::string_view text, std::string_view prefix) {
    const auto at = text.find(prefix);
    return at == std::string_view::npos ? std::string_view{} : text.substr(at + prefix.size());
}

/// `table.a, table.b` -> table `table`, columns `a, b`.
void split_columns(std::string_view list, ErrorDetails& details) {
    while (!list.empty()) {
        const auto end = list.find(", ");
        const std::string_view item = list.substr(0, end);
        const auto dot = item.find('.');
        if (dot == std::string_view::npos) {
            return;
        }
        details.table = item.substr(0, dot);
        details.column += (details.column.empty() ? "" : ", ") + std::string{item.substr(dot + 1)};
        list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 2);
    }
}

/// `index 'ix'` of a unique index over expressions.
std::string index_name(std::string_view text) {
    std::string_view name = after(text, "index '");
    return std::string{name.substr(0, name.empty() ? 0 : name.size() - 1)};
}

[[noreturn]] void throw_integrity(const Failure& failure) {
    ErrorDetails details = details_of(failure);
    const std::string_view what = after(failure.message, "constraint failed: ");
    switch (failure.code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            split_columns(what, details);
            details.constraint = index_name(what);
            throw IntegrityError{
                "unique-violation",
                message_for(failure, "a row with this value exists already: change one of the two"),
                std::move(details)};
        case SQLITE_CONSTRAINT_NOTNULL:
            split_columns(what, details);
            throw IntegrityError{"not-null-violation",
                                 message_for(failure, "give the column a value or a default"),
                                 std::move(details)};
        case SQLITE_CONSTRAINT_CHECK:
            details.constraint = what;
            throw IntegrityError{"check-violation",
                                 message_for(failure, "give a value that the check accepts"),
                                 std::move(details)};
        case SQLITE_CONSTRAINT_FOREIGNKEY:
        case SQLITE_CONSTRAINT_TRIGGER:
            if (failure.code == SQLITE_CONSTRAINT_FOREIGNKEY ||
                failure.message.starts_with("FOREIGN KEY")) {
                throw IntegrityError{"foreign-key-violation",
                                     message_for(failure,
                                                 "write the row that is referred to first, or "
                                                 "remove the rows that refer to it"),
                                     std::move(details)};
            }
            [[fallthrough]];
        default:
            throw IntegrityError{"constraint-violation",
                                 message_for(failure, "give a value that the table accepts"),
                                 std::move(details)};
    }
}

[[noreturn]] void throw_refused_upgrade(const Failure& failure) {
    ErrorDetails details = details_of(failure);
    details.retryable = true;
    const std::string_view who = failure.code == SQLITE_BUSY_SNAPSHOT
                                     ? "another connection has written since then"
                                     : "another connection is writing now";
    throw SerializationError{
        "serialization-failure",
        "cannot execute " + excerpt(failure.sql) + ": the transaction began by reading, and " +
            std::string{who} +
            "; roll it back and run it again, as retry(work) does, or let it write from the begin: "
            "begin(work) of the engine or session maker, or Access::ReadWrite",
        std::move(details)};
}

[[noreturn]] void throw_locked(const Failure& failure) {
    if (failure.is_refused_upgrade || failure.code == SQLITE_BUSY_SNAPSHOT) {
        throw_refused_upgrade(failure);
    }
    ErrorDetails details = details_of(failure);
    if (failure.code == SQLITE_LOCKED) {
        throw OperationalError{
            "table-in-use",
            message_for(failure,
                        "a result of this connection is still being read from it: read it to the "
                        "end, or close it"),
            std::move(details)};
    }
    details.retryable = true;
    throw OperationalError{
        "database-locked",
        message_for(
            failure,
            "another connection is writing to " + shown_file(failure.file) +
                ", or reading where the file has no write-ahead log (journal_mode=wal): run the "
                "transaction again, keep transactions short, or raise busy_timeout"),
        std::move(details)};
}

[[noreturn]] void throw_interrupted(const Failure& failure) {
    if (failure.interruption == Interruption::TimedOut) {
        throw QueryTimeout{
            "query-timeout",
            "cannot finish " + excerpt(failure.sql) +
                ": the query timeout has passed; raise query_timeout or make the statement faster",
            details_of(failure)};
    }
    throw OperationalError{
        "query-cancelled",
        "cannot finish " + excerpt(failure.sql) +
            ": it was cancelled from another thread; run it again if that was not meant",
        details_of(failure)};
}

[[noreturn]] void throw_programming(const Failure& failure) {
    ErrorDetails details = details_of(failure);
    const std::string_view message = failure.message;
    if (const auto table = after(message, "no such table: "); !table.empty()) {
        details.table = table;
        throw ProgrammingError{
            "missing-table",
            message_for(failure, "create it, or bring the database up to date with its migrations"),
            std::move(details)};
    }
    if (message.find("no such column: ") != std::string_view::npos ||
        message.find(" has no column named ") != std::string_view::npos) {
        throw ProgrammingError{
            "missing-column",
            message_for(failure,
                        "check the name, or bring the database up to date with its migrations"),
            std::move(details)};
    }
    if (message.ends_with(" already exists")) {
        throw ProgrammingError{"already-exists",
                               message_for(failure, "drop it first, or choose another name"),
                               std::move(details)};
    }
    if (message.find("syntax error") != std::string_view::npos || message == "incomplete input" ||
        message.starts_with("unrecognized token")) {
        throw ProgrammingError{
            "syntax-error", message_for(failure, "correct the statement"), std::move(details)};
    }
    if (message == "integer overflow" || message.starts_with("malformed JSON")) {
        throw DataError{"bad-value",
                        message_for(failure, "give a value that the expression can work with"),
                        std::move(details)};
    }
    throw ProgrammingError{
        "statement-refused", message_for(failure, "correct the statement"), std::move(details)};
}

[[noreturn]] void throw_file_trouble(const Failure& failure) {
    const std::string file = shown_file(failure.file);
    switch (failure.code & 0xff) {
        case SQLITE_READONLY:
            if (failure.code == SQLITE_READONLY && failure.may_write) {
                throw OperationalError{
                    "read-only-database",
                    message_for(failure,
                                "the transaction was begun for reading only: write in begin(work), "
                                "without read_only"),
                    details_of(failure)};
            }
            throw OperationalError{
                "read-only-database",
                message_for(failure,
                            "the file " + file +
                                " or its folder may not be written: give this user the right "
                                "to write, and open it without read_only and mode=ro"),
                details_of(failure)};
        case SQLITE_FULL:
            throw OperationalError{"disk-full",
                                   message_for(failure, "make room where " + file + " is kept"),
                                   details_of(failure)};
        case SQLITE_CORRUPT:
            throw OperationalError{
                "database-corrupt",
                message_for(failure, "restore " + file + " from a backup, or see sqlite3 .recover"),
                details_of(failure)};
        case SQLITE_NOTADB:
            throw OperationalError{
                "not-a-database",
                message_for(failure, file + " is something else or encrypted: check the path"),
                details_of(failure)};
        case SQLITE_CANTOPEN:
            throw OperationalError{
                "cannot-open-file",
                message_for(failure,
                            "check that " + file + " and its folder exist and are accessible"),
                details_of(failure)};
        default:
            throw OperationalError{"io-error",
                                   message_for(failure, "check the disk that holds " + file),
                                   details_of(failure)};
    }
}

}  // namespace

void throw_failure(const Failure& failure) {
    switch (failure.code & 0xff) {
        case SQLITE_CONSTRAINT:
            throw_integrity(failure);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw_locked(failure);
        case SQLITE_INTERRUPT:
            throw_interrupted(failure);
        case SQLITE_ERROR:
            throw_programming(failure);
        case SQLITE_READONLY:
        case SQLITE_FULL:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_CANTOPEN:
        case SQLITE_IOERR:
        case SQLITE_NOLFS:
        case SQLITE_PROTOCOL:
            throw_file_trouble(failure);
        case SQLITE_TOOBIG:
            throw DataError{"value-too-large",
                            message_for(failure, "store it in pieces, or outside the database"),
                            details_of(failure)};
        case SQLITE_MISMATCH:
            throw DataError{"bad-value",
                            message_for(failure, "give the column a value of its type"),
                            details_of(failure)};
        case SQLITE_AUTH:
        case SQLITE_PERM:
            throw OperationalError{"permission-denied",
                                   message_for(failure, "ask for the right to do this"),
                                   details_of(failure)};
        case SQLITE_NOMEM:
            throw OperationalError{"out-of-memory",
                                   message_for(failure, "free memory and run it again"),
                                   details_of(failure)};
        default:
            throw OperationalError{"statement-failed",
                                   message_for(failure,
                                               "see www.sqlite.org/rescode.html, code " +
                                                   std::to_string(failure.code)),
                                   details_of(failure)};
    }
}

}  // namespace azoth::drivers::sqlite
