// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

namespace azoth {

namespace engine {

struct ConnectionCore;
struct CachedStatement;

/// A prepared statement lent by a connection's cache; goes back when this is destroyed. The connection must outlive it.
/// A statement that is on loan is not lent again: the same SQL run inside its own loop gets a second one.
class StatementLease {
public:
    StatementLease() noexcept = default;
    StatementLease(ConnectionCore* connection, CachedStatement* cached, std::unique_ptr<drivers::Statement> statement) noexcept;
    StatementLease(StatementLease&& other) noexcept;
    StatementLease& operator=(StatementLease&& other) noexcept;
    StatementLease(const StatementLease&) = delete;
    StatementLease& operator=(const StatementLease&) = delete;
    ~StatementLease();

    [[nodiscard]] drivers::Statement& operator*() const noexcept { return *statement_; }
    [[nodiscard]] drivers::Statement* operator->() const noexcept { return statement_.get(); }
    [[nodiscard]] explicit operator bool() const noexcept { return statement_ != nullptr; }
    [[nodiscard]] std::string_view sql() const noexcept;
    /// Executes with the values already bound; reports to listeners and the log, and adds the SQL to errors.
    void execute();
    void release() noexcept;

private:
    ConnectionCore* connection_ = nullptr;
    CachedStatement* cached_ = nullptr;
    std::unique_ptr<drivers::Statement> statement_{};
};

}  // namespace engine
}  // namespace azoth
