// SPDX-License-Identifier: MIT
#include "migrate/operations/expression_tokens.hpp"

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

std::vector<Token> expression_tokens(std::string_view sql) {
    std::vector<Token> result;
    const std::vector<Token> tokens = sql_lexer::all_tokens(sql);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const Token& first = tokens[i];
        if (first.kind == TokenKind::Blank) {
            for (std::size_t at = 0; at < first.text.size(); ++at) {
                result.push_back({TokenKind::Blank, first.text.substr(at, 1), first.begin + at});
            }
            continue;
        }
        const auto belongs = is_in_name(first)       ? is_in_name
                             : is_in_operator(first) ? is_in_operator
                                                     : nullptr;
        while (belongs != nullptr && i + 1 < tokens.size() && belongs(tokens[i + 1])) {
            ++i;
        }
        const std::string_view text = sql.substr(first.begin, tokens[i].end() - first.begin);
        result.push_back({first.kind, text, first.begin});
    }
    return result;
}

}  // namespace azoth::migrate
