// SPDX-License-Identifier: MIT
#include "drivers/sqlite3/connection.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include "drivers/sqlite3/errors.hpp"
#include "drivers/sqlite3/row_table.hpp"
#include "drivers/sqlite3/statement.hpp"
#include "drivers/statement_excerpt.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

namespace azoth::drivers::sqlite {

namespace {

/// Virtual machine instructions between two looks at the clock: some ten microseconds.
constexpr int instructions_between_checks = 1'000;

int on_progress(void* context) {
    auto& watch = *static_cast<Watch*>(context);
    if (watch.deadline.has_passed()) {
        watch.timed_out = true;
        return 1;
    }
    return 0;
}

void pause_microseconds(std::int64_t microseconds) {
    timespec pause{.tv_sec = microseconds / 1'000'000, .tv_nsec = microseconds % 1'000'000 * 1'000};
    nanosleep(&pause, nullptr);
}

/// Waits for another writer, a little longer each time; gives up at the deadline or when cancelled.
/// Writers often begin the next transaction as soon as one has ended: only who looks often, and at
/// odd times, comes in between.
int on_busy(void* context, int attempt) {
    auto& watch = *static_cast<Watch*>(context);
    constexpr std::int64_t step = 200;
    constexpr std::int64_t longest_pause = 8'000;
    ++watch.waits;
    if (attempt == 0) {
        watch.busy_deadline = Deadline::after_milliseconds(watch.busy_timeout_milliseconds);
    }
    if (watch.busy_deadline.has_passed() || watch.cancelled.load(std::memory_order_relaxed)) {
        return 0;
    }
    if (watch.query_timeout_milliseconds != 0 && watch.deadline.has_passed()) {
        watch.timed_out = true;
        return 0;
    }
    const std::int64_t most = std::min(longest_pause, step * (attempt + 1));
    pause_microseconds(most / 2 + static_cast<std::int64_t>(watch.random()) % most);
    return 1;
}

bool is_blank(std::string_view sql) {
    return text_utility::trim(sql).empty();
}

}  // namespace

Connection::Connection(Database database,
                       std::string file,
                       const ConnectOptions& options,
                       std::int64_t busy_timeout_milliseconds)
    : stored_form_(options.stored_form), file_(std::move(file)), database_(std::move(database)) {
    constexpr std::int64_t one_year = 366LL * 86'400'000;
    watch_.busy_timeout_milliseconds = std::min(busy_timeout_milliseconds, one_year);
    watch_.random.seed(std::random_device{}());
    sqlite3_extended_result_codes(database_.get(), 1);
    sqlite3_busy_handler(database_.get(), on_busy, &watch_);
    set_query_timeout(options.query_timeout_milliseconds);
    if (const int code = create_row_table(database_.get()); code != SQLITE_OK) {
        fail(code, {});
    }
}

Connection::~Connection() {
    if (is_inherited()) {
        static_cast<void>(database_.release());
    }
}

void Connection::require_own(std::string_view sql) const {
    if (is_inherited()) {
        throw InvalidRequestError{
            "inherited-connection",
            "cannot execute " + excerpt(sql) +
                ": its connection was opened before fork(), by the other process; ask the engine "
                "for another one",
            {.statement = std::string{sql}}};
    }
}

Prepared Connection::compile_next(std::string_view& sql, unsigned flags) {
    require_own(sql);
    if (sql.data() == nullptr) {
        return {};
    }
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    watch_.waits = 0;
    const int code = sqlite3_prepare_v3(
        database(), sql.data(), static_cast<int>(sql.size()), flags, &statement, &rest);
    Prepared result{statement};
    if (code != SQLITE_OK) {
        fail(code, sql);
    }
    ++traffic_.prepares;
    sql.remove_prefix(static_cast<std::size_t>(rest - sql.data()));
    return result;
}

std::unique_ptr<drivers::Statement> Connection::prepare(std::string_view sql) {
    std::string_view rest = sql;
    Prepared prepared = compile_next(rest, SQLITE_PREPARE_PERSISTENT);
    if (!prepared) {
        throw ProgrammingError{
            "empty-statement",
            "cannot prepare " + excerpt(sql) + ": it holds no statement; write one",
            {.statement = std::string{sql}}};
    }
    if (!is_blank(rest) && compile_next(rest, 0)) {
        throw ProgrammingError{
            "several-statements",
            "cannot prepare " + excerpt(sql) +
                ": it holds more than one statement; run them one by one or as a script",
            {.statement = std::string{sql}}};
    }
    return std::make_unique<Statement>(*this, std::move(prepared));
}

void Connection::run_script(std::string_view sql) {
    while (!is_blank(sql)) {
        const std::string_view all = sql;
        const Prepared prepared = compile_next(sql, 0);
        if (!prepared) {
            continue;
        }
        start_watch();
        int code = SQLITE_ROW;
        while (code == SQLITE_ROW) {
            code = step(prepared.get());
        }
        if (code != SQLITE_DONE) {
            fail(code, all.substr(0, all.size() - sql.size()));
        }
    }
}

void Connection::cancel() noexcept {
    watch_.cancelled.store(true, std::memory_order_relaxed);
    sqlite3_interrupt(database());
}

void Connection::set_query_timeout(std::int64_t milliseconds) {
    constexpr std::int64_t one_year = 366LL * 86'400'000;
    watch_.query_timeout_milliseconds = std::clamp<std::int64_t>(milliseconds, 0, one_year);
    const bool is_bounded = watch_.query_timeout_milliseconds != 0;
    sqlite3_progress_handler(
        database(), instructions_between_checks, is_bounded ? on_progress : nullptr, &watch_);
}

void Connection::start_watch() noexcept {
    ++traffic_.round_trips;
    ++traffic_.statements;
    watch_.cancelled.store(false, std::memory_order_relaxed);
    watch_.timed_out = false;
    watch_.waits = 0;
    watch_.remaining_nanoseconds = watch_.query_timeout_milliseconds * 1'000'000;
}

int Connection::timed_step(sqlite3_stmt* statement) noexcept {
    // The time that passes between two steps is the caller's, so only the steps are counted.
    watch_.deadline = {Deadline::after_milliseconds(0).nanoseconds + watch_.remaining_nanoseconds};
    const int code = sqlite3_step(statement);
    watch_.remaining_nanoseconds =
        watch_.deadline.nanoseconds - Deadline::after_milliseconds(0).nanoseconds;
    return code;
}

bool Connection::in_transaction() const noexcept {
    return sqlite3_get_autocommit(database()) == 0;
}

ServerVersion Connection::server_version() const {
    const int number = sqlite3_libversion_number();
    return {.major = number / 1'000'000, .minor = number / 1000 % 1000, .patch = number % 1000};
}

// The library does not wait where waiting cannot help: the one who writes waits for this one to
// end.
bool Connection::is_refused_upgrade(int code) const noexcept {
    return code == SQLITE_BUSY && watch_.waits == 0 &&
           sqlite3_txn_state(database(), nullptr) == SQLITE_TXN_READ;
}

void Connection::fail(int code, std::string_view sql) const {
    const bool was_stopped =
        (code & 0xff) == SQLITE_BUSY && (watch_.timed_out || watch_.cancelled.load());
    throw_failure(
        {.code = was_stopped ? SQLITE_INTERRUPT : code,
         .message = sqlite3_errmsg(database()),
         .sql = sql,
         .file = file_,
         .is_refused_upgrade = is_refused_upgrade(code),
         .may_write = sqlite3_db_readonly(database(), "main") == 0,
         .interruption = watch_.timed_out ? Interruption::TimedOut : Interruption::Cancelled});
}

}  // namespace azoth::drivers::sqlite
