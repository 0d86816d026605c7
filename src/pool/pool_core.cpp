// SPDX-License-Identifier: MIT
#include "pool/pool_core.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>
#include <utility>

namespace azoth::pool::detail {

namespace {

[[noreturn]] void throw_closed() {
    throw InvalidRequestError{
        "pool-closed",
        "cannot get a connection: the pool is closed; create a new engine, or close it later"};
}

}  // namespace

std::int64_t PoolCore::now() noexcept {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch())
        .count();
}

std::shared_ptr<PoolItem> PoolCore::acquire() {
    Lock lock{mutex_};
    leave_parent();
    if (policy_.is_closed()) {
        throw_closed();
    }
    Claim claimed = claim(decide(lock));
    lock.unlock();
    return fulfil(std::move(claimed));
}

// After fork() nothing that was opened before is this process's, and who held a connection or
// waited for one in another thread is not here.
void PoolCore::leave_parent() {
    if (forks_ == fork_count()) {
        return;
    }
    forks_ = fork_count();
    const bool was_closed = policy_.is_closed();
    idle_.clear();
    waiters_.clear();
    policy_ = PoolPolicy{options_};
    if (was_closed) {
        static_cast<void>(policy_.close());
    }
}

Decision PoolCore::decide(Lock& lock) {
    // Nobody overtakes those who wait already.
    if (waiters_.empty()) {
        const Decision decision = policy_.acquire(now());
        if (decision.action != Decision::Action::Wait) {
            return decision;
        }
    }
    return wait(lock);
}

Decision PoolCore::wait(Lock& lock) {
    Waiter waiter;
    waiters_.push_back(&waiter);
    const auto is_over = [&] { return waiter.decision.has_value() || policy_.is_closed(); };
    if (options_.timeout_milliseconds < 0) {
        waiter.served.wait(lock, is_over);
    } else {
        constexpr std::int64_t one_year = 366LL * 86'400'000;
        const std::chrono::milliseconds limit{std::min(options_.timeout_milliseconds, one_year)};
        waiter.served.wait_until(lock, Clock::now() + limit, is_over);
    }
    if (waiter.decision) {
        return *waiter.decision;
    }
    std::erase(waiters_, &waiter);
    if (policy_.is_closed()) {
        throw_closed();
    }
    throw_timeout();
}

void PoolCore::throw_timeout() const {
    const std::uint64_t most =
        std::max<std::uint64_t>(std::uint64_t{options_.size} + options_.max_overflow, 1);
    const std::string_view way_out = most == 1
                                         ? "give the only connection back before asking for another"
                                         : "give connections back sooner (a session or a result "
                                           "that is kept keeps one), or raise the pool's "
                                           "size or max_overflow";
    throw PoolTimeoutError{
        "pool-timeout",
        "cannot get a connection from the pool: " + std::to_string(policy_.checked_out()) + " of " +
            std::to_string(most) + " (size " + std::to_string(options_.size) + ", max_overflow " +
            std::to_string(options_.max_overflow) + ") are in use and none came back within " +
            std::to_string(options_.timeout_milliseconds) + " ms; " + std::string{way_out}};
}

/// Takes what the decision speaks of out of the idle ones.
PoolCore::Claim PoolCore::claim(Decision decision) {
    Claim result{.decision = decision};
    const bool replaces = decision.action == Decision::Action::Replace;
    const auto found = idle_.find(replaces ? decision.replaced : decision.id);
    if (found != idle_.end()) {
        result.item = std::move(found->second);
        idle_.erase(found);
    }
    return result;
}

std::shared_ptr<PoolItem> PoolCore::fulfil(Claim claim) {
    const ConnectionId id = claim.decision.id;
    if (claim.decision.action == Decision::Action::Reuse) {
        if (is_alive(*claim.item)) {
            return std::move(claim.item);
        }
        const Lock lock{mutex_};
        policy_.lost(now());
    }
    claim.item.reset();
    return open(id);
}

bool PoolCore::is_alive(PoolItem& item) noexcept {
    if (!item.pooled.connection->is_usable()) {
        return false;
    }
    return !options_.pre_ping || connector_->is_alive(item.pooled);
}

std::shared_ptr<PoolItem> PoolCore::open(ConnectionId id) {
    try {
        auto item = std::make_shared<PoolItem>();
        item->id = id;
        item->forks = fork_count();
        item->pooled.connection = connector_->open();
        const Lock lock{mutex_};
        policy_.opened(id, now());
        return item;
    } catch (...) {
        const Lock lock{mutex_};
        policy_.dropped(id);
        serve_waiters();
        throw;
    }
}

Health PoolCore::reset(PoolItem& item) noexcept {
    drivers::Connection& connection = *item.pooled.connection;
    if (!connection.is_usable()) {
        return Health::Lost;
    }
    if (!options_.reset) {
        return Health::Usable;
    }
    connection.drop_deferred();
    try {
        if (connection.in_transaction()) {
            connector_->reset(item.pooled);
        }
    } catch (...) {
        return Health::Lost;
    }
    return connection.is_usable() ? Health::Usable : Health::Lost;
}

void PoolCore::release(std::shared_ptr<PoolItem> item) noexcept {
    if (item->forks != fork_count()) {
        return;  // this process's pool does not know it
    }
    const Health health = item->is_invalid ? Health::Usable : reset(*item);
    const Lock lock{mutex_};
    if (item->is_invalid) {
        policy_.dropped(item->id);
    } else if (policy_.release(item->id, health, now()) == Disposal::Keep) {
        idle_.emplace(item->id, std::move(item));
    }
    serve_waiters();
    // What is not kept is closed after the lock is gone: the parameter outlives it.
}

void PoolCore::serve_waiters() {
    while (!waiters_.empty()) {
        const Decision decision = policy_.acquire(now());
        if (decision.action == Decision::Action::Wait) {
            return;
        }
        Waiter* const waiter = waiters_.front();
        waiters_.pop_front();
        waiter->decision = decision;
        waiter->served.notify_one();
    }
}

std::vector<std::shared_ptr<PoolItem>> PoolCore::take_idle(std::span<const ConnectionId> ids) {
    std::vector<std::shared_ptr<PoolItem>> taken;
    for (const ConnectionId id : ids) {
        auto node = idle_.extract(id);
        taken.push_back(std::move(node.mapped()));
    }
    return taken;
}

void PoolCore::dispose() noexcept {
    // Closed after the lock is gone, in the reverse order of their declarations.
    std::vector<std::shared_ptr<PoolItem>> closing;
    const Lock lock{mutex_};
    closing = take_idle(policy_.drain());
}

void PoolCore::close() noexcept {
    std::vector<std::shared_ptr<PoolItem>> closing;
    const Lock lock{mutex_};
    closing = take_idle(policy_.close());
    for (Waiter* const waiter : waiters_) {
        waiter->served.notify_one();
    }
}

PoolStatus PoolCore::status() const {
    const Lock lock{mutex_};
    return {
        .idle = policy_.idle(), .checked_out = policy_.checked_out(), .waiting = waiters_.size()};
}

}  // namespace azoth::pool::detail
