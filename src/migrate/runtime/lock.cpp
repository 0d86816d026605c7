// SPDX-License-Identifier: MIT
#include "migrate/runtime/lock.hpp"

#include <azoth/base/error.hpp>

#include <azoth/engine/definitions.hpp>
#include <azoth/expression/functions.hpp>
#include <azoth/mapping/declarative_base.hpp>
#include <azoth/statement/select.hpp>
#include <azoth/statement/update.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/escape.hpp"
#include "migrate/runtime/own_tables.hpp"
#include "migrate/runtime/process.hpp"
#include "migrate/runtime/server_clock.hpp"

namespace azoth::migrate {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::string_view table_name = "azoth_lock";
constexpr std::int32_t only_row = 1;

struct LockRow {
    std::int32_t id = only_row;
    std::optional<std::string> token{};
    std::optional<std::string> holder{};
    std::int64_t since = 0;
    std::int64_t heartbeat = 0;
};

DeclarativeBase lock_base{{.naming = NamingConvention{}}};
const auto lock_rows = lock_base.map<LockRow>("azoth_lock",
                                              column(&LockRow::id, Integer(), primary_key),
                                              column(&LockRow::token, String(32)),
                                              column(&LockRow::holder, String(200)));

/// Nobody numbers its key.
schema::Table lock_table() {
    schema::Table table = lock_rows.table();
    table.find_column("id")->autoincrement = false;
    return table;
}

Expression<std::int64_t> now_on(const Connection& connection) {
    return sql_expression<std::int64_t>(connection.dialect().lock_support().epoch_seconds);
}

/// The row, as long as it has this token; that of a lease which is free is the empty text or NULL.
auto row_with(const std::string& token) {
    const auto is_row = col(&LockRow::id) == only_row;
    return token.empty()
               ? is_row and (col(&LockRow::token) == token or col(&LockRow::token).is_null())
               : is_row and col(&LockRow::token) == token;
}

std::int64_t give_sign_of_life(Connection& connection, const std::string& token) {
    return connection
        .execute(
            update<LockRow>().set(&LockRow::heartbeat, now_on(connection)).where(row_with(token)))
        .rowcount();
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
      token_{process_token()} {
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
        const bool is_made_inside = connection_.dialect().capabilities().transactional_ddl;
        if (!is_made_inside && !has_own_table(connection_, table_name)) {
            connection_.rollback();
            const engine::DefinitionScope outside{connection_};
            create_own_table(connection_, lock_table());
        }
        connection_.rollback();
        Transaction transaction = connection_.begin();
        if (is_made_inside) {
            create_own_table(connection_, lock_table(), ddl::IfExists::Yes);
        }
        prepare_row();
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

/// A change comes first: what reads first may not be let to write afterwards.
void MigrationLock::prepare_row() {
    const auto touched = connection_.execute(update<LockRow>()
                                                 .set(&LockRow::heartbeat, col(&LockRow::heartbeat))
                                                 .where(col(&LockRow::id) == only_row));
    if (touched.rowcount() == 0) {
        connection_.execute(insert<LockRow>().values(set(&LockRow::id, only_row),
                                                     set(&LockRow::token, ""),
                                                     set(&LockRow::holder, ""),
                                                     set(&LockRow::since, 0),
                                                     set(&LockRow::heartbeat, 0)));
    }
}

bool MigrationLock::try_lease() {
    const auto now = now_on(connection_);
    const auto [token, holder, heartbeat, time] =
        connection_
            .execute(select(&LockRow::token, &LockRow::holder, &LockRow::heartbeat, now)
                         .where(col(&LockRow::id) == only_row))
            .one();
    const std::string old_token = token.value_or("");
    if (!may_take(old_token, holder.value_or(""), heartbeat, time)) {
        return false;
    }
    return connection_
               .execute(update<LockRow>()
                            .set(&LockRow::token, token_)
                            .set(&LockRow::holder, shown_holder())
                            .set(&LockRow::since, now)
                            .set(&LockRow::heartbeat, now)
                            .where(row_with(old_token) and col(&LockRow::heartbeat) == heartbeat))
               .rowcount() == 1;
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
    const auto mine = select(&LockRow::id).where(row_with(token_));
    const bool is_held = has_heart ? !connection_.execute(mine).all().empty()
                                   : give_sign_of_life(connection_, token_) == 1;
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
            connection_.engine().begin(
                [&](Connection& beside) { give_sign_of_life(beside, token_); });
        } catch (const std::exception&) {
            // No connection to spare: the lease lives on for three more pauses.
        }
    }
}

void MigrationLock::give_back(Connection& connection) {
    connection.rollback();
    Transaction transaction = connection.begin();
    connection.execute(update<LockRow>()
                           .set(&LockRow::token, "")
                           .set(&LockRow::holder, "")
                           .set(&LockRow::since, 0)
                           .set(&LockRow::heartbeat, 0)
                           .where(row_with(token_)));
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
        const auto rows =
            connection_
                .execute(
                    select(&LockRow::holder, &LockRow::since).where(col(&LockRow::id) == only_row))
                .all();
        if (!rows.empty() && !std::get<0>(rows[0]).value_or("").empty()) {
            holder = {.who = *std::get<0>(rows[0]),
                      .since = " since " + utc_text(std::get<1>(rows[0])) + " UTC"};
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
