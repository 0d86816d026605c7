// SPDX-License-Identifier: MIT
#include "dialects/postgresql/quoted_text.hpp"

#include <azoth/dialects/sql_text.hpp>

namespace azoth::dialects::postgresql {

std::string quoted_text(std::string_view text) {
    if (text.find('\\') == std::string_view::npos) {
        return sql_text::string_literal(text);
    }
    std::string escaped;
    for (const char c : text) {
        escaped.append(c == '\\' ? 2 : 1, c);
    }
    return "E" + sql_text::string_literal(escaped);
}

std::string settled_default(const std::string& sql) {
    const bool may_be_literal = sql.size() >= 2 && sql.front() == '\'' && sql.back() == '\'';
    if (!may_be_literal || sql.find('\\') == std::string::npos) {
        return sql;
    }
    std::string text;
    for (std::size_t i = 1; i + 1 < sql.size(); ++i) {
        if (sql[i] == '\'' && (sql[++i] != '\'' || i + 1 == sql.size())) {
            return sql;  // ends there: more than one literal
        }
        text += sql[i];
    }
    return quoted_text(text);
}

}  // namespace azoth::dialects::postgresql
