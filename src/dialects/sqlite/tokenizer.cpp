// SPDX-License-Identifier: MIT
#include "dialects/sqlite/tokenizer.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::dialects::sqlite {

std::vector<Token> tokenize(std::string_view sql) {
    return sql_lexer::tokens(sql, sql_rules);
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
