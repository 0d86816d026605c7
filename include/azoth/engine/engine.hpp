// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>
#include <azoth/engine/events.hpp>
#include <azoth/engine/retry.hpp>
#include <azoth/pool/pool_options.hpp>

#include <memory>

namespace azoth {

class Connection;
using dialects::Access;
using dialects::Isolation;
using drivers::NewFile;

/// `engine.begin(read_only, work)`
inline constexpr Access read_only = Access::ReadOnly;

struct EngineOptions {
    bool echo = false;             ///< logs every statement
    bool show_parameters = false;  ///< values in logs and errors
    PoolOptions pool{};
    Isolation isolation = Isolation::Default;
    std::uint32_t statement_cache_size =
        500;  ///< prepared statements kept for each connection; 0: none
    std::int64_t connect_timeout_milliseconds = 30'000;
    std::int64_t query_timeout_milliseconds = 0;  ///< 0: none
    bool read_only = false;
    /// SQLite: `Concurrent` makes a file that is not there yet with a write-ahead log
    /// (journal_mode=WAL); a file that is there stays as it is. The URL's journal_mode goes first.
    NewFile new_file = NewFile::Concurrent;
    /// SQLite: how times are written as text.
    StoredForm stored_form = StoredForm::Default;
    LogSink log = nullptr;  ///< where echo goes; spdlog's default logger when null
};

/// Counters of an engine since it was made, and how many connections are in use.
struct EngineStatistics {
    std::uint64_t statements = 0;
    std::uint64_t round_trips = 0;
    std::uint64_t compiled = 0;            ///< statements that were not in the cache
    std::uint64_t connections = 0;         ///< opened in all
    std::uint64_t connections_in_use = 0;  ///< out of the pool now
    std::uint64_t held_stores = 0;  ///< closed sessions whose objects are still held by a Ref
};

/// Where connections come from: a URL, a pool, a cache of compiled statements. A handle: copies are
/// the same engine. Safe to use from any thread. Opens no connection before the first one is asked
/// for.
class Engine {
public:
    struct Core;
    explicit Engine(std::shared_ptr<Core> core) noexcept : core_(std::move(core)) {}

    /// A connection from the pool, given back when it goes out of scope. Throws PoolTimeoutError
    /// (`pool-timeout`), or what the driver says when it cannot connect.
    [[nodiscard]] Connection connect() const;

    /// Runs `work(Connection&)` in a transaction that writes: COMMIT when it returns, ROLLBACK when
    /// it throws. Gives what it returns. On SQLite it is BEGIN IMMEDIATE: of those that write, each
    /// takes its turn, and what it has read cannot be out of date when it writes.
    template <class Work>
    auto begin(Work&& work) const;
    /// `begin(read_only, work)`: a transaction that waits for no writer and refuses to write
    /// (PostgreSQL: READ ONLY).
    template <class Work>
    auto begin(Access access, Work&& work) const;

    /// Runs work again, after a pause, when its transaction was given up in favour of another one:
    /// a SerializationError (SQLite's stale snapshots; PostgreSQL's 40001 and deadlocks), or a
    /// StaleDataError of objects. Nothing else is run again. `work(Connection&)` runs in `begin`;
    /// `work()` begins and ends its transactions by itself. It must not keep what a failed attempt
    /// did. The error of the last attempt is thrown.
    template <class Work>
    auto retry(Work&& work) const;
    /// `retry({.attempts = 5}, work)`
    template <class Work>
    auto retry(const RetryOptions& options, Work&& work) const;

    [[nodiscard]] const dialects::Dialect& dialect() const noexcept;
    [[nodiscard]] const Url& url() const noexcept;
    [[nodiscard]] const EngineOptions& options() const noexcept;
    [[nodiscard]] EngineStatistics statistics() const noexcept;

    /// Called for every statement, in the thread that runs it, after it ended. The callback must
    /// not use the engine. Returns a number for `remove_listener`.
    std::size_t add_listener(StatementListener listener) const;
    void remove_listener(std::size_t listener) const noexcept;

    /// Closes the connections that are not in use; the others are closed when they come back.
    void dispose() const;

    [[nodiscard]] Core& core() const noexcept { return *core_; }
    [[nodiscard]] engine::RetryTurn& retry_turn() const noexcept;

private:
    std::shared_ptr<Core> core_;
};

/// `create_engine("sqlite:///app.db", {.echo = true})`. Throws ArgumentError for a bad URL
/// (`bad-url`) and for a database that this program was not linked with (`unknown-scheme`, which
/// lists those that it was).
[[nodiscard]] Engine create_engine(std::string_view url, const EngineOptions& options = {});
/// The same from a URL in parts: another database of the same server.
[[nodiscard]] Engine create_engine(Url url, const EngineOptions& options);

}  // namespace azoth
