// SPDX-License-Identifier: MIT
#include <azoth/compiler/sql_compiler.hpp>

#include "base/sql_parts.hpp"

namespace azoth::compiler {

namespace {

using sql_parts::starts_word;

/// Finds where the parts of an SQL text end. Each function takes the place where its part starts.
class Scanner {
public:
    Scanner(std::string_view sql, sql_parts::Comments comments) noexcept
        : sql_(sql), comments_(comments) {}

    /// Behind what is copied as it stands: a quoted text or name, a comment, a body in dollars, a
    /// name, a cast. `at` itself where none of these starts.
    [[nodiscard]] std::size_t behind_opaque(std::size_t at) const {
        const char c = sql_[at];
        const std::string_view rest = sql_.substr(at);
        if (c == '\'' || c == '"' || c == '`') {
            return at + sql_parts::quoted_length(rest);
        }
        if (rest.starts_with("--")) {
            return at + sql_parts::line_comment_length(rest);
        }
        if (rest.starts_with("/*")) {
            return at + sql_parts::block_comment_length(rest, comments_);
        }
        if (rest.starts_with("::")) {
            return at + 2;
        }
        if (c == '$') {
            return at + sql_parts::dollar_body_length(rest);
        }
        return starts_word(c) ? behind_name(at) : at;
    }

    [[nodiscard]] std::size_t behind_word(std::size_t at) const {
        while (at < sql_.size() && sql_parts::continues_word(sql_[at])) {
            ++at;
        }
        return at;
    }

private:
    // A name may hold dollars; E before a quote makes backslashes escape.
    [[nodiscard]] std::size_t behind_name(std::size_t at) const {
        std::size_t end = behind_word(at);
        while (end < sql_.size() && sql_[end] == '$') {
            end = behind_word(end + 1);
        }
        const bool is_escape_text = end == at + 1 && (sql_[at] == 'E' || sql_[at] == 'e') &&
                                    end < sql_.size() && sql_[end] == '\'';
        return is_escape_text
                   ? end + sql_parts::quoted_length(sql_.substr(end), sql_parts::Backslash::Escapes)
                   : end;
    }

    std::string_view sql_;
    sql_parts::Comments comments_;
};

}  // namespace

// … where id = :id and note = ':x'  ->  … where id = ? and note = ':x'
CompiledText SqlCompiler::compile_text(std::string_view sql) const {
    CompiledText result;
    const Scanner scanner{
        sql,
        capabilities_.nested_comments ? sql_parts::Comments::Nested : sql_parts::Comments::Flat};
    for (std::size_t at = 0; at < sql.size();) {
        const std::size_t behind = scanner.behind_opaque(at);
        if (behind != at) {
            result.sql += sql.substr(at, behind - at);
            at = behind;
        } else if (sql.substr(at, 2) == "\\:") {
            result.sql += ':';
            at += 2;
        } else if (sql[at] == ':' && at + 1 < sql.size() && starts_word(sql[at + 1])) {
            const std::size_t end = scanner.behind_word(at + 1);
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
