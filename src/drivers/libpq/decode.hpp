// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/value.hpp>

#include <postgres_ext.h>

#include <optional>
#include <string_view>

namespace azoth::drivers::libpq {

/// A cell in binary form: the type's number and the bytes.
struct Cell {
    Oid type = 0;
    std::string_view bytes{};
};

/// Kind by which the type comes when nobody asks for one.
[[nodiscard]] ValueKind kind_of(Oid type) noexcept;

/// The cell as its natural kind; nothing when the bytes are not of the type's form. A type that is
/// not known comes as Text when its bytes are one (enumerations, citext), as Array when they have
/// that form, and as Bytes otherwise.
[[nodiscard]] std::optional<Value> natural_value(const Cell& cell);

/// The cell as the wanted kind where nothing is lost.
[[nodiscard]] std::optional<Value> decode(const Cell& cell, ValueKind wanted);

/// UTF-8 without control characters but tab and line ends.
[[nodiscard]] bool is_plain_text(std::string_view bytes) noexcept;

}  // namespace azoth::drivers::libpq
