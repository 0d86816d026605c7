// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/error.hpp>
#include <azoth/compiler/compiled.hpp>
#include <azoth/engine/connection.hpp>

namespace azoth::orm {

/// What RETURNING gave: the values of each row.
using ReturnedRows = std::vector<std::vector<Value>>;

/// The rows of one batch: where their values come from, and what is done with the answer.
class RowBatch {
public:
    virtual ~RowBatch() = default;

    [[nodiscard]] virtual std::size_t size() const noexcept = 0;
    /// Parameters count over values, keys and guards of the shape. Views live as long as the batch
    /// and `scratch`.
    [[nodiscard]] virtual ValueView view(std::size_t row,
                                         std::size_t parameter,
                                         Value& scratch) const = 0;
    /// The kind as which a column of RETURNING is read.
    [[nodiscard]] virtual ValueKind returned_kind(std::size_t column) const noexcept = 0;
    /// The rows from `first` on were written; `returned` holds what came back, a vector of values
    /// for each row.
    virtual void written(std::size_t first, std::size_t count, ReturnedRows& returned) = 0;
    /// Throws the error that names the row's object.
    [[noreturn]] virtual void fail(std::size_t row, const DatabaseError& error) const = 0;
    /// The row was not there, or no longer as it was.
    [[noreturn]] virtual void fail_stale(std::size_t row) const = 0;
};

enum class RowCount : std::uint8_t { Exact, Any };

/// Sends a batch in statements of as many rows as the database takes. Several rows go inside a
/// savepoint, so that the row at fault can be found when the statement fails.
void send_rows(Connection& connection,
               const compiler::RowShape& shape,
               RowBatch& batch,
               RowCount expected);

}  // namespace azoth::orm
