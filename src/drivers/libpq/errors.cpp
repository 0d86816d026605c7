// SPDX-License-Identifier: MIT
#include "drivers/libpq/errors.hpp"

#include <azoth/base/error.hpp>

#include "drivers/statement_excerpt.hpp"

#include <utility>

namespace azoth::drivers::libpq {

namespace {

std::string_view field(const PGresult* result, int code) noexcept {
    const char* const text = PQresultErrorField(result, code);
    return text == nullptr ? std::string_view{} : text;
}

/// One failure: what the server says and what was being done.
class Failure {
public:
    Failure(const PGresult* result, std::string_view sql, ValuesInErrors values)
        : result_(result), sql_(sql), state_(field(result, PG_DIAG_SQLSTATE)), values_(values) {}

    [[nodiscard]] std::string_view state() const noexcept { return state_; }
    [[nodiscard]] bool is_class(std::string_view two) const noexcept {
        return state_.starts_with(two);
    }
    [[nodiscard]] std::string_view primary() const noexcept {
        return field(result_, PG_DIAG_MESSAGE_PRIMARY);
    }

    /// `cannot execute "…": primary (detail); way out`. The server's own hint is better than ours.
    [[nodiscard]] std::string message(std::string_view way_out) const {
        std::string why = on_one_line(primary());
        if (why.empty()) {
            why = on_one_line(PQresultErrorMessage(result_));
        }
        if (const auto detail = shown_detail(); !detail.empty()) {
            why += " (" + on_one_line(detail) + ')';
        }
        const std::string hint = on_one_line(field(result_, PG_DIAG_MESSAGE_HINT));
        return "cannot execute " + excerpt(sql_) + ": " + why + "; " +
               (hint.empty() ? std::string{way_out} : hint);
    }

    [[nodiscard]] ErrorDetails details() const {
        return {.statement = std::string{sql_},
                .sqlstate = std::string{state_},
                .constraint = std::string{field(result_, PG_DIAG_CONSTRAINT_NAME)},
                .table = std::string{field(result_, PG_DIAG_TABLE_NAME)},
                .column = std::string{field(result_, PG_DIAG_COLUMN_NAME)}};
    }

    [[nodiscard]] ErrorDetails retryable_details() const {
        ErrorDetails result = details();
        result.retryable = true;
        return result;
    }

private:
    /// Of a violated constraint it is the row, or its key: `Key (email)=(ed@example.org) already
    /// exists.`
    [[nodiscard]] std::string_view shown_detail() const noexcept {
        const bool has_values = is_class("23");
        return has_values && values_ == ValuesInErrors::Hidden
                   ? std::string_view{}
                   : field(result_, PG_DIAG_MESSAGE_DETAIL);
    }

