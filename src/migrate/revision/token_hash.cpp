// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/script_directory.hpp>

#include "migrate/revision/cpp_tokens.hpp"
#include "migrate/revision/sql_heads.hpp"
#include "migrate/revision/sql_tokens.hpp"

#include <azoth/base/text.hpp>

#include <cstdio>

namespace azoth::migrate {

namespace {

/// Tokens one behind another with a separator that no token holds, so that "a b" and "ab" differ.
std::string normalised(std::string_view text, RevisionFormat format) {
    std::string result;
    const auto add = [&](std::string_view token) {
        result += text_utility::replace_all(std::string{token}, "\r\n", "\n");
        result += '\0';
    };
    switch (format) {
        case RevisionFormat::Cpp:
            for (const auto& token : cpp_tokens(text)) {
                add(token.spelling);
            }
            break;
        case RevisionFormat::Sql:
            for (const auto token : sql_tokens(text)) {
                add(token);
            }
            break;
    }
    return result;
}

}  // namespace

std::string token_hash(std::string_view text, RevisionFormat format) {
    text = without_byte_order_mark(text, "");
    const auto hash = text_utility::stable_hash(normalised(text, format));
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
    return digits;
}

}  // namespace azoth::migrate
