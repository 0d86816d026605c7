// SPDX-License-Identifier: MIT
#include "migrate/runtime/lock.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/escape.hpp"
#include "base/sql_parts.hpp"
#include "migrate/runtime/process.hpp"
#include "migrate/runtime/server_clock.hpp"

namespace azoth::migrate {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::int64_t change(Connection& connection, const std::string& sql) {
    engine::StatementLease lease = connection.prepare(sql);
    lease.execute();
    while (lease->next()) {
    }
    return lease->affected_rows();
}

std::string literal(const std::string& value) {
    return sql_parts::in_quotes(value, '\'');
}

std::string shown_time(std::int64_t time) {
    return time % 1000 == 0 ? std::to_string(time / 1000) + " s" : std::to_string(time) + " ms";
}

std::chrono::seconds pause_between_beats(const LockTimes& times) {
    return std::chrono::seconds{std::max<std::int64_t>(times.lease_seconds / 30, 1)};
}

/// A runner that lives has given a sign of life in that time.
std::chrono::seconds observation(const LockTimes& times) {
    return 2 * pause_between_beats(times) + std::chrono::seconds{1};
}

/// Busy, locked, or somebody made the same table at the same moment: another try may succeed.
bool is_worth_another_try(const DatabaseError& error) {
    return error.retryable() || error.sqlstate().starts_with("23") || error.sqlstate() == "42P07" ||
           error.sqlstate() == "42710";
}

}  // namespace

MigrationLock::MigrationLock(Connection& connection, const LockTimes& times, std::string holder)
    : connection_{connection},
      times_{times},
      holder_{holder.empty() ? this_process() : std::move(holder)},
      token_{process_token()},
      now_{connection.dialect().lock_support().epoch_seconds} {
    try {
        wait_for_lease();
    } catch (...) {
        release();
        throw;
    }
    if (connection_.dialect().lock_support().writes_beside_transaction) {
        heart_ = std::thread{[this] { beat(); }};
    }
}

MigrationLock::~MigrationLock() {
    {
        const std::lock_guard guard{mutex_};
        is_ending_ = true;
    }
    ending_.notify_all();
    if (heart_.joinable()) {
        heart_.join();
    }
    release();
}

void MigrationLock::wait_for_lease() {
    const auto deadline = Clock::now() + milliseconds{times_.wait_milliseconds};
    while (!try_once()) {
        const bool is_running_out = Clock::now() < observed_.since + 2 * observation(times_);
        if (Clock::now() >= deadline && !is_running_out) {
            refuse();
        }
        if (times_.on_wait) {
            const Holder holder = present_holder();
            times_.on_wait(holder.who + holder.since);
        }
        std::this_thread::sleep_for(milliseconds{times_.poll_milliseconds});
    }
}

bool MigrationLock::try_once() {
    is_database_busy_ = false;
    try {
        if (!try_session_lock()) {
            observed_ = {};
            return false;
        }
        Transaction transaction = connection_.begin();
        prepare_table();
        has_lease_ = try_lease();
        transaction.commit();
        return has_lease_;
    } catch (const DatabaseError& error) {
        connection_.rollback();
        if (!is_worth_another_try(error) || error.connection_lost()) {
            throw;
        }
        is_database_busy_ = error.retryable();
        return false;
    }
}

bool MigrationLock::try_session_lock() {
    const std::string sql = connection_.dialect().lock_support().try_session_lock;
    if (sql.empty() || has_session_lock_) {
        return true;
    }
    has_session_lock_ = connection_.query(sql).at(0).at(0).as_boolean();
    connection_.commit();
    return has_session_lock_;
}

void MigrationLock::prepare_table() {
    connection_.run_script(
        "CREATE TABLE IF NOT EXISTS azoth_lock (id INTEGER NOT NULL PRIMARY KEY, "
        "token VARCHAR(32) NOT NULL, holder VARCHAR(200) NOT NULL, since BIGINT NOT NULL, "
        "heartbeat BIGINT NOT NULL)");
    change(connection_,
           "INSERT INTO azoth_lock (id, token, holder, since, heartbeat) SELECT 1, '', '', 0, 0 "
           "WHERE NOT EXISTS (SELECT 1 FROM azoth_lock WHERE id = 1)");
}

bool MigrationLock::try_lease() {
    const auto rows = connection_.query("SELECT token, holder, heartbeat, " + now_ +
                                        " FROM azoth_lock WHERE id = 1");
    const auto& row = rows.at(0);
    const std::string old_token = row.at(0).as_text();
    const std::int64_t heartbeat = row.at(2).as_integer();
    if (!may_take(old_token, row.at(1).as_text(), heartbeat, row.at(3).as_integer())) {
        return false;
    }
    return change(connection_,
                  "UPDATE azoth_lock SET token = " + literal(token_) +
                      ", holder = " + literal(shown_holder()) + ", since = " + now_ +
                      ", heartbeat = " + now_ + " WHERE id = 1 AND token = " + literal(old_token) +
                      " AND heartbeat = " + std::to_string(heartbeat)) == 1;
}

