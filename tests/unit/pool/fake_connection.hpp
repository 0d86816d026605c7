// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/error.hpp>
#include <azoth/pool/pool.hpp>

#include <atomic>

namespace test_support {

/// What happened to all connections of a FakeConnector.
struct FakeLog {
    std::atomic<int> opened{0};
    std::atomic<int> closed{0};
    std::atomic<int> pings{0};
    std::atomic<int> rollbacks{0};
    std::atomic<bool> server_is_down{false};
    std::atomic<bool> pings_fail{false};
    std::atomic<bool> resets_fail{false};
};

/// A connection without a database: it can be in a transaction, and it can be lost.
class FakeConnection final : public azoth::drivers::Connection {
public:
    explicit FakeConnection(FakeLog& log) : log_(log) { ++log_.opened; }
    ~FakeConnection() override { ++log_.closed; }

    std::unique_ptr<azoth::drivers::Statement> prepare(std::string_view) override {
        return nullptr;
    }
    void run_script(std::string_view sql) override {
        if (sql == "ROLLBACK") {
            ++log_.rollbacks;
            if (log_.resets_fail) {
                throw azoth::ConnectionLost{"connection-lost", "gone"};
            }
        }
        is_in_transaction = sql == "BEGIN";
    }
    void defer(std::string_view) override {}
    void flush_deferred() override {}
    void cancel() noexcept override {}
    void set_query_timeout(std::int64_t) override {}
    bool ping() noexcept override {
        ++log_.pings;
        return !log_.pings_fail;
    }
    bool is_usable() const noexcept override { return !is_lost; }
    bool in_transaction() const noexcept override { return is_in_transaction; }
    azoth::drivers::ServerVersion server_version() const override { return {}; }
    const azoth::drivers::Traffic& traffic() const noexcept override { return traffic_; }
    void* native_handle() noexcept override { return nullptr; }

    int uses = 0;  ///< without protection on purpose: two users at once are a data race
    bool is_lost = false;
    bool is_in_transaction = false;

private:
    FakeLog& log_;
    azoth::drivers::Traffic traffic_{};
};

class FakeConnector final : public azoth::pool::Connector {
public:
    explicit FakeConnector(FakeLog& log) : log_(log) {}
    std::unique_ptr<azoth::drivers::Connection> open() override {
        if (log_.server_is_down) {
            throw azoth::OperationalError{"cannot-connect", "the server is down"};
        }
        return std::make_unique<FakeConnection>(log_);
    }
    void reset(azoth::pool::PooledConnection& pooled) override {
        pooled.connection->run_script("ROLLBACK");
    }

private:
    FakeLog& log_;
};

inline FakeConnection& fake(azoth::pool::Lease& lease) {
    return static_cast<FakeConnection&>(*lease->connection);
}

}  // namespace test_support
