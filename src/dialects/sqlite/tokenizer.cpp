// SPDX-License-Identifier: MIT
#include "dialects/sqlite/tokenizer.hpp"

#include <azoth/base/text.hpp>

#include "base/sql_parts.hpp"

#include <algorithm>

namespace azoth::dialects::sqlite {

namespace {

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_word_part(char c) noexcept {
    return sql_parts::continues_word(c) || c == '$';
}

class Splitter {
public:
    explicit Splitter(std::string_view sql) : sql_(sql) {}

    std::vector<Token> run() {
        for (skip_blanks(); at_ < sql_.size(); skip_blanks()) {
            const auto begin = at_;
            const auto kind = take();
            tokens_.push_back({kind, sql_.substr(begin, at_ - begin), begin});
        }
        return std::move(tokens_);
    }

private:
    void skip_to(std::string_view ending) {
        const auto found = sql_.find(ending, at_);
        at_ = found == std::string_view::npos ? sql_.size() : found + ending.size();
    }

    void skip_blanks() {
        for (;;) {
            const std::string_view rest = sql_.substr(at_);
            if (rest.starts_with("--")) {
                at_ += sql_parts::line_comment_length(rest);
            } else if (rest.starts_with("/*")) {
                at_ += sql_parts::block_comment_length(rest, sql_parts::Comments::Flat);
            } else if (!rest.empty() && is_blank(rest.front())) {
                ++at_;
            } else {
                return;
            }
        }
    }

    void skip_quoted() { at_ += sql_parts::quoted_length(sql_.substr(at_)); }

    template <class Predicate>
    void skip_while(Predicate predicate) {
        while (at_ < sql_.size() && predicate(sql_[at_])) {
            ++at_;
        }
    }

    TokenKind take() {
        const char c = sql_[at_];
        const char next = at_ + 1 < sql_.size() ? sql_[at_ + 1] : '\0';
        if (c == '\'' || ((c == 'x' || c == 'X') && next == '\'')) {
            at_ += c == '\'' ? 0 : 1;
            skip_quoted();
            return TokenKind::String;
        }
        if (c == '"' || c == '`') {
            skip_quoted();
            return TokenKind::Quoted;
        }
        if (c == '[') {
            skip_to("]");
            return TokenKind::Quoted;
        }
        if (is_digit(c) || (c == '.' && is_digit(next))) {
            skip_while([](char part) { return is_word_part(part) || part == '.'; });
            return TokenKind::Number;
        }
        if (sql_parts::starts_word(c)) {
            skip_while(is_word_part);
            return TokenKind::Word;
        }
        ++at_;
        return TokenKind::Symbol;
    }

    std::string_view sql_;
    std::size_t at_ = 0;
    std::vector<Token> tokens_{};
};

}  // namespace

std::vector<Token> tokenize(std::string_view sql) {
    return Splitter{sql}.run();
}

std::string name_of(const Token& token) {
    const bool is_quoted = token.kind == TokenKind::Quoted || token.kind == TokenKind::String;
    if (!is_quoted || token.text.size() < 2) {
        return std::string{token.text};
    }
    const char quote = token.text.front();
    const auto inner = std::string{token.text.substr(1, token.text.size() - 2)};
    return quote == '['
               ? inner
               : text_utility::replace_all(inner, std::string(2, quote), std::string(1, quote));
}

bool is_word(const Token& token, std::string_view upper_case) noexcept {
    return token.kind == TokenKind::Word &&
           text_utility::equals_ignoring_case(token.text, upper_case);
}

bool is_symbol(const Token& token, char symbol) noexcept {
    return token.kind == TokenKind::Symbol && token.text.front() == symbol;
}

std::size_t closing_parenthesis(std::span<const Token> tokens, std::size_t open) noexcept {
    std::size_t depth = 0;
    for (auto i = open; i < tokens.size(); ++i) {
        if (is_symbol(tokens[i], '(')) {
            ++depth;
        } else if (is_symbol(tokens[i], ')') && --depth == 0) {
            return i;
        }
    }
    return tokens.size();
}

std::vector<std::span<const Token>> split_at_commas(std::span<const Token> tokens) {
    std::vector<std::span<const Token>> parts;
    std::size_t depth = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (is_symbol(tokens[i], '(')) {
            ++depth;
        } else if (is_symbol(tokens[i], ')')) {
            --depth;
        } else if (depth == 0 && is_symbol(tokens[i], ',')) {
            parts.push_back(tokens.subspan(begin, i - begin));
            begin = i + 1;
        }
    }
    if (begin < tokens.size()) {
        parts.push_back(tokens.subspan(begin));
    }
    return parts;
}

std::vector<std::span<const Token>> parts_in_parentheses(std::span<const Token> tokens) {
    if (tokens.empty() || !is_symbol(tokens.front(), '(')) {
        return {};
    }
    return split_at_commas(tokens.subspan(1, closing_parenthesis(tokens, 0) - 1));
}

bool mentions(std::string_view sql, std::string_view name) {
    return std::ranges::any_of(tokenize(sql), [&](const Token& token) {
        const bool can_be_name = token.kind == TokenKind::Word || token.kind == TokenKind::Quoted;
        return can_be_name && is_same_name(name_of(token), name);
    });
}

bool is_same_name(std::string_view left, std::string_view right) noexcept {
    return text_utility::equals_ignoring_case(left, right);
}

}  // namespace azoth::dialects::sqlite
