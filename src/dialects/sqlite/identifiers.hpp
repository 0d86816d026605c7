// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace azoth::dialects::sqlite {

/// A word of SQLite's SQL, in lower case.
[[nodiscard]] bool is_keyword(std::string_view word) noexcept;

}  // namespace azoth::dialects::sqlite
