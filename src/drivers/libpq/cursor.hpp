// SPDX-License-Identifier: MIT
#pragma once

#include "drivers/libpq/exchange.hpp"

#include <optional>

namespace azoth::drivers::libpq {

/// A query's rows in batches, by a cursor of the server. The next batch is asked for before the
/// last one is read, so that server and client work at the same time; other statements of the
/// connection may come between.
class Cursor {
public:
    /// `sql` must outlive it.
    Cursor(Connection& connection, std::string_view sql, std::uint32_t rows);
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;
    ~Cursor();

    /// The first batch is the last of the results.
    [[nodiscard]] Outcome open(const std::vector<Oid>& types, const Parameters& parameters);
    /// The next batch, empty behind the last one. Throws InvalidRequestError (`rows-ended`) when
    /// the transaction has ended.
    [[nodiscard]] Result next();

    // For the connection.
    /// Takes the batch that was asked for off the wire: something else is to be sent.
    void collect();

private:
    void ask();
    void note(const PGresult* batch);
    void close() noexcept;

    Connection& connection_;
    std::string_view sql_;
    std::string name_;
    std::string fetch_;
    int rows_;
    std::uint64_t scripts_ = 0;  ///< run by the connection when it was opened
    bool is_open_ = false;
    bool is_complete_ = false;
    std::optional<Exchange> asked_{};  ///< its answer is still to come
    std::optional<Outcome> ahead_{};   ///< the answer, while the batch before it is read
};

}  // namespace azoth::drivers::libpq
