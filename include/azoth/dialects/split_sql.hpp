// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/sql_rules.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace azoth::dialects {

/// The statements of an SQL text by what can be seen without a grammar: without the semicolons
/// between them and without comments before them. Knows texts in quotes of every kind, `$tag$`
/// bodies, comments (nested ones too), parentheses, and semicolons inside the body of a trigger
/// (CREATE TRIGGER … BEGIN … END) or of a function (BEGIN ATOMIC … END). What is not closed goes to
/// the end.
[[nodiscard]] std::vector<std::string> split_sql(std::string_view text);
/// By the rules of one database.
[[nodiscard]] std::vector<std::string> split_sql(std::string_view text, const SqlRules& rules);
/// The text without blanks and comments before and blanks after it.
[[nodiscard]] std::string_view after_comments(std::string_view sql) noexcept;
[[nodiscard]] std::string_view after_comments(std::string_view sql, const SqlRules& rules) noexcept;

}  // namespace azoth::dialects
