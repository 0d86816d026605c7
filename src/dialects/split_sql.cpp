// SPDX-License-Identifier: MIT
#include <azoth/dialects/split_sql.hpp>

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::dialects {
namespace {

bool is_word(char character) {
    const auto code = static_cast<unsigned char>(character);
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
           (code >= '0' && code <= '9') || code == '_' || code >= 0x80;
}

std::size_t through(std::string_view text, std::string_view end, std::size_t from) {
    const std::size_t found = text.find(end, from);
    return found == std::string_view::npos ? text.size() : found + end.size();
}

/// `'it''s'`, `"a"`, and E'it\'s' where a backslash takes the next character along.
std::size_t quoted_length(std::string_view text, char quote, bool has_escapes) {
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (has_escapes && text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            if (i + 1 < text.size() && text[i + 1] == quote) {
                ++i;
            } else {
                return i + 1;
            }
        }
    }
    return text.size();
}

std::size_t block_comment_length(std::string_view text) {
    int depth = 0;
    std::size_t i = 0;
    while (i + 1 < text.size()) {
        if (text[i] == '/' && text[i + 1] == '*') {
            ++depth;
            i += 2;
        } else if (text[i] == '*' && text[i + 1] == '/') {
            --depth;
            i += 2;
            if (depth == 0) {
                return i;
            }
        } else {
            ++i;
        }
    }
    return text.size();
}

/// Length of `$tag$…$tag$`; 0 when the text does not begin so.
std::size_t dollar_length(std::string_view text) {
    std::size_t end = 1;
    while (end < text.size() && is_word(text[end])) {
        ++end;
    }
    const bool is_parameter = end > 1 && text[1] >= '0' && text[1] <= '9';
    if (end >= text.size() || text[end] != '$' || is_parameter) {
        return 0;
    }
    return through(text, text.substr(0, end + 1), end + 1);
}

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
            comment(through(text_, "\n", position_) - position_);
        } else if (here.starts_with("/*")) {
            comment(block_comment_length(here));
        } else if (here[0] == '\'' || here[0] == '"' || here[0] == '`') {
            take(quoted_length(here, here[0], here[0] == '\'' && follows_escape_mark()));
        } else if (here[0] == '$' && dollar_length(here) > 0) {
            take(dollar_length(here));
        } else if (is_word(here[0])) {
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

    [[nodiscard]] bool follows_escape_mark() const {
        const std::size_t size = current_.size();
        return size > 0 && (current_.back() == 'E' || current_.back() == 'e') &&
               (size == 1 || !is_word(current_[size - 2]));
    }

    void word() {
        std::size_t length = 0;
        while (length < rest().size() && is_word(rest()[length])) {
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
            sql.remove_prefix(through(sql, "\n", 0));
        } else if (sql.starts_with("/*")) {
            sql.remove_prefix(block_comment_length(sql));
        } else {
            return sql;
        }
    }
}

std::vector<std::string> split_sql(std::string_view text) {
    return Splitter{text}.run();
}

}  // namespace azoth::dialects
