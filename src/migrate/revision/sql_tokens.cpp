// SPDX-License-Identifier: MIT
#include "migrate/revision/sql_tokens.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <cstddef>

#include "base/sql_parts.hpp"

namespace azoth::migrate {

namespace {

std::size_t token_length(std::string_view text) {
    const char c = text.front();
    if (c == '\'' || c == '"' || c == '`') {
        return sql_parts::quoted_length(text);
    }
    if (const std::size_t body = c == '$' ? sql_parts::dollar_body_length(text) : 0; body > 0) {
        return body;
    }
    std::size_t length = 0;
    while (length < text.size() && sql_parts::continues_word(text[length])) {
        ++length;
    }
    return std::max<std::size_t>(length, 1);
}

bool is_directive(std::string_view comment) {
    return text_utility::trim(comment.substr(2)).starts_with("azoth:");
}

}  // namespace

std::vector<std::string_view> sql_tokens(std::string_view text) {
    std::vector<std::string_view> tokens;
    for (std::size_t at = 0; at < text.size();) {
        const auto pair = text.substr(at, 2);
        if (std::string_view{" \t\r\n\f\v"}.find(text[at]) != std::string_view::npos) {
            ++at;
        } else if (pair == "--") {
            // Some databases end the comment at a carriage return.
            const auto end = std::min(text.find_first_of("\r\n", at), text.size());
            if (is_directive(text.substr(at, end - at))) {
                tokens.push_back(text_utility::trim(text.substr(at, end - at)));
            }
            at = end;
        } else if (pair == "/*") {
            at += sql_parts::block_comment_length(text.substr(at));
        } else {
            tokens.push_back(text.substr(at, token_length(text.substr(at))));
            at += tokens.back().size();
        }
    }
    return tokens;
}

}  // namespace azoth::migrate
