// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/value.hpp>

#include <postgres_ext.h>

#include <string>

namespace azoth::drivers::libpq {

enum class Encoded : unsigned char { Yes, NotOfThisType, OutOfRange, HoldsNul };

/// No text of the server may.
[[nodiscard]] bool holds_nul(const ValueView& value) noexcept;

/// Appends the binary form of a value that is not NULL, if its kind and the type belong together.
[[nodiscard]] Encoded append_binary(std::string& buffer, const ValueView& value, Oid type);

/// Appends the text form that the server parses into whatever type it expects, without a NUL at the
/// end. False when the kind has none (an array of arrays of different depth, say).
[[nodiscard]] bool append_text(std::string& buffer, const ValueView& value);

/// `smallint, which holds -32768 to 32767`.
[[nodiscard]] std::string_view range_of(Oid type) noexcept;

}  // namespace azoth::drivers::libpq
