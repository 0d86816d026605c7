// SPDX-License-Identifier: MIT
#include <azoth/compiler/sql_compiler.hpp>

#include <cctype>

namespace azoth::compiler {

namespace {

bool starts_name(char c) noexcept {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) noexcept {
    return starts_name(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// Finds where the parts of an SQL text end. Each function takes the place where its part starts.
class Scanner {
public:
    Scanner(std::string_view sql, bool comments_nest) noexcept
        : sql_(sql), comments_nest_(comments_nest) {}

    /// Behind what is copied as it stands: a quoted text or name, a comment, a body in dollars, a
    /// name, a cast. `at` itself where none of these starts.
    [[nodiscard]] std::size_t behind_opaque(std::size_t at) const {
        const char c = sql_[at];
        const std::string_view two = sql_.substr(at, 2);
        if (c == '\'' || c == '"' || c == '`') {
            return behind(sql_.substr(at, 1),
                          at + 1);  // a doubled quote starts the next quoted text
        }
        if (two == "--") {
            return behind("\n", at);
        }
        if (two == "/*") {
            return behind_comment(at);
        }
        if (two == "::") {
            return at + 2;
        }
        if (c == '$') {
            return behind_dollars(at);
        }
        return starts_name(c) ? behind_name(at) : at;
    }

    [[nodiscard]] std::size_t behind_word(std::size_t at) const {
        while (at < sql_.size() && continues_name(sql_[at])) {
            ++at;
        }
        return at;
    }

private:
    [[nodiscard]] std::size_t behind(std::string_view end, std::size_t from) const {
        const auto found = sql_.find(end, from);
        return found == std::string_view::npos ? sql_.size() : found + end.size();
    }

    [[nodiscard]] std::size_t behind_comment(std::size_t at) const {
        if (!comments_nest_) {
            return behind("*/", at + 2);
        }
        std::size_t depth = 0;
        while (at < sql_.size()) {
            const std::string_view two = sql_.substr(at, 2);
            const bool is_mark = two == "/*" || two == "*/";
            depth += two == "/*" ? 1U : 0U;
            depth -= two == "*/" ? 1U : 0U;
            at += is_mark ? 2U : 1U;
            if (depth == 0) {
                return at;
            }
        }
        return sql_.size();
    }

    // $$ … $$ and $tag$ … $tag$
    [[nodiscard]] std::size_t behind_dollars(std::size_t at) const {
        const std::size_t end = behind_word(at + 1);
        const bool is_tag =
            end < sql_.size() && sql_[end] == '$' && (end == at + 1 || starts_name(sql_[at + 1]));
        return is_tag ? behind(sql_.substr(at, end - at + 1), end + 1) : at;
    }

    // A name may hold dollars; E before a quote makes backslashes escape.
    [[nodiscard]] std::size_t behind_name(std::size_t at) const {
        std::size_t end = at;
        while (end < sql_.size() && (continues_name(sql_[end]) || sql_[end] == '$')) {
            ++end;
        }
        const bool is_escape_text = end == at + 1 && (sql_[at] == 'E' || sql_[at] == 'e') &&
                                    end < sql_.size() && sql_[end] == '\'';
        return is_escape_text ? behind_escape_text(end) : end;
    }

    [[nodiscard]] std::size_t behind_escape_text(std::size_t quote) const {
        for (std::size_t at = quote + 1; at < sql_.size(); ++at) {
            if (sql_[at] == '\\') {
                ++at;
            } else if (sql_[at] == '\'') {
                return at + 1;
            }
        }
        return sql_.size();
    }

    std::string_view sql_;
    bool comments_nest_;
};

}  // namespace

// … where id = :id and note = ':x'  ->  … where id = ? and note = ':x'
CompiledText SqlCompiler::compile_text(std::string_view sql) const {
    CompiledText result;
    const Scanner scanner{sql, capabilities_.nested_comments};
    for (std::size_t at = 0; at < sql.size();) {
        const std::size_t behind = scanner.behind_opaque(at);
        if (behind != at) {
            result.sql += sql.substr(at, behind - at);
            at = behind;
        } else if (sql.substr(at, 2) == "\\:") {
            result.sql += ':';
            at += 2;
        } else if (sql[at] == ':' && at + 1 < sql.size() && starts_name(sql[at + 1])) {
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
