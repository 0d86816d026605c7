// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

/// The statements of an SQL text, without the semicolons between them and without comments before
/// them. Knows texts in quotes of every kind, `$tag$` bodies, comments (nested ones too), and
/// semicolons inside the body of a trigger (CREATE TRIGGER … BEGIN … END) or of a function (BEGIN
/// ATOMIC … END). What is not closed goes to the end.
[[nodiscard]] std::vector<std::string> split_sql(std::string_view text);

}  // namespace azoth::migrate
