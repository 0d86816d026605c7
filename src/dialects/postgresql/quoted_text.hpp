// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace azoth::dialects::postgresql {

/// A text as a literal that means the same whatever `standard_conforming_strings` is: `'it''s'`,
/// and with a backslash `E'a\\b'`.
[[nodiscard]] std::string quoted_text(std::string_view text);

/// A DEFAULT that is one literal with a backslash, so that it means the same likewise; any other
/// SQL stays.
[[nodiscard]] std::string settled_default(const std::string& sql);

}  // namespace azoth::dialects::postgresql
