// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

/// What SQL texts are made of, whatever the database.
namespace azoth::sql_parts {

/// Letters, underscores and all bytes above ASCII.
[[nodiscard]] bool starts_word(char character) noexcept;
/// Those, and digits.
[[nodiscard]] bool continues_word(char character) noexcept;

/// The text of an expression, made to stand before others: a comment at its end gets a line end.
[[nodiscard]] std::string closed(std::string_view expression);

/// `it's`  ->  `'it''s'`
[[nodiscard]] std::string in_quotes(std::string_view text, char quote);

}  // namespace azoth::sql_parts
