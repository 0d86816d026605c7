// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>
#include <azoth/migrate/runtime/run_transaction.hpp>

#include <atomic>
#include <mutex>
#include <thread>

namespace azoth::migrate {

/// While this lives, Ctrl-C and SIGTERM do not kill the process: the statement that runs is
/// cancelled, so that its transaction is rolled back and the lock released. A second signal kills.
/// One at a time, made before other threads are.
class Interruption {
public:
    explicit Interruption(RunTransaction transaction);
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;
    ~Interruption();

    /// The connection to cancel; null when it is not used any more.
    void watch(Connection* connection);
    [[nodiscard]] bool has_come() const noexcept { return has_come_; }
    /// Throws MigrationError (`interrupted`) when a signal has come.
    void check() const;

private:
    void wait_for_signals();
    void interrupt();

    RunTransaction transaction_;
    std::mutex mutex_{};
    Connection* connection_ = nullptr;
    std::atomic<bool> has_come_{false};
    std::atomic<bool> is_over_{false};
    std::thread waiter_{};
};

}  // namespace azoth::migrate
