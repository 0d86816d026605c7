// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>
#include <azoth/tree/owner.hpp>

namespace azoth {

namespace engine {

struct ConnectionCore;
struct CachedStatement;

/// A share in a checked-out connection; with the last one it goes back to the pool. Shares are
/// counted without atomics: a connection and its results are used by one thread at a time.
struct EndShare {
    void operator()(ConnectionCore* connection) const noexcept;
};
using ConnectionShare = std::unique_ptr<ConnectionCore, EndShare>;

/// A prepared statement lent by a connection's cache; goes back when this is destroyed, and keeps
/// the connection until then. A statement that is on loan is not lent again: the same SQL run
/// inside its own loop gets a second one.
class StatementLease {
public:
    StatementLease() noexcept = default;
    StatementLease(ConnectionShare connection,
                   CachedStatement& cached,
                   std::unique_ptr<drivers::Statement> statement) noexcept;
    StatementLease(StatementLease&& other) noexcept;
    StatementLease& operator=(StatementLease&& other) noexcept;
    StatementLease(const StatementLease&) = delete;
    StatementLease& operator=(const StatementLease&) = delete;
    ~StatementLease();

    [[nodiscard]] drivers::Statement& operator*() const noexcept { return *statement_; }
    [[nodiscard]] drivers::Statement* operator->() const noexcept { return statement_.get(); }
    [[nodiscard]] explicit operator bool() const noexcept { return statement_ != nullptr; }
    [[nodiscard]] const std::string& sql() const noexcept;

    /// Parameters count from 0. Texts and bytes must live until the lease is released, or be handed
    /// to `keep`.
    void bind(int parameter, const ValueView& value) {
        statement_->bind(parameter, value);
        if (is_watched_) {
            note(parameter, value);
        }
    }
    /// Binds all rows of a batch; see `drivers::Statement::bind_rows`.
    void bind_rows(const drivers::RowBlock& rows) {
        statement_->bind_rows(rows);
        if (is_watched_) {
            note_rows(rows);
        }
    }
    /// Executes with the values bound; begins the transaction where one is due, and reports to
    /// listeners and the log.
    void execute();
    /// The rows are to come in batches of so many; they end with the transaction then. To be called
    /// before `execute`.
    void fetch_by(std::uint32_t rows);
    /// Moves to the next row. Throws InvalidRequestError (`rows-ended`) when rows that come in
    /// batches have ended with their transaction.
    [[nodiscard]] bool next() {
        if (transaction_ != 0) {
            check_transaction();
        }
        return statement_->next();
    }
    /// Resets and gives the statement back.
    void release() noexcept;

    /// Keeps what bound values point to alive.
    void keep(tree::Owner tree) noexcept { kept_tree_ = std::move(tree); }
    [[nodiscard]] std::vector<Value>& keep(std::vector<Value> values) {
        return attached().kept = std::move(values);
    }

private:
    /// What few statements need.
    struct Attached {
        std::vector<Value> kept{};
        std::vector<Value> noted{};  ///< parameters for listeners
    };

    void note(int parameter, const ValueView& value);
    void note_rows(const drivers::RowBlock& rows);
    void check_transaction() const;
    [[nodiscard]] Attached& attached();

    ConnectionShare connection_{};
    CachedStatement* cached_ = nullptr;
    std::unique_ptr<drivers::Statement> statement_{};
    tree::Owner kept_tree_{};
    std::unique_ptr<Attached> attached_{};
    std::uint64_t transaction_ = 0;  ///< that the rows end with; 0: they do not
    bool is_watched_ = false;
};

}  // namespace engine
}  // namespace azoth
