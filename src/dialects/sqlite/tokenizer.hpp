// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace azoth::dialects::sqlite {

enum class TokenKind : std::uint8_t {
    Word,    ///< a keyword or a name without quotes
    Quoted,  ///< a name in "…", `…` or […]
    String,  ///< '…', which SQLite takes as a name where only a name may stand
    Number,
    Symbol,  ///< one character: ( ) , . ; and operators
};

/// A piece of SQL text; blanks and comments lie between tokens.
struct Token {
    TokenKind kind = TokenKind::Symbol;
    std::string_view text{};  ///< as written, within the text that was split
    std::size_t begin = 0;    ///< position in that text
    [[nodiscard]] std::size_t end() const noexcept { return begin + text.size(); }
};

/// Splits SQL as SQLite does (https://www.sqlite.org/lang.html, "tokens"). Never fails: an
/// unfinished quote or comment ends with the text. The tokens refer to it.
[[nodiscard]] std::vector<Token> tokenize(std::string_view sql);

/// The name that a token spells, quotes and doubled quotes taken away.
[[nodiscard]] std::string name_of(const Token& token);
/// A keyword, whatever its case.
[[nodiscard]] bool is_word(const Token& token, std::string_view upper_case) noexcept;
[[nodiscard]] bool is_symbol(const Token& token, char symbol) noexcept;

/// The position of the parenthesis that closes the one at `open`; the end when none does.
[[nodiscard]] std::size_t closing_parenthesis(std::span<const Token> tokens,
                                              std::size_t open) noexcept;
/// What commas outside of parentheses part.
[[nodiscard]] std::vector<std::span<const Token>> split_at_commas(std::span<const Token> tokens);
/// `(a, f(b, c))`  ->  a | f(b, c). Nothing for what begins with no parenthesis.
[[nodiscard]] std::vector<std::span<const Token>> parts_in_parentheses(
    std::span<const Token> tokens);

/// True when the text has the name as a token of its own, as a word or in quotes.
[[nodiscard]] bool mentions(std::string_view sql, std::string_view name);
/// Names are the same whatever the case of their ASCII letters.
[[nodiscard]] bool is_same_name(std::string_view left, std::string_view right) noexcept;

}  // namespace azoth::dialects::sqlite
