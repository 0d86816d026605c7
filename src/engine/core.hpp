// SPDX-License-Identifier: MIT
#pragma once

#include "engine/retry_turn.hpp"
#include "engine/statement_cache.hpp"

#include <azoth/dialects/registry.hpp>
#include <azoth/engine/engine.hpp>
#include <azoth/engine/statement_lease.hpp>
#include <azoth/pool/pool.hpp>

#include <atomic>
#include <mutex>
#include <shared_mutex>

namespace azoth {

struct Engine::Core {
    Core(Url url, const EngineOptions& options, const dialects::Registration& registration);
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;
    ~Core();

    /// A connection from the pool, with its statement cache attached.
    [[nodiscard]] pool::Lease acquire();
    void dispose_idle() noexcept { pool_.dispose(); }
    [[nodiscard]] std::size_t connections_in_use() const { return pool_.status().checked_out; }
    /// A new connection, made ready for use.
    [[nodiscard]] std::unique_ptr<drivers::Connection> open();

    /// From the cache that all connections share, compiled on a miss.
    [[nodiscard]] std::shared_ptr<const compiler::Compiled> compiled(const tree::Node& statement,
                                                                     tree::ShapeMatcher& matcher);

    [[nodiscard]] bool is_watched() const noexcept {
        return watchers_.load(std::memory_order_relaxed) > 0;
    }
    void report(const StatementEvent& event) const;
    std::size_t add_listener(StatementListener listener);
    void remove_listener(std::size_t listener) noexcept;

    [[nodiscard]] std::unique_ptr<drivers::Connection> connect_driver();

    const Url url;
    const EngineOptions options;
    const dialects::Dialect& dialect;
    drivers::Driver& driver;
    const Url connection_url;  ///< what the driver is told
    const bool is_memory;      ///< the database lives as long as a connection to it

    engine::RetryTurn retry_turn{};

    std::atomic<std::uint64_t> statements{0};
    std::atomic<std::uint64_t> round_trips{0};
    std::atomic<std::uint64_t> compilations{0};
    std::atomic<std::uint64_t> connections{0};
    std::atomic<std::uint64_t> held_stores{0};

private:
    [[nodiscard]] std::shared_ptr<const compiler::Compiled> known(const tree::Node& statement,
                                                                  tree::ShapeMatcher& matcher);

    std::shared_mutex compiled_mutex_{};
    std::unordered_multimap<std::uint64_t, std::shared_ptr<const compiler::Compiled>> compiled_{};
    mutable std::shared_mutex listener_mutex_{};
    std::vector<std::pair<std::size_t, StatementListener>> listeners_{};
    std::size_t next_listener_ = 1;
    std::atomic<int> watchers_{0};
    std::once_flag anchor_once_{};
    std::unique_ptr<drivers::Connection> anchor_{};  ///< keeps a database in memory alive
    pool::Pool pool_;
};

namespace engine {

/// The values of a statement's parameters as logs and errors show them, where they may.
[[nodiscard]] std::string shown_parameters(std::span<const Value> parameters);

enum class TransactionState : std::uint8_t {
    None,
    Due,  ///< begun for the caller, but BEGIN has not been sent: it travels with the first
          ///< statement
    Open,
};

/// A checked-out connection.
struct ConnectionCore {
    ConnectionCore(Engine owner, pool::Lease lease) noexcept;
    ConnectionCore(const ConnectionCore&) = delete;
    ConnectionCore& operator=(const ConnectionCore&) = delete;
    ~ConnectionCore();

    /// Before each statement: sends what is due.
    void before_statement();
    [[nodiscard]] StatementLease lend(CachedStatement& cached);
    [[nodiscard]] std::unique_ptr<drivers::Statement> prepare(const std::string& sql);
    [[nodiscard]] ConnectionShare share() noexcept {
        ++shares;
        return ConnectionShare{this};
    }

    /// Returns the level of the new transaction: 1 the outermost, others savepoints.
    std::uint32_t begin(Access wanted = Access::Default);
    [[nodiscard]] bool is_active(std::uint32_t begun_level, std::uint64_t number) const noexcept {
        return level >= begun_level && begin_numbers[begun_level - 1] == number;
    }
    /// Ends that level and those inside it.
    void commit(std::uint32_t ended_level);
    void rollback(std::uint32_t ended_level);

    Engine engine;
    pool::Lease lease;
    drivers::Connection* connection;
    StatementCache* cache;
    TransactionState state = TransactionState::None;
    Access access = Access::Default;  ///< of the transaction
    std::uint32_t level = 0;
    std::uint64_t transaction_number =
        0;  ///< tells a level of one transaction from that of a later one
    std::vector<std::uint64_t>
        begin_numbers{};  ///< of the levels: tells one savepoint from a later
    std::uint64_t last_begin_number = 0;
    bool begun_by_itself =
        false;  ///< level 1 was begun by a statement; the first begin() takes it over
    bool autocommit = false;
    std::uint32_t shares = 1;
    tree::ShapeMatcher matcher{};  ///< of the statement that was looked up last

private:
    void enter_level(std::uint32_t new_level);
    void send_begin();
    void commit_open();
    void rollback_open();
    void leave_transaction();
};

}  // namespace engine
}  // namespace azoth
