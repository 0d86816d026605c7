// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The binary form of NUMERIC: count of digits, weight, sign, scale, then digits to the base 10,000
/// (numeric_send and numeric_recv in src/backend/utils/adt/numeric.c).
namespace azoth::drivers::libpq {

/// Appends the number; false, with nothing appended, when the text is no decimal or has too many
/// digits for the form.
[[nodiscard]] bool append_numeric(std::string& buffer, std::string_view decimal);

/// `12.50`, `-0.001`, `NaN`, `Infinity`; nothing when the bytes are no such form.
[[nodiscard]] std::optional<std::string> numeric_text(std::string_view bytes);

}  // namespace azoth::drivers::libpq
