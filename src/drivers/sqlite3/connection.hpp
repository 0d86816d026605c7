// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

#include <sqlite3.h>

#include <atomic>
#include <random>
#include <string>

#include "base/forks.hpp"

namespace azoth::drivers::sqlite {

struct Closing {
    void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, Closing>;

struct Finalizing {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalizing>;

/// What bounds the statement that runs now: the progress and busy handlers ask it.
struct Watch {
    std::int64_t query_timeout_milliseconds = 0;
    std::int64_t busy_timeout_milliseconds = 5'000;
    std::int64_t remaining_nanoseconds = 0;  ///< of the query timeout
    Deadline deadline{};
    Deadline busy_deadline{};
    int waits = 0;  ///< for other connections, of this statement
    std::minstd_rand random{};
    bool timed_out = false;
    std::atomic<bool> cancelled{false};
};

class Connection final : public drivers::Connection {
public:
    Connection(Database database,
               std::string file,
               const ConnectOptions& options,
               std::int64_t busy_timeout_milliseconds);
    ~Connection() override;

    std::unique_ptr<drivers::Statement> prepare(std::string_view sql) override;
    void run_script(std::string_view sql) override;
    void defer(std::string_view sql) override { run_script(sql); }
    void flush_deferred() override {}

    void cancel() noexcept override;
    void set_query_timeout(std::int64_t milliseconds) override;
    bool ping() noexcept override { return true; }
    bool is_usable() const noexcept override { return !is_inherited(); }
    bool in_transaction() const noexcept override;
    ServerVersion server_version() const override;
    const Traffic& traffic() const noexcept override { return traffic_; }
    void* native_handle() noexcept override { return database_.get(); }

    // For statements.
    /// The process was forked since. A database in memory was copied with it; a file is another
    /// process's, and closing or changing it here would break that one's locks and journal.
    [[nodiscard]] bool is_inherited() const noexcept {
        return forks_ != fork_count() && !file_.empty();
    }
    [[nodiscard]] sqlite3* database() const noexcept { return database_.get(); }
    [[nodiscard]] StoredForm stored_form() const noexcept { return stored_form_; }
    [[nodiscard]] Traffic& counters() noexcept { return traffic_; }
    /// Throws InvalidRequestError (`inherited-connection`).
    void require_own(std::string_view sql) const;
    /// To be called when a statement starts: forgets an earlier cancellation, starts the clock.
    void start_watch() noexcept;
    /// One step of a statement that was started.
    [[nodiscard]] int step(sqlite3_stmt* statement) noexcept {
        return watch_.query_timeout_milliseconds == 0 ? sqlite3_step(statement)
                                                      : timed_step(statement);
    }
    [[noreturn]] void fail(int code, std::string_view sql) const;

private:
    /// Compiles the first statement of the text and moves past it; null at the end of the text.
    Prepared compile_next(std::string_view& sql, unsigned flags);
    int timed_step(sqlite3_stmt* statement) noexcept;
    /// A transaction that has read cannot come to write any more.
    [[nodiscard]] bool is_refused_upgrade(int code) const noexcept;

    Watch watch_;
    StoredForm stored_form_;
    std::string file_;  ///< as shown in errors
    Traffic traffic_;
    std::uint64_t forks_ = fork_count();
    Database database_;  // closed first
};

}  // namespace azoth::drivers::sqlite
