// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

#include "base/forks.hpp"
#include "drivers/libpq/canceller.hpp"
#include "drivers/libpq/errors.hpp"
#include "drivers/libpq/handles.hpp"

#include <atomic>
#include <string>
#include <vector>

namespace azoth::drivers::libpq {

class Cursor;

/// Whether statements get names on the server.
enum class Naming : unsigned char { Named, Unnamed };

/// Names of statements that were destroyed and are still known to the server. Shared, so that a
/// statement may outlive its connection.
using RetiredNames = std::vector<std::string>;

/// A session in pipeline mode: everything is sent without waiting, and `Exchange` collects the
/// answers.
class Connection final : public drivers::Connection {
public:
    Connection(Session session, const ConnectOptions& options, Naming naming);
    ~Connection() override;

    std::unique_ptr<drivers::Statement> prepare(std::string_view sql) override;
    void run_script(std::string_view sql) override;
    void defer(std::string_view sql) override;
    void flush_deferred() override;
    bool drop_deferred() noexcept override;

    void cancel() noexcept override;
    void set_query_timeout(std::int64_t milliseconds) override { query_timeout_ = milliseconds; }
    bool ping() noexcept override;
    bool is_usable() const noexcept override;
    bool in_transaction() const noexcept override;
    ServerVersion server_version() const override;
    const Traffic& traffic() const noexcept override { return traffic_; }
    void* native_handle() noexcept override { return session_.get(); }

    // For statements and exchanges.
    /// The process was forked since: the session is another process's, and not a byte may be sent
    /// or read.
    [[nodiscard]] bool is_inherited() const noexcept { return forks_ != fork_count(); }
    [[nodiscard]] PGconn* session() const noexcept { return session_.get(); }
    [[nodiscard]] Traffic& counters() noexcept { return traffic_; }
    [[nodiscard]] Naming naming() const noexcept { return naming_; }
    [[nodiscard]] const std::shared_ptr<RetiredNames>& retired() const noexcept { return retired_; }
    [[nodiscard]] std::string next_name();
    [[nodiscard]] std::vector<std::string> take_deferred() noexcept;
    [[nodiscard]] std::vector<std::string> take_retired();

    /// Throws when the connection is lost, or when an earlier exchange was left in the middle.
    void begin_exchange(std::string_view sql);
    /// Starts the clock of the query timeout; one round trip begins.
    void begin_wait() noexcept;
    /// The next answer, null between the answers of two commands. Throws ConnectionLost.
    [[nodiscard]] Result next_result(std::string_view sql);
    /// All answers have come.
    void end_exchange() noexcept;
    [[nodiscard]] Circumstances circumstances() const noexcept;
    void mark_broken() noexcept { is_broken_ = true; }
    /// A batch of rows was asked for: the cursor takes it before anything else is sent.
    void expect_batch(Cursor& cursor) noexcept { asking_ = &cursor; }
    void expect_nothing_of(const Cursor& cursor) noexcept {
        asking_ = asking_ == &cursor ? nullptr : asking_;
    }
    [[nodiscard]] std::string next_cursor_name();
    /// How many scripts were run: transactions and savepoints end by them.
    [[nodiscard]] std::uint64_t scripts() const noexcept { return scripts_; }
    [[noreturn]] void lose(std::string_view why, std::string_view sql);

private:
    void wait_for_input(std::string_view sql);
    void on_deadline(std::string_view sql);
    void run_simple_query(const std::string& script, std::string_view sql);
    void collect_simple_query(std::string_view sql);
    void refuse_copy(const PGresult* result, std::string_view sql);

    Waiter& waiter_;
    NoticeListener* notices_;
    Naming naming_;
    ValuesInErrors values_;
    std::int64_t query_timeout_;
    Deadline deadline_{};
    int cancels_ = 0;  ///< sent for the statement whose time has run out
    bool timed_out_ = false;
    bool is_broken_ = false;
    bool in_exchange_ = false;
    std::atomic<bool> is_cancelled_{false};
    std::uint64_t last_name_ = 0;
    std::uint64_t last_cursor_ = 0;
    std::uint64_t scripts_ = 0;
    Cursor* asking_ = nullptr;
    std::vector<std::string> deferred_;
    std::shared_ptr<RetiredNames> retired_ = std::make_shared<RetiredNames>();
    Traffic traffic_;
    std::uint64_t forks_ = fork_count();
    Canceller canceller_;
    Session session_;
};

}  // namespace azoth::drivers::libpq
