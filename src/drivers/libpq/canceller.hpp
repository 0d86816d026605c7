// SPDX-License-Identifier: MIT
#pragma once

#include "drivers/libpq/handles.hpp"

#include <atomic>
#include <memory>
#include <thread>

namespace azoth::drivers::libpq {

/// Asks the server over a connection of its own to stop what the session does. Usable from any
/// thread.
class Canceller {
public:
    explicit Canceller(PGconn* session);
    Canceller(const Canceller&) = delete;
    Canceller& operator=(const Canceller&) = delete;
    ~Canceller();

    /// Asks and waits until the server has taken note.
    void cancel() const noexcept;

    /// Asks on a thread of its own, because a server that is gone would block for minutes; does
    /// nothing while an earlier request is on its way. `finish`
    /// must follow when the session's answer has come: a request that arrives late would stop the
    /// next statement.
    void start();
    void finish() noexcept;

private:
    std::shared_ptr<PGcancel> request_;  // shared with the thread, which may have to be left behind
    std::thread thread_;
    std::shared_ptr<std::atomic<bool>> is_sent_;
};

}  // namespace azoth::drivers::libpq
