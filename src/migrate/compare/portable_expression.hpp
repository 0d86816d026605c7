// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace azoth::migrate {

/// An SQL expression without what one database adds when it gives it back: `length(name::text) > 0`
/// ->  `length(name) > 0`, `a = ANY (ARRAY['x'::text, 'y'::text])`  ->  `a IN ('x', 'y')`. Whether
/// it still means the same only that database can tell, by what it makes of the result.
[[nodiscard]] std::string portable_expression(std::string_view sql);

}  // namespace azoth::migrate
