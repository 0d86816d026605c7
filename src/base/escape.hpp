// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// How a text that somebody else chose (a name in a database, a message, a folder) gets into a
/// source file, a script, a log or a terminal: by one function for each of them. Values and names
/// in SQL have theirs in base/sql_parts.hpp and in the dialects.
namespace azoth::escape {

/// `Hidden` changes what is seen or where a line ends: control characters (NEL and ESC among
/// them), line and paragraph separators, marks of direction, characters without width. `Invalid`
/// is a byte that belongs to no UTF-8 character.
enum class CharacterKind : std::uint8_t { Plain, Hidden, Invalid };

struct Character {
    std::size_t length = 0;  ///< bytes, at least 1
    char32_t code = 0;       ///< the byte itself where it is invalid
    CharacterKind kind{};
};

/// The character at the front of a text that is not empty.
[[nodiscard]] Character first_character(std::string_view text) noexcept;

/// Whether something in the text is hidden or invalid.
[[nodiscard]] bool has_hidden(std::string_view text) noexcept;
/// Whether all of it is UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Hidden characters as `\n`, `\x1b`, `\u{202e}`, invalid bytes as `\xff`: one line, for people.
[[nodiscard]] std::string visible(std::string_view text);
/// The same, but line feeds and tabs stay: what a terminal or a log gets.
[[nodiscard]] std::string terminal(std::string_view text);
/// The rest of a line behind `//`, `--` or `#`: nothing in it ends the comment or opens another.
[[nodiscard]] std::string line_comment(std::string_view text);
/// `"it's\n"`: a C++ literal of exactly this text.
[[nodiscard]] std::string cpp_string(std::string_view text);
/// JSON that is complete, with hidden characters inside its texts as `\u202e`.
[[nodiscard]] std::string json(std::string_view text);
/// The inside of a TOML string in double quotes. The text must be UTF-8.
[[nodiscard]] std::string toml(std::string_view text);
/// One word for the shell, whatever is in it.
[[nodiscard]] std::string shell_word(std::string_view text);
/// A CMake argument that is taken as it stands.
[[nodiscard]] std::string cmake_argument(std::string_view text);

}  // namespace azoth::escape
