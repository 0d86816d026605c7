// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// What SQL texts are made of, whatever the database. A `…_length` takes a text that begins with
/// its part; a part that is not closed goes to the end.
namespace azoth::sql_parts {

/// Letters, underscores and all bytes above ASCII.
[[nodiscard]] bool starts_word(char character) noexcept;
/// Those, and digits.
[[nodiscard]] bool continues_word(char character) noexcept;

enum class Backslash : std::uint8_t { Plain, Escapes };
/// `'it''s'`, `"a""b"`; where backslashes escape, `'it\'s'`.
[[nodiscard]] std::size_t quoted_length(std::string_view sql,
                                        Backslash backslash = Backslash::Plain) noexcept;

/// `-- …`, its line feed included.
[[nodiscard]] std::size_t line_comment_length(std::string_view sql) noexcept;
enum class Comments : std::uint8_t { Flat, Nested };
/// `/* … */`
[[nodiscard]] std::size_t block_comment_length(std::string_view sql,
                                               Comments comments = Comments::Nested) noexcept;

/// `$$ … $$`, `$tag$ … $tag$`; 0 for what begins otherwise, as `$1` does.
[[nodiscard]] std::size_t dollar_body_length(std::string_view sql) noexcept;

/// The text of an expression, made to stand before others: a comment at its end gets a line end.
[[nodiscard]] std::string closed(std::string_view expression);

/// `it's`  ->  `'it''s'`
[[nodiscard]] std::string in_quotes(std::string_view text, char quote);

}  // namespace azoth::sql_parts
