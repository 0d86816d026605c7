// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/value.hpp>

namespace azoth {

/// The current row of a result, as a driver offers it. Columns count from 0.
///
/// Texts and bytes are valid until the next row is read or the statement is reset. The typed
/// readers convert what the database sent where nothing is lost and throw DataError
/// (`column-conversion`) otherwise; they must not be called on NULL except for `is_null` and
/// `value`.
class RowReader {
public:
    virtual ~RowReader() = default;

    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual double real(int column) const = 0;
    [[nodiscard]] virtual std::string_view text(int column) const = 0;
    [[nodiscard]] virtual std::span<const std::byte> bytes(int column) const = 0;

    /// The same for a column that may be NULL: false then, and `value` stays as it is.
    [[nodiscard]] virtual bool read(int column, std::int64_t& value) const {
        return !is_null(column) && (value = integer(column), true);
    }
    [[nodiscard]] virtual bool read(int column, double& value) const {
        return !is_null(column) && (value = real(column), true);
    }
    [[nodiscard]] virtual bool read(int column, std::string_view& value) const {
        return !is_null(column) && (value = text(column), true);
    }

    /// The column as a value of the wanted kind; ValueKind::Null stands for "whatever it is by
    /// itself".
    [[nodiscard]] virtual Value value(int column, ValueKind wanted) const = 0;
};

}  // namespace azoth
