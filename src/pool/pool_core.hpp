// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/pool/pool.hpp>
#include <azoth/pool/pool_policy.hpp>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/forks.hpp"

namespace azoth::pool::detail {

struct PoolItem {
    ConnectionId id = 0;
    PooledConnection pooled{};
    bool is_invalid = false;
    std::uint64_t forks = 0;  ///< fork_count() when it was opened
};

/// The policy with threads around it. Connections are opened, tested, reset and closed without
/// holding the lock.
class PoolCore {
public:
    PoolCore(const PoolOptions& options, std::unique_ptr<Connector> connector)
        : options_(options), connector_(std::move(connector)), policy_(options) {}

    [[nodiscard]] std::shared_ptr<PoolItem> acquire();
    void release(std::shared_ptr<PoolItem> item) noexcept;
    void dispose() noexcept;
    void close() noexcept;
    [[nodiscard]] PoolStatus status() const;

private:
    using Clock = std::chrono::steady_clock;
    using Lock = std::unique_lock<std::mutex>;

    /// A thread that waits; served in order by whoever gives something back.
    struct Waiter {
        std::condition_variable served{};
        std::optional<Decision> decision{};
    };
    /// What a thread that is served takes out of the pool.
    struct Claim {
        Decision decision{};
        std::shared_ptr<PoolItem> item{};  ///< to be reused, or to be closed
    };

    [[nodiscard]] static std::int64_t now() noexcept;
    [[nodiscard]] Decision decide(Lock& lock);
    [[nodiscard]] Decision wait(Lock& lock);
    [[nodiscard]] Claim claim(Decision decision);
    [[nodiscard]] std::shared_ptr<PoolItem> fulfil(Claim claim);
    [[nodiscard]] std::shared_ptr<PoolItem> open(ConnectionId id);
    [[nodiscard]] bool is_alive(PoolItem& item) noexcept;
    [[nodiscard]] Health reset(PoolItem& item) noexcept;
    [[nodiscard]] std::vector<std::shared_ptr<PoolItem>> take_idle(
        std::span<const ConnectionId> ids);
    void leave_parent();
    void serve_waiters();
    [[noreturn]] void throw_timeout() const;

    PoolOptions options_;
    std::unique_ptr<Connector> connector_;
    mutable std::mutex mutex_;
    PoolPolicy policy_;
    std::unordered_map<ConnectionId, std::shared_ptr<PoolItem>> idle_;
    std::deque<Waiter*> waiters_;
    std::uint64_t forks_ = fork_count();
};

}  // namespace azoth::pool::detail
