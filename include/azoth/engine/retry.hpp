// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/error.hpp>

#include <cstdint>

namespace azoth {

/// How often and how soon work is run again. The pause before an attempt is drawn at random, up to
/// a bound that doubles each time.
struct RetryOptions {
    int attempts = 30;  ///< in all
    std::int64_t first_pause_milliseconds = 2;
    std::int64_t longest_pause_milliseconds = 250;
};

namespace engine {

/// Those whose work of one engine is run again do so one after the other, so that they do not get
/// in each other's way for ever.
struct RetryTurn;

/// The attempts that one call of `retry` makes.
class Attempts {
public:
    Attempts(const RetryOptions& options, RetryTurn& turn) noexcept
        : options_(options), turn_(turn) {}
    Attempts(const Attempts&) = delete;
    Attempts& operator=(const Attempts&) = delete;
    ~Attempts() { give_turn_back(); }

    /// To be called where the error is handled: throws it on when it is no conflict with another
    /// transaction, or when this was the last attempt.
    void require_another(Error& error);
    /// Waits before the next attempt.
    void pause();

private:
    void give_turn_back() noexcept;

    RetryOptions options_;
    RetryTurn& turn_;
    int failed_ = 0;
    bool has_turn_ = false;
};

template <class Work>
auto retry(const RetryOptions& options, RetryTurn& turn, Work&& work) {
    Attempts attempts{options, turn};
    for (;;) {
        try {
            return work();
        } catch (Error& error) {
            attempts.require_another(error);
        }
        attempts.pause();
    }
}

}  // namespace engine
}  // namespace azoth
