// SPDX-License-Identifier: MIT
#include <azoth/dialects/split_sql.hpp>

#include <azoth/base/text.hpp>

#include <algorithm>

#include "base/sql_parts.hpp"

namespace azoth::dialects {
namespace {

using sql_parts::continues_word;

class Splitter {
public:
    explicit Splitter(std::string_view text) : text_{text} {}

    std::vector<std::string> run() {
        while (position_ < text_.size()) {
            step();
        }
        finish();
        return std::move(result_);
    }

private:
    [[nodiscard]] std::string_view rest() const { return text_.substr(position_); }

    void step() {
        const std::string_view here = rest();
        if (here.starts_with("--")) {
            comment(sql_parts::line_comment_length(here));
        } else if (here.starts_with("/*")) {
            comment(sql_parts::block_comment_length(here));
        } else if (here[0] == '\'' || here[0] == '"' || here[0] == '`') {
            take(sql_parts::quoted_length(here, backslash(here[0])));
        } else if (here[0] == '$' && sql_parts::dollar_body_length(here) > 0) {
            take(sql_parts::dollar_body_length(here));
        } else if (continues_word(here[0])) {
            word();
        } else if (here[0] == ';' && depth_ == 0 && parentheses_ <= 0) {
            position_ += 1;
            finish();
        } else {
            parentheses_ += here[0] == '(' ? 1 : 0;
            parentheses_ -= here[0] == ')' ? 1 : 0;
            take(1);
        }
    }

    void take(std::size_t length) {
        current_ += text_.substr(position_, length);
        position_ += length;
    }

    /// Comments inside a statement are kept, those before it are not.
    void comment(std::size_t length) {
        if (text_utility::trim(current_).empty()) {
            position_ += length;
        } else {
            take(length);
        }
    }

    [[nodiscard]] sql_parts::Backslash backslash(char quote) const {
        const std::size_t size = current_.size();
        const bool follows_mark = size > 0 && (current_.back() == 'E' || current_.back() == 'e') &&
                                  (size == 1 || !continues_word(current_[size - 2]));
        return quote == '\'' && follows_mark ? sql_parts::Backslash::Escapes
                                             : sql_parts::Backslash::Plain;
    }

    void word() {
        std::size_t length = 0;
        while (length < rest().size() && continues_word(rest()[length])) {
            ++length;
        }
        const std::string upper = text_utility::upper_ascii(rest().substr(0, length));
        if (words_.size() < 6) {
            words_.push_back(upper);
        }
        follow_blocks(upper);
        previous_ = upper;
        take(length);
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

    std::string_view text_;
    std::size_t position_ = 0;
    std::string current_{};
    std::vector<std::string> words_{};
    std::string previous_{};
    int depth_ = 0;
    int parentheses_ = 0;  ///< PostgreSQL: CREATE RULE … DO (DELETE …; DELETE …)
    std::vector<std::string> result_{};
};

}  // namespace

std::string_view after_comments(std::string_view sql) noexcept {
    for (;;) {
        sql = text_utility::trim(sql);
        if (sql.starts_with("--")) {
            sql.remove_prefix(sql_parts::line_comment_length(sql));
        } else if (sql.starts_with("/*")) {
            sql.remove_prefix(sql_parts::block_comment_length(sql));
        } else {
            return sql;
        }
    }
}

std::vector<std::string> split_sql(std::string_view text) {
    return Splitter{text}.run();
}

}  // namespace azoth::dialects
