// SPDX-License-Identifier: MIT
#include "base/sql_parts.hpp"

namespace azoth::sql_parts {

namespace {

std::size_t behind(std::string_view sql, std::string_view end, std::size_t from) noexcept {
    const std::size_t found = sql.find(end, from);
    return found == std::string_view::npos ? sql.size() : found + end.size();
}

bool is_digit(char character) noexcept {
    return character >= '0' && character <= '9';
}

}  // namespace

bool starts_word(char character) noexcept {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           character == '_' || static_cast<unsigned char>(character) >= 0x80;
}

bool continues_word(char character) noexcept {
    return starts_word(character) || is_digit(character);
}

std::size_t quoted_length(std::string_view sql, Backslash backslash) noexcept {
    for (std::size_t i = 1; i < sql.size(); ++i) {
        const bool is_quote = sql[i] == sql[0];
        const bool is_doubled = is_quote && i + 1 < sql.size() && sql[i + 1] == sql[0];
        if (is_doubled || (backslash == Backslash::Escapes && sql[i] == '\\')) {
            ++i;
        } else if (is_quote) {
            return i + 1;
        }
    }
    return sql.size();
}

std::size_t line_comment_length(std::string_view sql) noexcept {
    return behind(sql, "\n", 0);
}

std::size_t block_comment_length(std::string_view sql, Comments comments) noexcept {
    if (comments == Comments::Flat) {
        return behind(sql, "*/", 2);
    }
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

std::size_t dollar_body_length(std::string_view sql) noexcept {
    std::size_t end = 1;
    while (end < sql.size() && continues_word(sql[end])) {
        ++end;
    }
    const bool is_tag = end < sql.size() && sql[end] == '$' && !is_digit(sql[1]);
    return is_tag ? behind(sql, sql.substr(0, end + 1), end + 1) : 0;
}

std::string closed(std::string_view expression) {
    std::string result{expression};
    for (std::size_t at = 0; at < expression.size();) {
        const std::string_view rest = expression.substr(at);
        if (rest.starts_with("--")) {
            const std::size_t length = line_comment_length(rest);
            at += length;
            result += at == expression.size() && rest.back() != '\n' ? "\n" : "";
        } else if (rest.starts_with("/*")) {
            at += block_comment_length(rest);
        } else if (rest[0] == '\'' || rest[0] == '"' || rest[0] == '`') {
            at += quoted_length(rest);
        } else {
            ++at;
        }
    }
    return result;
}

std::string in_quotes(std::string_view text, char quote) {
    std::string result{quote};
    for (const char character : text) {
        result.append(character == quote ? 2U : 1U, character);
    }
    return result += quote;
}

}  // namespace azoth::sql_parts
