// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "base/sql_lexer.hpp"

namespace azoth::migrate {

/// The tokens of an SQL expression, blanks one by one; names with their dots (`t.a`) and runs of
/// operators (`::`, `!~~*`) are one token each, of the kind that they begin with.
[[nodiscard]] std::vector<sql_lexer::Token> expression_tokens(std::string_view sql);

[[nodiscard]] bool is_operator(char character) noexcept;

}  // namespace azoth::migrate