std::string MigrationLock::shown_holder() const {
    std::string text = escape::visible(holder_);
    constexpr std::size_t longest = 200;
    for (std::size_t end = longest; text.size() > longest; --end) {
        if ((static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U) {
            text.resize(end);
        }
    }
    return text;
}

bool MigrationLock::may_take(const std::string& token,
                             const std::string& holder,
                             std::int64_t heartbeat,
                             std::int64_t now) {
    const Liveness liveness = liveness_of(token);
    if (token.empty() || liveness == Liveness::Gone || is_gone(holder)) {
        return true;
    }
    if (liveness == Liveness::Alive || heartbeat >= now - times_.lease_seconds) {
        observed_ = {};
        return false;
    }
    return has_run_out(token, heartbeat);
}

/// By the clock it has; but clocks jump.
bool MigrationLock::has_run_out(const std::string& token, std::int64_t heartbeat) {
    const bool is_same = observed_.token == token && observed_.heartbeat == heartbeat;
    if (!is_same || observed_.since == Clock::time_point{}) {
        observed_ = {.token = token, .heartbeat = heartbeat, .since = Clock::now()};
        return false;
    }
    return Clock::now() - observed_.since > observation(times_);
}

void MigrationLock::renew() {
    const bool has_heart = heart_.joinable();
    const std::string mine = " WHERE id = 1 AND token = " + literal(token_);
    const bool is_held =
        has_heart ? !connection_.query("SELECT 1 FROM azoth_lock" + mine).empty()
                  : change(connection_, "UPDATE azoth_lock SET heartbeat = " + now_ + mine) == 1;
    if (!is_held) {
        throw MigrationError{
            "migration-lock-lost",
            "cannot go on with the migration: another runner took the lock over, because this one "
            "gave no sign of life for " +
                std::to_string(times_.lease_seconds) + " s; look at status before you run again"};
    }
}

void MigrationLock::beat() {
    std::unique_lock guard{mutex_};
    while (!ending_.wait_for(guard, pause_between_beats(times_), [this] { return is_ending_; })) {
        try {
            connection_.engine().begin([&](Connection& beside) {
                change(beside,
                       "UPDATE azoth_lock SET heartbeat = " + now_ +
                           " WHERE id = 1 AND token = " + literal(token_));
            });
        } catch (const std::exception&) {
            // No connection to spare: the lease lives on for three more pauses.
        }
    }
}

void MigrationLock::give_back(Connection& connection) {
    connection.rollback();
    Transaction transaction = connection.begin();
    change(connection,
           "UPDATE azoth_lock SET token = '', holder = '', since = 0, heartbeat = 0 "
           "WHERE id = 1 AND token = " +
               literal(token_));
    transaction.commit();
    has_lease_ = false;
}

void MigrationLock::release() noexcept {
    try {
        if (has_lease_) {
            give_back(connection_);
        }
        if (has_session_lock_) {
            (void)connection_.query(connection_.dialect().lock_support().release_session_lock);
            connection_.commit();
        }
    } catch (const std::exception&) {
        // The session lock ends with the connection, and another one may give the lease back.
        connection_.invalidate();
        release_beside();
    }
}

void MigrationLock::release_beside() noexcept {
    try {
        if (has_lease_) {
            Connection beside = connection_.engine().connect();
            give_back(beside);
        }
    } catch (const std::exception&) {
        // No other connection either: the lease runs out.
    }
}

MigrationLock::Holder MigrationLock::present_holder() {
    Holder holder{.who = is_database_busy_ ? "another program" : "another runner"};
    try {
        const auto rows = connection_.query("SELECT holder, since FROM azoth_lock WHERE id = 1");
        if (!rows.empty() && !rows[0][0].as_text().empty()) {
            holder = {.who = rows[0][0].as_text(),
                      .since = " since " + utc_text(rows[0][1].as_integer()) + " UTC"};
            is_database_busy_ = false;
        }
    } catch (const DatabaseError&) {
        // Nobody knows, then.
    }
    connection_.rollback();
    return holder;
}

void MigrationLock::refuse() {
    const Holder holder = present_holder();
    const bool is_other_program = is_database_busy_;
    throw MigrationError{
        "migration-locked",
        "cannot migrate database " + connection_.engine().url().to_string() + ": " + holder.who +
            (is_other_program ? " keeps it locked" : " holds the migration lock" + holder.since) +
            " and did not let go within " + shown_time(times_.wait_milliseconds) +
            (is_other_program ? "; end that program's transaction, or wait longer"
                              : "; wait for it to end, or give it longer") +
            " (--lock-timeout, lock_timeout in [safety])"};
}

}  // namespace azoth::migrate
