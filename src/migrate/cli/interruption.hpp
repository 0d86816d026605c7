// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/cli/dispatch.hpp"

#include <azoth/engine/connection.hpp>
#include <azoth/migrate/runtime/run_transaction.hpp>

#include <atomic>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

namespace azoth::migrate {

/// While this lives, Ctrl-C and SIGTERM do not kill the process: what the connection does is
/// cancelled until it ends, so that its transaction is rolled back and the lock released. Where
/// there is nothing to cancel yet, and at a second signal, the process ends at once, after its last
/// words. One at a time, made before other threads are.
class Interruption {
public:
    /// Says the message as an error; called from another thread.
    using LastWords = std::function<void(std::string_view message)>;

    /// `without_connection` is said at a signal that comes while there is nothing to cancel.
    Interruption(RunTransaction transaction,
                 LastWords last_words,
                 std::string_view without_connection);
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
    ~Interruption();

    /// The connection to cancel; null when what it does is not to be cancelled.
    void watch(Connection* connection);
    /// From now on something may be finished, and stay.
    void begin_revision();
    /// Throws MigrationError (`interrupted`) when a signal has come.
    void check() const;

private:
    enum class Phase : unsigned char { Connecting, Waiting, Revisions };

    void wait_for_signals();
    /// The next signal; none when it did not come before the next attempt to cancel is due.
    [[nodiscard]] int next_signal() const;
    void cancel();
    [[noreturn]] void end_at_once(std::string_view message);

    RunTransaction transaction_;
    LastWords last_words_;
    std::string_view without_connection_;
    std::mutex mutex_{};
    Connection* connection_ = nullptr;
    std::atomic<Phase> phase_{Phase::Connecting};
    std::atomic<bool> has_come_{false};
    std::atomic<bool> is_over_{false};
    std::thread waiter_{};
};

/// Errors of code `interrupted`, in the form that the command line asks for.
[[nodiscard]] Interruption::LastWords last_words(const GlobalOptions& global,
                                                 const Streams& streams);

}  // namespace azoth::migrate
