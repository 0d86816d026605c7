// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace azoth::migrate {

/// How long runners wait, and how long a lease lasts without a sign of life.
struct LockTimes {
    std::int64_t wait_milliseconds = 10'000;
    std::int64_t lease_seconds = 60;
    std::int64_t poll_milliseconds = 100;
    /// Before each pause, with who holds it. What it throws ends the waiting.
    std::function<void(std::string_view holder)> on_wait{};
};

/// One runner at a time: a lease, which is a row of `azoth_lock` with the server's time of the last
/// sign of life, and beside it a lock of the connection where the database has one that is sound.
///
/// A lease is taken over when its process is known to be gone. While the process is there it never
/// is, however old its sign of life. Of a process on another machine nothing else is known: the
/// lease must have run out by the server's clock, and must not have been renewed while this runner
/// looked on by a clock that does not jump.
///
/// The connection must outlive this and is used by `renew`; where the database can write beside a
/// transaction, a thread with a connection of its own renews the lease.
class MigrationLock {
public:
    /// Waits. Throws MigrationError (`migration-locked`) that says who holds it and since when.
    MigrationLock(Connection& connection, const LockTimes& times, std::string holder);
    MigrationLock(const MigrationLock&) = delete;
    MigrationLock& operator=(const MigrationLock&) = delete;
    ~MigrationLock();

    /// A sign of life inside the present transaction. Throws MigrationError (`migration-lock-lost`)
    /// when somebody else took the lease over.
    void renew();

private:
    struct Holder {
        std::string who{};
        std::string since{};  ///< with a blank before it; empty when it is not known
    };

    void wait_for_lease();
    [[nodiscard]] bool try_once();
    [[nodiscard]] bool try_session_lock();
    [[nodiscard]] bool try_lease();
    void prepare_row();
    void release() noexcept;
    void release_beside() noexcept;
    void give_back(Connection& connection);
    [[nodiscard]] Holder present_holder();
    [[noreturn]] void refuse();
    void beat();

    Connection& connection_;
    LockTimes times_;
    std::string holder_;
    std::string token_;
    /// A lease of another machine, and since when it has looked the same from here.
    struct Observed {
        std::string token{};
        std::int64_t heartbeat = 0;
        std::chrono::steady_clock::time_point since{};
    };

    [[nodiscard]] bool may_take(const std::string& token,
                                const std::string& holder,
                                std::int64_t heartbeat,
                                std::int64_t now);
    [[nodiscard]] std::string shown_holder() const;
    [[nodiscard]] bool has_run_out(const std::string& token, std::int64_t heartbeat);

    Observed observed_{};
    bool is_database_busy_ = false;  ///< the last attempt did not even get to the lease
    bool has_session_lock_ = false;
    bool has_lease_ = false;
    bool is_ending_ = false;
    std::mutex mutex_{};
    std::condition_variable ending_{};
    std::thread heart_{};
};

}  // namespace azoth::migrate
