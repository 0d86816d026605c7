// SPDX-License-Identifier: MIT
#include "migrate/operations/expression_tokens.hpp"

#include "base/sql_lexer.hpp"

namespace azoth::migrate {

namespace {

using sql_lexer::Token;
using sql_lexer::TokenKind;

bool is_in_operator(const Token& token) {
    return token.kind == TokenKind::Symbol && is_operator(token.text.front());
}

bool is_in_name(const Token& token) {
    return token.kind == TokenKind::Word || token.kind == TokenKind::Number ||
           sql_lexer::is_symbol(token, '.');
}

}  // namespace

bool is_operator(char character) noexcept {
    return std::string_view{"<>=!~|:*"}.find(character) != std::string_view::npos;
}

std::vector<std::string_view> expression_tokens(std::string_view sql) {
    std::vector<std::string_view> result;
    const std::vector<Token> tokens = sql_lexer::all_tokens(sql);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind == TokenKind::Blank) {
            for (std::size_t at = 0; at < tokens[i].text.size(); ++at) {
                result.push_back(tokens[i].text.substr(at, 1));
            }
            continue;
        }
        const auto belongs = is_in_name(tokens[i])       ? is_in_name
                             : is_in_operator(tokens[i]) ? is_in_operator
                                                         : nullptr;
        const std::size_t begin = tokens[i].begin;
        while (belongs != nullptr && i + 1 < tokens.size() && belongs(tokens[i + 1])) {
            ++i;
        }
        result.push_back(sql.substr(begin, tokens[i].end() - begin));
    }
    return result;
}

}  // namespace azoth::migrate