    const PGresult* result_;
    std::string_view sql_;
    std::string_view state_;
    ValuesInErrors values_;
};

[[noreturn]] void throw_integrity(const Failure& failure) {
    const std::string_view state = failure.state();
    if (state == "23505") {
        throw IntegrityError{
            "unique-violation",
            failure.message("a row with this value exists already: change one of the two"),
            failure.details()};
    }
    if (state == "23502") {
        throw IntegrityError{"not-null-violation",
                             failure.message("give the column a value or a default"),
                             failure.details()};
    }
    if (state == "23503" || state == "23001") {
        throw IntegrityError{
            "foreign-key-violation",
            failure.message(
                "write the row that is referred to first, or remove the rows that refer to it"),
            failure.details()};
    }
    if (state == "23514") {
        throw IntegrityError{"check-violation",
                             failure.message("give a value that the check accepts"),
                             failure.details()};
    }
    throw IntegrityError{"constraint-violation",
                         failure.message("give a value that the table accepts"),
                         failure.details()};
}

[[noreturn]] void throw_programming(const Failure& failure) {
    const std::string_view state = failure.state();
    if (state == "42P01") {
        throw ProgrammingError{
            "missing-table",
            failure.message("create it, or bring the database up to date with its migrations"),
            failure.details()};
    }
    if (state == "42703") {
        throw ProgrammingError{
            "missing-column",
            failure.message("check the name, or bring the database up to date with its migrations"),
            failure.details()};
    }
    if (state == "42P07" || state == "42710" || state == "42701" || state == "42P06" ||
        state == "42P04" || state == "42723") {
        throw ProgrammingError{"already-exists",
                               failure.message("drop it first, or choose another name"),
                               failure.details()};
    }
    if (state == "42601") {
        throw ProgrammingError{
            "syntax-error", failure.message("correct the statement"), failure.details()};
    }
    if (state == "42501") {
        throw OperationalError{
            "permission-denied",
            failure.message(
                "let its owner GRANT the right to this user, or connect as another one"),
            failure.details()};
    }
    throw ProgrammingError{
        "statement-refused", failure.message("correct the statement"), failure.details()};
}

[[noreturn]] void throw_data(const Failure& failure) {
    if (failure.state() == "22001" || failure.state() == "22003") {
        throw DataError{"value-out-of-range",
                        failure.message("use a column that is wide enough, or another value"),
                        failure.details()};
    }
    throw DataError{
        "bad-value", failure.message("give a value of the column's type"), failure.details()};
}

[[noreturn]] void throw_stopped(const Failure& failure, Stopped stopped) {
    const bool by_server = failure.primary().find("statement timeout") != std::string_view::npos;
    if (stopped == Stopped::TimedOut || (stopped == Stopped::No && by_server)) {
        throw QueryTimeout{
            "query-timeout",
            failure.message("the query timeout has passed: raise it or make the statement faster"),
            failure.details()};
    }
    throw OperationalError{"query-cancelled",
                           failure.message("run it again if the cancellation was not meant"),
                           failure.details()};
}

[[noreturn]] void throw_operational(const Failure& failure) {
    const std::string_view state = failure.state();
    if (state == "53100") {
        throw OperationalError{
            "disk-full", failure.message("make room on the server's disk"), failure.details()};
    }
    if (state == "53200") {
        throw OperationalError{"out-of-memory",
                               failure.message("give the server more memory, or ask for less"),
                               failure.details()};
    }
    if (state == "55P03") {
        throw OperationalError{
            "database-locked",
            failure.message("another transaction holds the lock: run the transaction again"),
            failure.retryable_details()};
    }
    if (state == "25006") {
        throw OperationalError{
            "read-only-database",
            failure.message("connect to a server that may write, which a standby may not, with "
                            "default_transaction_read_only off and without read_only"),
            failure.details()};
    }
    if (failure.is_class("28")) {
        throw OperationalError{
            "authentication-failed", failure.message("check user and password"), failure.details()};
    }
    throw OperationalError{
        "statement-failed", failure.message("see the server's log"), failure.details()};
}

}  // namespace

bool ends_connection(std::string_view sqlstate) noexcept {
    return sqlstate == "57P01" || sqlstate == "57P02" || sqlstate == "57P03" ||
           sqlstate == "57P05" || (sqlstate.starts_with("08") && sqlstate != "08P01");
}

std::string_view sqlstate_of(const PGresult* result) noexcept {
    return field(result, PG_DIAG_SQLSTATE);
}

std::string on_one_line(std::string_view message) {
    std::string result;
    bool pending_space = false;
    for (const char c : message) {
        if (c == '\n' || c == '\t' || c == '\r' || c == ' ') {
            pending_space = !result.empty();
            continue;
        }
        if (pending_space) {
            result += ' ';
            pending_space = false;
        }
        result += c;
    }
    return result;
}

void throw_result_error(const PGresult* result, std::string_view sql, Circumstances circumstances) {
    const Failure failure{result, sql, circumstances.values};
    const std::string_view state = failure.state();
    if (state.empty()) {
        throw OperationalError{"statement-failed",
                               failure.message("connect again and run it again"),
                               failure.details()};
    }
    if (ends_connection(state)) {
        ErrorDetails details = failure.details();
        details.connection_lost = true;
        details.retryable = true;
        throw ConnectionLost{"connection-lost",
                             failure.message("connect again, and run the transaction again"),
                             std::move(details)};
    }
    // 44: the check option of a view; P0001: a trigger that raised an error.
    if (failure.is_class("23") || failure.is_class("44") || state == "P0001") {
        throw_integrity(failure);
    }
    if (state == "40001" || state == "40P01") {
        throw SerializationError{state == "40001" ? std::string_view{"serialization-failure"}
                                                  : std::string_view{"deadlock"},
                                 failure.message("run the transaction again"),
                                 failure.retryable_details()};
    }
    if (state == "57014") {
        throw_stopped(failure, circumstances.stopped);
    }
    if (failure.is_class("22")) {
        throw_data(failure);
    }
    if (failure.is_class("42") || failure.is_class("0A") || failure.is_class("26") ||
        failure.is_class("34") || failure.is_class("3D") || failure.is_class("3F") ||
        state == "08P01") {
        throw_programming(failure);
    }
    if (state == "25P02") {
        throw OperationalError{
            "transaction-aborted",
            failure.message("roll back, to a savepoint or the whole transaction"),
            failure.details()};
    }
    throw_operational(failure);
}

void throw_connection_lost(std::string_view why, std::string_view sql) {
    const std::string action = sql.empty() ? std::string{"cannot use the connection: "}
                                           : "cannot execute " + excerpt(sql) + ": ";
    throw ConnectionLost{
        "connection-lost",
        action + on_one_line(why) + "; connect again, and run the transaction again",
        {.statement = std::string{sql}, .connection_lost = true, .retryable = true}};
}

}  // namespace azoth::drivers::libpq
