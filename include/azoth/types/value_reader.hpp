// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/row_reader.hpp>

namespace azoth {

/// Reads values that are at hand as if a driver had sent them: the elements of an array, a default
/// that goes into a member. The values must outlive the reader.
class ValueReader final : public RowReader {
public:
    explicit ValueReader(std::span<const Value> values) noexcept : values_(values) {}

    [[nodiscard]] bool is_null(int column) const override;
    [[nodiscard]] std::int64_t integer(int column) const override;
    [[nodiscard]] double real(int column) const override;
    [[nodiscard]] std::string_view text(int column) const override;
    [[nodiscard]] std::span<const std::byte> bytes(int column) const override;
    [[nodiscard]] Value value(int column, ValueKind wanted) const override;

private:
    [[nodiscard]] const Value& at(int column) const noexcept {
        return values_[static_cast<std::size_t>(column)];
    }

    std::span<const Value> values_;
};

struct Codec;

/// Puts a value into an object of the codec's type, with the conversions of a row that is read.
/// Throws DataError (`column-conversion`, `unexpected-null`).
void assign_value(const Codec& codec, void* object, const Value& value);

}  // namespace azoth
