// SPDX-License-Identifier: MIT
#include "dialects/postgresql/quoted_text.hpp"

#include "dialects/sql_text.hpp"

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

}  // namespace azoth::dialects::postgresql
