// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace azoth::migrate {

/// Throws MigrationError `revision-syntax`: `cannot read revision file "path" line N: <why and way
/// out>`.
[[noreturn]] void fail_syntax(std::string_view path, int line, std::string_view why);

}  // namespace azoth::migrate
