// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/sql_rules.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The one reader of SQL texts: what is a text, a name, a comment, by the rules of a database.
namespace azoth::sql_lexer {

enum class TokenKind : std::uint8_t {
    Blank,    ///< a run of blanks and line ends
    Comment,  ///< `-- …` with its line end, `/* … */`
    Word,     ///< a keyword or a name without quotes
    Quoted,   ///< a name in quotes
    String,   ///< a text in quotes, with the letter before them, or in dollars
    Number,
    Symbol,  ///< one character: ( ) , . ; : and operators
};

/// A piece of an SQL text.
struct Token {
    TokenKind kind = TokenKind::Symbol;
    std::string_view text{};  ///< as written, within the text that is read
    std::size_t begin = 0;    ///< position in that text
    [[nodiscard]] std::size_t end() const noexcept { return begin + text.size(); }
};

/// For texts of which nobody knows the database: what opens a quote in one of them does here, but
/// for brackets, which are arrays elsewhere.
inline constexpr SqlRules any_database{.escape_texts = true,
                                       .dollar_texts = true,
                                       .backtick_names = true,
                                       .dollars_in_words = true,
                                       .nested_comments = true};

/// Reads a text token by token: one behind the other they are the whole text. Never fails: what is
/// not closed goes to the end. The tokens refer to the text.
class Lexer {
public:
    explicit Lexer(std::string_view sql, const SqlRules& rules = any_database) noexcept
        : sql_{sql}, rules_{rules} {}

    /// Nothing at the end.
    [[nodiscard]] std::optional<Token> next() noexcept;
    void skip_to(std::size_t position) noexcept { at_ = position; }

private:
    [[nodiscard]] std::size_t comment_length(std::string_view rest) const noexcept;
    [[nodiscard]] Token take(std::string_view rest) const noexcept;
    [[nodiscard]] std::size_t word_length(std::string_view rest) const noexcept;

    std::string_view sql_;
    SqlRules rules_;
    std::size_t at_ = 0;
};

[[nodiscard]] std::vector<Token> all_tokens(std::string_view sql,
                                            const SqlRules& rules = any_database);
/// Without blanks and comments.
[[nodiscard]] std::vector<Token> tokens(std::string_view sql, const SqlRules& rules = any_database);

[[nodiscard]] bool is_symbol(const Token& token, char symbol) noexcept;
/// A keyword, whatever its case.
[[nodiscard]] bool is_word(const Token& token, std::string_view upper_case) noexcept;
/// The name that a token spells, quotes and doubled quotes taken away.
[[nodiscard]] std::string name_of(const Token& token);

}  // namespace azoth::sql_lexer
