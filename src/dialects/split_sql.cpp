// SPDX-License-Identifier: MIT
#include <azoth/dialects/split_sql.hpp>

#include <azoth/base/text.hpp>

#include <algorithm>

#include "base/sql_lexer.hpp"

namespace azoth::dialects {
namespace {

using sql_lexer::is_symbol;
using sql_lexer::Lexer;
using sql_lexer::Token;
using sql_lexer::TokenKind;

class Splitter {
public:
    Splitter(std::string_view text, const SqlRules& rules) : lexer_{text, rules} {}

    std::vector<std::string> run() {
        while (const auto token = lexer_.next()) {
            step(*token);
        }
        finish();
        return std::move(result_);
    }

private:
    void step(const Token& token) {
        if (is_symbol(token, ';') && depth_ == 0 && parentheses_ <= 0) {
            finish();
            return;
        }
        parentheses_ += is_symbol(token, '(') ? 1 : 0;
        parentheses_ -= is_symbol(token, ')') ? 1 : 0;
        if (token.kind == TokenKind::Word) {
            word(text_utility::upper_ascii(token.text));
        }
        // Comments inside a statement are kept, those before it are not.
        if (token.kind != TokenKind::Comment || !text_utility::trim(current_).empty()) {
            current_ += token.text;
        }
    }

    void word(const std::string& upper) {
        if (words_.size() < 6) {
            words_.push_back(upper);
        }
        follow_blocks(upper);
        previous_ = upper;
    }

    /// BEGIN opens the body of a trigger; CASE has an END of its own.
    void follow_blocks(const std::string& upper) {
        const bool opens_body =
            (upper == "BEGIN" && is_trigger()) || (upper == "ATOMIC" && previous_ == "BEGIN");
        if (opens_body || (upper == "CASE" && depth_ > 0)) {
            ++depth_;
        } else if (upper == "END" && depth_ > 0) {
            --depth_;
        }
    }

    [[nodiscard]] bool is_trigger() const {
        return !words_.empty() && words_[0] == "CREATE" &&
               std::ranges::find(words_, "TRIGGER") != words_.end();
    }

    void finish() {
        const std::string_view statement = text_utility::trim(current_);
        if (!statement.empty()) {
            result_.emplace_back(statement);
        }
        current_.clear();
        words_.clear();
        previous_.clear();
        depth_ = 0;
        parentheses_ = 0;
    }

    Lexer lexer_;
    std::string current_{};
    std::vector<std::string> words_{};
    std::string previous_{};
    int depth_ = 0;
    int parentheses_ = 0;  ///< PostgreSQL: CREATE RULE … DO (DELETE …; DELETE …)
    std::vector<std::string> result_{};
};

}  // namespace

std::string_view after_comments(std::string_view sql, const SqlRules& rules) noexcept {
    Lexer lexer{sql, rules};
    while (const auto token = lexer.next()) {
        if (token->kind != TokenKind::Blank && token->kind != TokenKind::Comment) {
            return text_utility::trim(sql.substr(token->begin));
        }
    }
    return {};
}

std::vector<std::string> split_sql(std::string_view text, const SqlRules& rules) {
    return Splitter{text, rules}.run();
}

std::vector<std::string> split_sql(std::string_view text) {
    return split_sql(text, sql_lexer::any_database);
}

std::string_view after_comments(std::string_view sql) noexcept {
    return after_comments(sql, sql_lexer::any_database);
}

}  // namespace azoth::dialects
