// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace azoth::migrate {

/// An SQL expression without what databases add when they give it back: blanks, parentheses, quotes
/// of names, casts of literals, letter case outside texts, other spellings of IN, LIKE and <>. Two
/// expressions with equal results mean the same as far as a text can say; precedence is not looked
/// at.
[[nodiscard]] std::string plain_expression(std::string_view sql);

}  // namespace azoth::migrate
