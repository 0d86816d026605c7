// SPDX-License-Identifier: MIT
#include "engine/retry_turn.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <thread>
#include <utility>

namespace azoth::engine {

namespace {

/// Another transaction went first; this one may come through when it is run again.
bool is_conflict(const Error& error) {
    return error.retryable() && (dynamic_cast<const SerializationError*>(&error) != nullptr ||
                                 dynamic_cast<const StaleDataError*>(&error) != nullptr);
}

/// Those who failed together must not come back together.
std::int64_t random_up_to(std::int64_t most) {
    thread_local std::minstd_rand random{std::random_device{}()};
    return std::uniform_int_distribution<std::int64_t>{0, most}(random);
}

}  // namespace

void RetryTurn::let_pass() noexcept {
    if (mutex.try_lock_for(longest_wait)) {
        mutex.unlock();
    }
}

void Attempts::require_another(Error& error) {
    if (!is_conflict(error)) {
        throw;
    }
    if (++failed_ >= options_.attempts) {
        error.append(" (tried " + std::to_string(failed_) + " times)");
        throw;
    }
}

// The first time it is enough to let the others of this program wait. Who fails all the same meets
// other programs, or those who do not come through here.
void Attempts::pause() {
    if (!has_turn_) {
        has_turn_ = turn_.mutex.try_lock_for(RetryTurn::longest_wait);
    }
    if (failed_ == 1 && has_turn_) {
        return;
    }
    constexpr int most_doublings = 30;
    constexpr std::int64_t microseconds = 1'000;
    const std::int64_t doubled = options_.first_pause_milliseconds
                                 << std::min(failed_ - 1, most_doublings);
    const std::int64_t longest = std::clamp<std::int64_t>(
        doubled, 0, std::max<std::int64_t>(options_.longest_pause_milliseconds, 0));
    std::this_thread::sleep_for(std::chrono::microseconds{random_up_to(longest * microseconds)});
}

void Attempts::give_turn_back() noexcept {
    if (std::exchange(has_turn_, false)) {
        turn_.mutex.unlock();
    }
}

}  // namespace azoth::engine
