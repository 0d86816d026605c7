// SPDX-License-Identifier: MIT
#include "migrate/revision/sql_tokens.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <cstddef>

namespace azoth::migrate {

namespace {

bool is_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

std::size_t behind(std::string_view text, std::string_view end, std::size_t from) {
    const auto found = text.find(end, from);
    return found == std::string_view::npos ? text.size() : found + end.size();
}

/// Block comments nest in the standard and in some servers; elsewhere the inner opening is plain
/// text.
std::size_t behind_block_comment(std::string_view text, std::size_t from) {
    int depth = 1;
    auto at = from + 2;
    while (at < text.size() && depth > 0) {
        const auto pair = text.substr(at, 2);
        depth += pair == "/*" ? 1 : pair == "*/" ? -1 : 0;
        at += pair == "/*" || pair == "*/" ? 2 : 1;
    }
    return std::min(at, text.size());
}

/// End of `$tag$ … $tag$`; the position behind the first character when none begins here.
std::size_t behind_dollar_body(std::string_view text, std::size_t from) {
    auto end = from + 1;
    while (end < text.size() && is_word(text[end])) {
        ++end;
    }
    const bool is_tag = end < text.size() && text[end] == '$';
    return is_tag ? behind(text, text.substr(from, end - from + 1), end + 1) : from + 1;
}

std::size_t behind_token(std::string_view text, std::size_t from) {
    const char c = text[from];
    if (c == '\'' || c == '"' || c == '`') {
        return behind(text, text.substr(from, 1), from + 1);
    }
    if (c == '$') {
        return behind_dollar_body(text, from);
    }
    auto end = from + 1;
    while (is_word(c) && end < text.size() && is_word(text[end])) {
        ++end;
    }
    return end;
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
            const auto end = std::min(text.find('\n', at), text.size());
            if (is_directive(text.substr(at, end - at))) {
                tokens.push_back(text_utility::trim(text.substr(at, end - at)));
            }
            at = end;
        } else if (pair == "/*") {
            at = behind_block_comment(text, at);
        } else {
            const auto end = behind_token(text, at);
            tokens.push_back(text.substr(at, end - at));
            at = end;
        }
    }
    return tokens;
}

}  // namespace azoth::migrate
