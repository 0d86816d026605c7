// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/retry.hpp>

#include <chrono>
#include <mutex>

namespace azoth::engine {

/// Work may call `retry` again, and may wait for a thread that does: the turn is waited for in
/// vain only so long.
struct RetryTurn {
    static constexpr std::chrono::seconds longest_wait{2};
    std::recursive_timed_mutex mutex{};

    /// Waits until nobody's work is being run again.
    void let_pass() noexcept;
};

}  // namespace azoth::engine
