// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/sql_lexer.hpp"

namespace azoth::dialects::sqlite {

using sql_lexer::is_symbol;
using sql_lexer::is_word;
using sql_lexer::name_of;
using sql_lexer::Token;
using sql_lexer::TokenKind;

/// How SQLite writes texts (https://www.sqlite.org/lang.html). A text stands for a name where only
/// a name may stand.
inline constexpr SqlRules sql_rules{
    .backtick_names = true, .bracket_names = true, .dollars_in_words = true};

/// Without blanks and comments. The tokens refer to the text.
[[nodiscard]] std::vector<Token> tokenize(std::string_view sql);

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
