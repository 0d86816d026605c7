// SPDX-License-Identifier: MIT
#include "drivers/libpq/cursor.hpp"

#include <azoth/base/error.hpp>

#include "drivers/statement_excerpt.hpp"

#include <algorithm>
#include <climits>
#include <utility>

namespace azoth::drivers::libpq {

namespace {

[[noreturn]] void throw_batch_error(const PGresult* failure,
                                    std::string_view sql,
                                    Circumstances circumstances) {
    constexpr std::string_view invalid_cursor_name = "34000";
    if (sqlstate_of(failure) == invalid_cursor_name) {
        throw InvalidRequestError{"rows-ended",
                                  "cannot read on from the rows of " + excerpt(sql) +
                                      ": they were read by yield_per, and the transaction or "
                                      "savepoint that they belong to has ended; read them before "
                                      "it ends"};
    }
    throw_result_error(failure, sql, circumstances);
}

}  // namespace

Cursor::Cursor(Connection& connection, std::string_view sql, std::uint32_t rows)
    : connection_(connection),
      sql_(sql),
      name_(connection.next_cursor_name()),
      rows_(static_cast<int>(std::min<std::uint32_t>(rows, INT_MAX))) {
    fetch_ = "FETCH FORWARD " + std::to_string(rows_) + " FROM " + name_;
}

Cursor::~Cursor() {
    if (connection_.is_inherited()) {
        return;
    }
    try {
        collect();
    } catch (...) {
        connection_.mark_broken();
    }
    close();
}

Outcome Cursor::open(const std::vector<Oid>& types, const Parameters& parameters) {
    scripts_ = connection_.scripts();
    const std::string declare = "DECLARE " + name_ + " NO SCROLL CURSOR FOR " + std::string{sql_};
    Exchange exchange{connection_, sql_};
    exchange.execute_unnamed(declare, types, parameters);
    exchange.execute_unnamed(fetch_, {}, Parameters{});
    Outcome outcome = exchange.finish();
    is_open_ = !outcome.failure;
    if (is_open_) {
        note(outcome.results.back().get());
    }
    return outcome;
}

Result Cursor::next() {
    if (is_complete_ && !ahead_) {
        return {};
    }
    if (!connection_.is_usable()) {
        connection_.begin_exchange(sql_);  // says why
    }
    collect();
    Outcome outcome = *std::exchange(ahead_, std::nullopt);
    if (outcome.failure) {
        is_complete_ = true;
        throw_batch_error(outcome.failure.get(), sql_, connection_.circumstances());
    }
    note(outcome.results.back().get());
    return std::move(outcome.results.back());
}

/// A batch that is not full is the last one.
void Cursor::note(const PGresult* batch) {
    const int count = PQntuples(batch);
    is_complete_ = count < rows_;
    if (!is_complete_) {
        ask();
    }
}

void Cursor::ask() {
    auto& most_rows = connection_.counters().most_rows;
    most_rows = std::max(most_rows, 2 * static_cast<std::uint64_t>(rows_));
    asked_.emplace(connection_, sql_, Exchange::Deferred::Wait);
    asked_->execute_unnamed(fetch_, {}, Parameters{});
    asked_->send();
    connection_.expect_batch(*this);
}

void Cursor::collect() {
    if (asked_) {
        connection_.expect_nothing_of(*this);
        ahead_ = asked_->collect();
        asked_.reset();
    }
}

/// It ends with the transaction by itself; until then it costs the server memory. Scripts may have
/// ended its transaction or savepoint, and closing what is no more would spoil the next one.
void Cursor::close() noexcept {
    const bool is_there = is_open_ && scripts_ == connection_.scripts() &&
                          PQtransactionStatus(connection_.session()) == PQTRANS_INTRANS;
    if (!is_there) {
        return;
    }
    try {
        connection_.defer("CLOSE " + name_);
    } catch (...) {
        // Without memory the server keeps it until the transaction ends.
    }
}

}  // namespace azoth::drivers::libpq
