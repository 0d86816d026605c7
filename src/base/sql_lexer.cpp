// SPDX-License-Identifier: MIT
#include "base/sql_lexer.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

#include "base/sql_parts.hpp"

namespace azoth::sql_lexer {

namespace {

using sql_parts::continues_word;
using sql_parts::starts_word;

bool is_digit(char character) noexcept {
    return character >= '0' && character <= '9';
}

bool is_blank(char character) noexcept {
    return std::string_view{" \t\n\r\f\v"}.find(character) != std::string_view::npos;
}

template <class Belongs>
std::size_t run_length(std::string_view text, Belongs belongs) noexcept {
    return static_cast<std::size_t>(std::ranges::find_if_not(text, belongs) - text.begin());
}

std::size_t behind(std::string_view sql, std::string_view end, std::size_t from) noexcept {
    const std::size_t found = sql.find(end, from);
    return found == std::string_view::npos ? sql.size() : found + end.size();
}

/// `'it''s'`; where backslashes escape, `'it\'s'`.
std::size_t quoted_length(std::string_view sql, bool backslash_escapes) noexcept {
    for (std::size_t i = 1; i < sql.size(); ++i) {
        const bool is_quote = sql[i] == sql[0];
        const bool is_doubled = is_quote && i + 1 < sql.size() && sql[i + 1] == sql[0];
        if (is_doubled || (backslash_escapes && sql[i] == '\\')) {
            ++i;
        } else if (is_quote) {
            return i + 1;
        }
    }
    return sql.size();
}

std::size_t nested_comment_length(std::string_view sql) noexcept {
    std::size_t depth = 0;
    for (std::size_t i = 0; i + 1 < sql.size();) {
        const std::string_view pair = sql.substr(i, 2);
        const bool opens = pair == "/*";
        const bool closes = pair == "*/";
        i += opens || closes ? 2U : 1U;
        depth += opens ? 1U : 0U;
        if (closes && --depth == 0) {
            return i;
        }
    }
    return sql.size();
}

/// `$$ … $$`, `$tag$ … $tag$`; 0 for what begins otherwise, as `$1` does.
std::size_t dollar_text_length(std::string_view sql) noexcept {
    const std::size_t end = 1 + run_length(sql.substr(1), continues_word);
    const bool is_tag = end < sql.size() && sql[end] == '$' && !is_digit(sql[1]);
    return is_tag ? behind(sql, sql.substr(0, end + 1), end + 1) : 0;
}

/// `E'…'`, `x'…'`: whether the letter belongs to the quote behind it.
bool is_mark(char letter, const SqlRules& rules) noexcept {
    const bool is_escape = letter == 'E' || letter == 'e';
    return letter == 'x' || letter == 'X' || (is_escape && rules.escape_texts);
}

}  // namespace

/// 0 where none begins.
std::size_t Lexer::comment_length(std::string_view rest) const noexcept {
    const bool has_dashes = rest.starts_with("--") &&
                            (!rules_.blank_after_dashes || rest.size() == 2 || is_blank(rest[2]));
    if (has_dashes || (rules_.hash_comments && rest[0] == '#')) {
        const std::size_t end = rest.find_first_of(rules_.return_ends_comment ? "\r\n" : "\n");
        return end == std::string_view::npos ? rest.size() : end + 1;
    }
    if (rest.starts_with("/*")) {
        return rules_.nested_comments ? nested_comment_length(rest) : behind(rest, "*/", 2);
    }
    return 0;
}

std::size_t Lexer::word_length(std::string_view rest) const noexcept {
    return run_length(
        rest, [&](char c) { return continues_word(c) || (rules_.dollars_in_words && c == '$'); });
}

Token Lexer::take(std::string_view rest) const noexcept {
    const auto token = [&](TokenKind kind, std::size_t length) {
        return Token{kind, rest.substr(0, length), at_};
    };
    const char first = rest[0];
    const char second = rest.size() > 1 ? rest[1] : '\0';
    if (is_blank(first)) {
        return token(TokenKind::Blank, run_length(rest, is_blank));
    }
    if (const std::size_t length = comment_length(rest); length > 0) {
        return token(TokenKind::Comment, length);
    }
    if (first == '\'' || (first == '"' && rules_.double_quoted_texts)) {
        return token(TokenKind::String, quoted_length(rest, rules_.backslash_escapes));
    }
    if (second == '\'' && is_mark(first, rules_)) {
        const bool escapes = rules_.backslash_escapes || first == 'E' || first == 'e';
        return token(TokenKind::String, 1 + quoted_length(rest.substr(1), escapes));
    }
    if (first == '"' || (first == '`' && rules_.backtick_names)) {
        return token(TokenKind::Quoted, quoted_length(rest, false));
    }
    if (first == '[' && rules_.bracket_names) {
        return token(TokenKind::Quoted, behind(rest, "]", 1));
    }
    if (first == '$' && rules_.dollar_texts && dollar_text_length(rest) > 0) {
        return token(TokenKind::String, dollar_text_length(rest));
    }
    if (is_digit(first) || (first == '.' && is_digit(second))) {
        return token(TokenKind::Number,
                     run_length(rest, [](char c) { return continues_word(c) || c == '.'; }));
    }
    return starts_word(first) ? token(TokenKind::Word, word_length(rest))
                              : token(TokenKind::Symbol, 1);
}

std::optional<Token> Lexer::next() noexcept {
    if (at_ >= sql_.size()) {
        return std::nullopt;
    }
    const Token token = take(sql_.substr(at_));
    at_ = token.end();
    return token;
}

std::vector<Token> all_tokens(std::string_view sql, const SqlRules& rules) {
    std::vector<Token> result;
    Lexer lexer{sql, rules};
    while (const auto token = lexer.next()) {
        result.push_back(*token);
    }
    return result;
}

std::vector<Token> tokens(std::string_view sql, const SqlRules& rules) {
    std::vector<Token> result = all_tokens(sql, rules);
    std::erase_if(result, [](const Token& token) {
        return token.kind == TokenKind::Blank || token.kind == TokenKind::Comment;
    });
    return result;
}

bool is_symbol(const Token& token, char symbol) noexcept {
    return token.kind == TokenKind::Symbol && token.text.front() == symbol;
}

bool is_word(const Token& token, std::string_view upper_case) noexcept {
    return token.kind == TokenKind::Word &&
           text_utility::equals_ignoring_case(token.text, upper_case);
}

std::string name_of(const Token& token) {
    const bool is_quoted = token.kind == TokenKind::Quoted || token.kind == TokenKind::String;
    if (!is_quoted || token.text.size() < 2) {
        return std::string{token.text};
    }
    const char quote = token.text.front();
    const std::string inner{token.text.substr(1, token.text.size() - 2)};
    return quote == '['
               ? inner
               : text_utility::replace_all(inner, std::string(2, quote), std::string(1, quote));
}

}  // namespace azoth::sql_lexer
