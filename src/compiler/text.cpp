// SPDX-License-Identifier: MIT
#include <azoth/compiler/sql_compiler.hpp>

#include "base/sql_lexer.hpp"

namespace azoth::compiler {

namespace {

using sql_lexer::is_symbol;
using sql_lexer::Token;
using sql_lexer::TokenKind;

class TextReader {
public:
    TextReader(std::string_view sql, const SqlRules& rules)
        : sql_{sql}, tokens_{sql_lexer::all_tokens(sql, rules)} {}

    /// What begins with the next token: `\:`, `::`, `:name`, or the token itself.
    std::string_view take() {
        const std::size_t begin = tokens_[at_].begin;
        is_parameter_ = false;
        if (is_colon(at_ + 1) && (is_colon(at_) || is_symbol(tokens_[at_], '\\'))) {
            at_ += 2;
        } else if (is_colon(at_) && at_ + 1 < tokens_.size() &&
                   tokens_[at_ + 1].kind == TokenKind::Word) {
            is_parameter_ = true;
            at_ += 2;
        } else {
            at_ += 1;
        }
        return sql_.substr(begin, tokens_[at_ - 1].end() - begin);
    }
    [[nodiscard]] bool is_at_end() const noexcept { return at_ == tokens_.size(); }
    /// Of what was taken last.
    [[nodiscard]] bool is_parameter() const noexcept { return is_parameter_; }

private:
    [[nodiscard]] bool is_colon(std::size_t at) const noexcept {
        return at < tokens_.size() && is_symbol(tokens_[at], ':');
    }

    std::string_view sql_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    bool is_parameter_ = false;
};

}  // namespace

// … where id = :id and note = ':x'  ->  … where id = ? and note = ':x'
CompiledText SqlCompiler::compile_text(std::string_view sql) const {
    CompiledText result;
    TextReader reader{sql, capabilities_.sql_rules};
    while (!reader.is_at_end()) {
        const std::string_view part = reader.take();
        if (reader.is_parameter()) {
            result.names.emplace_back(part.substr(1));
            result.sql += placeholder_text(result.names.size());
        } else {
            result.sql += part == "\\:" ? ":" : part;
        }
    }
    return result;
}

}  // namespace azoth::compiler
