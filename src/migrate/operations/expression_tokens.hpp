// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace azoth::migrate {

/// The tokens of an SQL expression, blanks one by one; names with their dots (`t.a`) and runs of
/// operators (`::`, `!~~*`) are one token each.
[[nodiscard]] std::vector<std::string_view> expression_tokens(std::string_view sql);

[[nodiscard]] bool is_operator(char character) noexcept;

}  // namespace azoth::migrate
