// SPDX-License-Identifier: MIT
#include "migrate/revision/sql_tokens.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <cstddef>

#include "base/sql_lexer.hpp"
#include "base/sql_parts.hpp"

namespace azoth::migrate {

namespace {

using sql_lexer::TokenKind;

/// Some databases end a comment at a carriage return.
constexpr SqlRules rules{.escape_texts = true,
                         .dollar_texts = true,
                         .backtick_names = true,
                         .dollars_in_words = true,
                         .nested_comments = true,
                         .return_ends_comment = true};

bool is_directive(std::string_view comment) {
    return comment.starts_with("--") && text_utility::trim(comment.substr(2)).starts_with("azoth:");
}

/// `a$1.5`  ->  a | $ | 1 | . | 5: what the hashes of files that were applied are made of.
void split_finely(std::string_view text, std::vector<std::string_view>& tokens) {
    while (!text.empty()) {
        const auto end = std::ranges::find_if_not(text, sql_parts::continues_word);
        const auto length = std::max<std::size_t>(static_cast<std::size_t>(end - text.begin()), 1);
        tokens.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
}

}  // namespace

std::vector<std::string_view> sql_tokens(std::string_view text) {
    std::vector<std::string_view> result;
    for (const sql_lexer::Token& token : sql_lexer::all_tokens(text, rules)) {
        switch (token.kind) {
            case TokenKind::Blank:
                break;
            case TokenKind::Comment:
                if (is_directive(token.text)) {
                    result.push_back(text_utility::trim(token.text));
                }
                break;
            case TokenKind::Word:
            case TokenKind::Number:
                split_finely(token.text, result);
                break;
            case TokenKind::Quoted:
            case TokenKind::String:
            case TokenKind::Symbol:
                result.push_back(token.text);
                break;
        }
    }
    return result;
}

}  // namespace azoth::migrate
