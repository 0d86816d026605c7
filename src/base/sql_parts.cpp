// SPDX-License-Identifier: MIT
#include "base/sql_parts.hpp"

#include "base/sql_lexer.hpp"

namespace azoth::sql_parts {

bool starts_word(char character) noexcept {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           character == '_' || static_cast<unsigned char>(character) >= 0x80;
}

bool continues_word(char character) noexcept {
    return starts_word(character) || (character >= '0' && character <= '9');
}

std::string closed(std::string_view expression) {
    sql_lexer::Lexer lexer{expression};
    bool ends_in_line_comment = false;
    while (const auto token = lexer.next()) {
        ends_in_line_comment = token->kind == sql_lexer::TokenKind::Comment &&
                               !token->text.starts_with("/*") && token->text.back() != '\n';
    }
    return std::string{expression} + (ends_in_line_comment ? "\n" : "");
}

std::string in_quotes(std::string_view text, char quote) {
    std::string result{quote};
    for (const char character : text) {
        result.append(character == quote ? 2U : 1U, character);
    }
    return result += quote;
}

}  // namespace azoth::sql_parts
