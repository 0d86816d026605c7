// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/error.hpp>
#include <azoth/compiler/compiled.hpp>
#include <azoth/dialects/generated_keys.hpp>
#include <azoth/engine/connection.hpp>

namespace azoth::orm {

using dialects::ReturnedRows;

/// The rows of one batch: where their values come from, and what is done with the answer. Columns
/// of the source count over values, keys and guards of the shape; views live as long as the batch.
class RowBatch : public drivers::RowSource {
public:
    [[nodiscard]] virtual std::size_t size() const noexcept = 0;
    /// The kind as which a column of RETURNING is read.
    [[nodiscard]] virtual ValueKind returned_kind(std::size_t column) const noexcept = 0;
    /// Whether rows that come back at once can be told apart.
    [[nodiscard]] virtual bool can_match_rows() const noexcept { return true; }
    /// The rows from `first` on were written.
    virtual void written(std::size_t first, std::size_t count, ReturnedRows& returned) = 0;
    /// Throws the error that names the row's object.
    [[noreturn]] virtual void fail(std::size_t row, const DatabaseError& error) const = 0;
    /// The row was not there, or no longer as it was.
    [[noreturn]] virtual void fail_stale(std::size_t row) const = 0;
};

/// How many rows of the database a row of the batch may write.
enum class RowCount : std::uint8_t { Exact, AtLeastOne, Any };

/// Sends a batch in statements of as many rows as the database takes. Several rows go inside a
/// savepoint, so that the row at fault can be found when the statement fails.
void send_rows(Connection& connection,
               const compiler::RowShape& shape,
               RowBatch& batch,
               RowCount expected);

}  // namespace azoth::orm
