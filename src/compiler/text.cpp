// SPDX-License-Identifier: MIT
#include <azoth/compiler/sql_compiler.hpp>

#include <cctype>

namespace azoth::compiler {

namespace {

bool starts_name(char c) noexcept {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool continues_name(char c) noexcept {
    return starts_name(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// End of the quoted text, comment or dollar-quoted body that starts at `at`; `at` itself where none starts there.
std::size_t skip_opaque(std::string_view sql, std::size_t at) {
    const auto behind = [&](std::string_view end, std::size_t from) {
        const auto found = sql.find(end, from);
        return found == std::string_view::npos ? sql.size() : found + end.size();
    };
    const char c = sql[at];
    if (c == '\'' || c == '"' || c == '`') {
        return behind(sql.substr(at, 1), at + 1);  // a doubled quote starts the next quoted text
    }
    if (sql.substr(at, 2) == "--") {
        return behind("\n", at);
    }
    if (sql.substr(at, 2) == "/*") {
        return behind("*/", at + 2);
    }
    if (c == '$') {
        std::size_t end = at + 1;
        while (end < sql.size() && continues_name(sql[end])) {
            ++end;
        }
        const bool is_tag = end < sql.size() && sql[end] == '$' && (end == at + 1 || starts_name(sql[at + 1]));
        return is_tag ? behind(sql.substr(at, end - at + 1), end + 1) : at;
    }
    return at;
}

}  // namespace

// … where id = :id and note = ':x'  ->  … where id = ? and note = ':x'
CompiledText SqlCompiler::compile_text(std::string_view sql) const {
    CompiledText result;
    for (std::size_t at = 0; at < sql.size();) {
        const std::size_t behind = skip_opaque(sql, at);
        if (behind != at) {
            result.sql += sql.substr(at, behind - at);
            at = behind;
        } else if (sql.substr(at, 2) == "\\:") {
            result.sql += ':';
            at += 2;
        } else if (sql.substr(at, 2) == "::") {
            result.sql += "::";
            at += 2;
        } else if (sql[at] == ':' && at + 1 < sql.size() && starts_name(sql[at + 1])) {
            std::size_t end = at + 1;
            while (end < sql.size() && continues_name(sql[end])) {
                ++end;
            }
            result.names.emplace_back(sql.substr(at + 1, end - at - 1));
            result.sql += placeholder_text(result.names.size());
            at = end;
        } else {
            result.sql += sql[at++];
        }
    }
    return result;
}

}  // namespace azoth::compiler
