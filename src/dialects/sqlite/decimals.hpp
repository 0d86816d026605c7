// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/tree/node.hpp>

#include <optional>

/// SQLite works with exact decimals as binary numbers: 0.1 + 0.2 is 0.30000000000000004 there. What
/// comes out of arithmetic is therefore rounded to the digits that the result can have.
namespace azoth::dialects::sqlite {

/// Digits after the point to which the result of an operation or of a function is rounded; nothing
/// where it is no exact decimal, or one that was stored as it is.
[[nodiscard]] std::optional<int> rounded_digits(const tree::Node& node);

}  // namespace azoth::dialects::sqlite
