// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>
#include <azoth/engine/events.hpp>
#include <azoth/pool/pool_options.hpp>

#include <memory>

namespace azoth {

class Connection;
using dialects::Isolation;

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

    /// Runs `work(Connection&)` in a transaction: COMMIT when it returns, ROLLBACK when it throws.
    /// Gives what it returns.
    template <class Work>
    auto begin(Work&& work) const;

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
