// SPDX-License-Identifier: MIT
#include "drivers/libpq/connection.hpp"

#include <azoth/base/error.hpp>

#include "drivers/libpq/cursor.hpp"
#include "drivers/libpq/statement.hpp"
#include "drivers/statement_excerpt.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <utility>

namespace azoth::drivers::libpq {

namespace {

/// How long the server may take to confirm a cancellation before it is asked again: a request that
/// comes before the statement has begun cancels nothing.
constexpr std::int64_t cancel_grace_milliseconds = 500;
/// How often before the connection is given up.
constexpr int most_cancels = 20;
constexpr std::int64_t ping_timeout_milliseconds = 5'000;
/// Few enough for the server's memory, many enough to be worth a statement each.
constexpr std::size_t retired_names_worth_sending = 16;

/// What the server answers to COMMIT with "ROLLBACK", and no error.
[[noreturn]] void throw_not_committed(std::string_view sql) {
    throw OperationalError{
        "transaction-aborted",
        "cannot commit the transaction: a statement in it has failed, so the server has rolled it "
        "back and nothing of it is kept; run it again, with a savepoint around what may fail",
        {.statement = std::string{sql}, .sqlstate = "25P02"}};
}

[[noreturn]] void throw_inherited(std::string_view sql) {
    throw InvalidRequestError{
        "inherited-connection",
        "cannot execute " + excerpt(sql) +
            ": its connection was opened before fork(), by the other process; ask the engine for "
            "another one",
        {.statement = std::string{sql}}};
}

void forward_notice(void* listener, const char* message) {
    if (listener == nullptr) {
        return;
    }
    try {
        static_cast<NoticeListener*>(listener)->on_notice(on_one_line(message));
    } catch (...) {
        // The call comes out of C code, which no exception may cross.
    }
}

}  // namespace

Connection::Connection(Session session, const ConnectOptions& options, Naming naming)
    : waiter_(options.waiter == nullptr ? polling_waiter() : *options.waiter),
      notices_(options.notices),
      naming_(naming),
      values_(options.values),
      query_timeout_(options.query_timeout_milliseconds),
      canceller_(session.get()),
      session_(std::move(session)) {
    PQsetNoticeProcessor(session_.get(), forward_notice, notices_);
    PQsetnonblocking(session_.get(), 1);
    PQenterPipelineMode(session_.get());
}

// The library says good-bye to the server when it frees a session: of an inherited one nobody may
// hear that.
Connection::~Connection() {
    if (is_inherited()) {
        const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        const int socket = PQsocket(session());
        if (nowhere < 0 || socket < 0 || ::dup2(nowhere, socket) < 0) {
            static_cast<void>(session_.release());
        }
        ::close(nowhere);
    }
}

std::unique_ptr<drivers::Statement> Connection::prepare(std::string_view sql) {
    return std::make_unique<Statement>(*this, sql);
}

void Connection::defer(std::string_view sql) {
    deferred_.emplace_back(sql);
}

void Connection::flush_deferred() {
    if (!deferred_.empty()) {
        Exchange exchange{*this, deferred_.back()};
        static_cast<void>(exchange.finish());
    }
}

bool Connection::drop_deferred() noexcept {
    const bool had_some = !deferred_.empty();
    deferred_.clear();
    return had_some;
}

std::vector<std::string> Connection::take_deferred() noexcept {
    return std::exchange(deferred_, {});
}

std::vector<std::string> Connection::take_retired() {
    // In a transaction a failure would spoil it, so names wait for its end.
    const bool is_due = retired_->size() >= retired_names_worth_sending &&
                        PQtransactionStatus(session()) == PQTRANS_IDLE;
    return is_due ? std::exchange(*retired_, {}) : std::vector<std::string>{};
}

std::string Connection::next_name() {
    return naming_ == Naming::Named ? "azoth_" + std::to_string(++last_name_) : std::string{};
}

std::string Connection::next_cursor_name() {
    return "azoth_cursor_" + std::to_string(++last_cursor_);
}

void Connection::begin_exchange(std::string_view sql) {
    if (is_inherited()) {
        throw_inherited(sql);
    }
    if (asking_ != nullptr) {
        asking_->collect();
    }
    if (in_exchange_) {
        is_broken_ = true;
    }
    if (!is_usable()) {
        lose("the connection was lost earlier", sql);
    }
    in_exchange_ = true;
    timed_out_ = false;
    is_cancelled_.store(false, std::memory_order_relaxed);
}

void Connection::begin_wait() noexcept {
    ++traffic_.round_trips;
    deadline_ =
        query_timeout_ > 0 ? Deadline::after_milliseconds(query_timeout_) : Deadline::never();
}

void Connection::end_exchange() noexcept {
    in_exchange_ = false;
    canceller_.finish();
}

Circumstances Connection::circumstances() const noexcept {
    const Stopped here =
        is_cancelled_.load(std::memory_order_relaxed) ? Stopped::Cancelled : Stopped::No;
    return {.stopped = timed_out_ ? Stopped::TimedOut : here, .values = values_};
}

void Connection::lose(std::string_view why, std::string_view sql) {
    is_broken_ = true;
    throw_connection_lost(why, sql);
}

Result Connection::next_result(std::string_view sql) {
    while (PQisBusy(session()) != 0) {
        wait_for_input(sql);
    }
    return Result{PQgetResult(session())};
}

void Connection::wait_for_input(std::string_view sql) {
    const int unsent = PQflush(session());
    if (unsent < 0) {
        lose(PQerrorMessage(session()), sql);
    }
    const Interest interest = unsent > 0 ? Interest::ReadOrWrite : Interest::Read;
    if (waiter_.wait(PQsocket(session()), interest, deadline_) == WaitResult::TimedOut) {
        on_deadline(sql);
        return;
    }
    // A failure is kept as the session's next result: what the server said last may still be in the
    // buffer.
    static_cast<void>(PQconsumeInput(session()));
}

void Connection::on_deadline(std::string_view sql) {
    if (!timed_out_) {
        cancels_ = 0;
    }
    if (++cancels_ > most_cancels) {
        lose("the server does not answer", sql);
    }
    timed_out_ = true;
    deadline_ = Deadline::after_milliseconds(cancel_grace_milliseconds);
    canceller_.start();
}

void Connection::cancel() noexcept {
    if (is_inherited()) {
        return;
    }
    is_cancelled_.store(true, std::memory_order_relaxed);
    canceller_.cancel();
}

bool Connection::ping() noexcept {
    if (!is_usable()) {
        return false;
    }
    const std::int64_t usual_timeout = std::exchange(query_timeout_, ping_timeout_milliseconds);
    try {
        Exchange exchange{*this, {}, Exchange::Deferred::Wait};
        static_cast<void>(exchange.finish());
    } catch (const Error&) {
        is_broken_ = true;
    } catch (const std::exception&) {
        is_broken_ = true;
    }
    query_timeout_ = usual_timeout;
    return is_usable();
}

bool Connection::is_usable() const noexcept {
    return !is_broken_ && !is_inherited() && PQstatus(session()) == CONNECTION_OK;
}

bool Connection::in_transaction() const noexcept {
    const PGTransactionStatusType status = PQtransactionStatus(session());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

ServerVersion Connection::server_version() const {
    const int number = PQserverVersion(session());
    if (number < 100'000) {
        return {.major = number / 10'000, .minor = number / 100 % 100, .patch = number % 100};
    }
    return {.major = number / 10'000, .minor = number % 10'000};
}

// Scripts may hold several statements, which only the simple query protocol takes; it does not go
// with a pipeline.
void Connection::run_script(std::string_view sql) {
    std::string script;
    for (const std::string& deferred : take_deferred()) {
        script += deferred + ";\n";
        ++traffic_.statements;
    }
    script += sql;
    if (script.find('\0') != std::string::npos) {
        throw ProgrammingError{"syntax-error",
                               "cannot execute a script: it holds the character NUL; remove it",
                               {.statement = script}};
    }
    begin_exchange(sql);
    ++scripts_;
    if (PQexitPipelineMode(session()) == 0) {
        lose(PQerrorMessage(session()), sql);
    }
    ++traffic_.statements;
    run_simple_query(script, sql);
}

/// Errors name `sql`, what the caller wants to be run, and not what was put before it.
void Connection::run_simple_query(const std::string& script, std::string_view sql) {
    if (PQsendQuery(session(), script.c_str()) == 0) {
        lose(PQerrorMessage(session()), sql);
    }
    begin_wait();
    collect_simple_query(sql);
}

void Connection::collect_simple_query(std::string_view sql) {
    Result failure;
    bool was_rolled_back = false;
    while (Result result = next_result(sql)) {
        const ExecStatusType status = PQresultStatus(result.get());
        was_rolled_back = PQcmdStatus(result.get()) == std::string_view{"ROLLBACK"};
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) {
            refuse_copy(result.get(), sql);
        } else if (status == PGRES_FATAL_ERROR && !failure) {
            failure = std::move(result);
        }
        if (PQstatus(session()) == CONNECTION_BAD) {
            break;
        }
    }
    if (PQstatus(session()) == CONNECTION_BAD) {
        is_broken_ = true;
        if (failure && ends_connection(sqlstate_of(failure.get()))) {
            throw_result_error(failure.get(), sql, circumstances());
        }
        lose(PQerrorMessage(session()), sql);
    }
    PQenterPipelineMode(session());
    end_exchange();
    if (failure) {
        throw_result_error(failure.get(), sql, circumstances());
    }
    if (was_rolled_back && sql.ends_with("COMMIT")) {
        throw_not_committed(sql);
    }
}

/// COPY from and to the program is no statement that a script can hold: end it, so that the session
/// goes on.
void Connection::refuse_copy(const PGresult* result, std::string_view sql) {
    if (PQresultStatus(result) == PGRES_COPY_IN) {
        PQputCopyEnd(session(), "a script has no data to copy");
        return;
    }
    char* row = nullptr;
    for (;;) {
        const int size = PQgetCopyData(session(), &row, 1);
        PQfreemem(row);
        row = nullptr;
        if (size < 0) {
            return;
        }
        if (size == 0) {
            wait_for_input(sql);
        }
    }
}

}  // namespace azoth::drivers::libpq
