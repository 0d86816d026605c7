// SPDX-License-Identifier: MIT
#include "drivers/libpq/exchange.hpp"

#include <azoth/base/error.hpp>

#include "drivers/statement_excerpt.hpp"

#include <utility>

namespace azoth::drivers::libpq {

namespace {

constexpr int text_format = 0;
constexpr int binary_format = 1;

bool is_error(const PGresult* result) noexcept {
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

bool is_copy(const PGresult* result) noexcept {
    const ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

}  // namespace

Exchange::Exchange(Connection& connection, std::string_view sql, Deferred deferred)
    : connection_(connection), sql_(sql) {
    connection_.begin_exchange(sql);
    if (deferred == Deferred::Wait) {
        return;
    }
    forget_retired_names();
    deferred_ = connection_.take_deferred();
    for (const std::string& statement : deferred_) {
        query(statement);
    }
}

void Exchange::check(int sent) {
    if (sent == 0) {
        connection_.lose(PQerrorMessage(connection_.session()), sql_);
    }
}

void Exchange::query(const std::string& sql) {
    ++connection_.counters().statements;
    check(PQsendQueryParams(
        connection_.session(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, text_format));
}

/// In a segment of their own: whether they fail or not is of no concern to what follows.
void Exchange::forget_retired_names() {
    retired_ = connection_.take_retired();
    for (const std::string& name : retired_) {
        query("DEALLOCATE " + name);
    }
    if (!retired_.empty()) {
        check(PQpipelineSync(connection_.session()));
    }
}

void Exchange::prepare(const std::string& name,
                       const std::string& sql,
                       const std::vector<Oid>& types) {
    ++commands_;
    ++connection_.counters().prepares;
    check(PQsendPrepare(connection_.session(),
                        name.c_str(),
                        sql.c_str(),
                        static_cast<int>(types.size()),
                        types.data()));
}

void Exchange::describe(const std::string& name) {
    ++commands_;
    check(PQsendDescribePrepared(connection_.session(), name.c_str()));
}

void Exchange::execute(const std::string& name, const Parameters& parameters) {
    ++commands_;
    ++connection_.counters().statements;
    check(PQsendQueryPrepared(connection_.session(),
                              name.c_str(),
                              parameters.count(),
                              parameters.values(),
                              parameters.lengths(),
                              parameters.formats(),
                              binary_format));
}

void Exchange::execute_unnamed(const std::string& sql,
                               const std::vector<Oid>& types,
                               const Parameters& parameters) {
    ++commands_;
    ++connection_.counters().statements;
    check(PQsendQueryParams(connection_.session(),
                            sql.c_str(),
                            parameters.count(),
                            types.empty() ? nullptr : types.data(),
                            parameters.values(),
                            parameters.lengths(),
                            parameters.formats(),
                            binary_format));
}

void Exchange::send() {
    check(PQpipelineSync(connection_.session()));
}

Outcome Exchange::collect() {
    connection_.begin_wait();
    Outcome outcome;
    collect_retired();
    for (const std::string& statement : deferred_) {
        collect(outcome, statement, true);
    }
    for (std::size_t i = 0; i < commands_; ++i) {
        collect(outcome, sql_, false);
    }
    if (!take_sync()) {
        fail_after_loss(outcome);
    }
    connection_.end_exchange();
    if (outcome.failed_before) {
        throw_result_error(outcome.failure.get(), outcome.failed_sql, connection_.circumstances());
    }
    outcome.deferred = std::move(deferred_);
    return outcome;
}

void Exchange::collect_retired() {
    if (retired_.empty()) {
        return;
    }
    Outcome ignored;
    for (const std::string& name : retired_) {
        collect(ignored, name, true);
    }
    static_cast<void>(take_sync());
}

/// The answers to one command, which end with null.
void Exchange::collect(Outcome& outcome, std::string_view sql, bool is_deferred) {
    if (PQstatus(connection_.session()) == CONNECTION_BAD) {
        return;
    }
    Result last;
    while (Result result = connection_.next_result(sql_)) {
        if (is_copy(result.get())) {
            refuse_copy();
        }
        if (is_error(result.get()) && !outcome.failure) {
            outcome.failure = std::move(result);
            outcome.failed_sql = sql;
            outcome.failed_before = is_deferred;
        } else {
            last = std::move(result);
        }
        if (PQstatus(connection_.session()) == CONNECTION_BAD) {
            return;
        }
    }
    if (!is_deferred && !outcome.failure) {
        outcome.results.push_back(std::move(last));
    }
}

/// libpq cannot leave a copy inside a pipeline, so the connection ends with it.
void Exchange::refuse_copy() {
    connection_.mark_broken();
    throw ProgrammingError{"unsupported-copy",
                           "cannot execute " + excerpt(sql_) +
                               ": its rows would be copied between the server and this program; "
                               "copy to or from a file of the server, or use psql's \\copy",
                           {.statement = std::string{sql_}, .connection_lost = true}};
}

/// False when the answers ended before: the connection is lost.
bool Exchange::take_sync() {
    if (PQstatus(connection_.session()) == CONNECTION_BAD) {
        return false;
    }
    const Result result = connection_.next_result(sql_);
    return result && PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC;
}

void Exchange::fail_after_loss(const Outcome& outcome) {
    connection_.mark_broken();
    // The server's last words (57P01: administrator's command) say more than the broken socket.
    if (outcome.failure && ends_connection(sqlstate_of(outcome.failure.get()))) {
        throw_result_error(outcome.failure.get(), outcome.failed_sql, connection_.circumstances());
    }
    const char* const message = PQerrorMessage(connection_.session());
    connection_.lose(*message == '\0' ? "the server's answers are out of step" : message, sql_);
}

}  // namespace azoth::drivers::libpq
