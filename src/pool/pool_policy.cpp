// SPDX-License-Identifier: MIT
#include <azoth/pool/pool_policy.hpp>

#include <algorithm>
#include <utility>

namespace azoth::pool {

bool PoolPolicy::is_stale(const Entry& entry, std::int64_t now) const noexcept {
    const bool is_old =
        options_.recycle_seconds >= 0 && now - entry.opened_at >= options_.recycle_seconds * 1000;
    return is_old || entry.opened_at < stale_before_;
}

bool PoolPolicy::has_room() const noexcept {
    // With neither a size nor an overflow nothing could ever be handed out.
    const std::size_t limit =
        std::max<std::size_t>(std::size_t{options_.size} + options_.max_overflow, 1);
    return idle_.size() + busy_.size() < limit;
}

ConnectionId PoolPolicy::add_busy() {
    busy_.push_back({.id = ++last_id_});
    return last_id_;
}

Decision PoolPolicy::acquire(std::int64_t now) {
    if (!idle_.empty()) {
        const Entry entry = idle_.back();
        idle_.pop_back();
        if (is_stale(entry, now)) {
            return {.action = Decision::Action::Replace, .id = add_busy(), .replaced = entry.id};
        }
        busy_.push_back(entry);
        return {.action = Decision::Action::Reuse, .id = entry.id};
    }
    if (has_room()) {
        return {.action = Decision::Action::Open, .id = add_busy()};
    }
    return {};
}

void PoolPolicy::opened(ConnectionId id, std::int64_t now) {
    const auto found = std::ranges::find(busy_, id, &Entry::id);
    if (found != busy_.end()) {
        found->opened_at = now;
    }
}

void PoolPolicy::dropped(ConnectionId id) {
    std::erase_if(busy_, [id](const Entry& entry) { return entry.id == id; });
}

void PoolPolicy::lost(std::int64_t now) noexcept {
    stale_before_ = now;
}

Disposal PoolPolicy::release(ConnectionId id, Health health, std::int64_t now) {
    const auto found = std::ranges::find(busy_, id, &Entry::id);
    if (found == busy_.end()) {
        return Disposal::Close;
    }
    const Entry entry = *found;
    busy_.erase(found);
    if (health == Health::Lost) {
        lost(now);
        return Disposal::Close;
    }
    const bool is_full = idle_.size() >= options_.size;
    if (is_closed_ || is_full || is_stale(entry, now)) {
        return Disposal::Close;
    }
    idle_.push_back(entry);
    return Disposal::Keep;
}

std::vector<ConnectionId> PoolPolicy::close() {
    is_closed_ = true;
    return drain();
}

std::vector<ConnectionId> PoolPolicy::drain() {
    std::vector<ConnectionId> result;
    for (const Entry& entry : std::exchange(idle_, {})) {
        result.push_back(entry.id);
    }
    return result;
}

}  // namespace azoth::pool
