// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace azoth::migrate {

/// Splits SQL at the level that hashing needs: words, quoted texts, `$tag$` bodies, single
/// characters, and each
/// `-- azoth:` line as one token. White space and other comments are left out. Text in quotes of
/// any kind is kept as it stands; a doubled quote ends one token and begins another, which makes no
/// difference to a hash.
[[nodiscard]] std::vector<std::string_view> sql_tokens(std::string_view text);

}  // namespace azoth::migrate
