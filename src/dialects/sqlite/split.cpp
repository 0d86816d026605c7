// SPDX-License-Identifier: MIT
#include <sqlite3.h>

#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/tokenizer.hpp"

namespace azoth::dialects::sqlite {

/// A semicolon ends a statement where sqlite3_complete() says so: not inside the body of a trigger.
std::vector<std::string> SqliteDialect::split(std::string_view script) const {
    std::vector<std::string> result;
    const Token* first = nullptr;
    std::size_t end = 0;
    const std::vector<Token> tokens = tokenize(script);
    for (const Token& token : tokens) {
        if (!is_symbol(token, ';')) {
            first = first == nullptr ? &token : first;
            end = token.end();
            continue;
        }
        if (first == nullptr) {
            continue;
        }
        const std::string statement{script.substr(first->begin, token.end() - first->begin)};
        if (sqlite3_complete(statement.c_str()) != 0) {
            result.emplace_back(script.substr(first->begin, end - first->begin));
            first = nullptr;
        }
    }
    if (first != nullptr) {
        result.emplace_back(script.substr(first->begin, tokens.back().end() - first->begin));
    }
    return result;
}

}  // namespace azoth::dialects::sqlite
