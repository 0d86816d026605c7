// SPDX-License-Identifier: MIT
#include "migrate/revision/sql_heads.hpp"

#include "base/sql_parts.hpp"
#include "migrate/revision/syntax_failure.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <string>

namespace azoth::migrate {

namespace {

using text_utility::trim;

/// What is quoted how differs between databases; these two are the ends of it.
enum class Reading : unsigned char {
    Brackets,  ///< `[a name]`, comments end at the first `*/`
    Dollars    ///< `$$ … $$`, `E'it\'s'`, comments nest, `--` ends at a carriage return too
};

class HeadFinder {
public:
    HeadFinder(std::string_view text, Reading reading) : text_{text}, reading_{reading} {}

    std::vector<std::size_t> run() {
        while (at_ < text_.size()) {
            if (is_at_line_start() && directive_of(line())) {
                result_.push_back(at_);
                at_ += line().size();
            } else {
                at_ += std::max<std::size_t>(part_length(text_.substr(at_)), 1);
            }
        }
        return std::move(result_);
    }

private:
    [[nodiscard]] bool is_at_line_start() const { return at_ == 0 || text_[at_ - 1] == '\n'; }
    [[nodiscard]] std::string_view line() const {
        return text_.substr(at_, text_.find('\n', at_) - at_);
    }

    [[nodiscard]] std::size_t part_length(std::string_view rest) const {
        const bool has_dollars = reading_ == Reading::Dollars;
        if (rest.starts_with("--")) {
            return rest.find_first_of(has_dollars ? "\r\n" : "\n");
        }
        if (rest.starts_with("/*")) {
            return sql_parts::block_comment_length(
                rest, has_dollars ? sql_parts::Comments::Nested : sql_parts::Comments::Flat);
        }
        switch (rest.front()) {
            case '\'':
                return sql_parts::quoted_length(rest,
                                                has_dollars && is_behind_mark()
                                                    ? sql_parts::Backslash::Escapes
                                                    : sql_parts::Backslash::Plain);
            case '"':
                return sql_parts::quoted_length(rest);
            case '`':
                return has_dollars ? 1 : sql_parts::quoted_length(rest);
            case '[':
                return has_dollars ? 1 : rest.find(']');
            case '$':
                return has_dollars && !is_in_word() ? sql_parts::dollar_body_length(rest) : 1;
            default:
                return 1;
        }
    }

    [[nodiscard]] bool is_in_word() const {
        return at_ > 0 && sql_parts::continues_word(text_[at_ - 1]);
    }
    /// `E'…'`
    [[nodiscard]] bool is_behind_mark() const {
        const bool is_mark = at_ > 0 && (text_[at_ - 1] == 'E' || text_[at_ - 1] == 'e');
        return is_mark && (at_ == 1 || !sql_parts::continues_word(text_[at_ - 2]));
    }

    std::string_view text_;
    Reading reading_;
    std::size_t at_ = 0;
    std::vector<std::size_t> result_{};
};

int line_number(std::string_view text, std::size_t at) {
    return static_cast<int>(std::ranges::count(text.substr(0, at), '\n')) + 1;
}

/// What opens there is never closed, for every reading.
std::optional<std::size_t> hidden_line(std::string_view text, std::size_t from) {
    for (auto at = text.find('\n', from); at != std::string_view::npos;
         at = text.find('\n', at + 1)) {
        if (directive_of(text.substr(at + 1, text.find('\n', at + 1) - at - 1))) {
            return at + 1;
        }
    }
    return std::nullopt;
}

void refuse_unclosed(std::string_view text,
                     const std::vector<std::size_t>& found,
                     std::string_view path) {
    // Were a quote closed right at the end, the text would read the same.
    const std::string closed = std::string{text} + "\n-- azoth: end\n";
    if (HeadFinder{closed, Reading::Brackets}.run().size() > found.size() ||
        HeadFinder{closed, Reading::Dollars}.run().size() > found.size()) {
        return;
    }
    const std::size_t from = found.empty() ? 0 : found.back();
    if (const auto hidden = hidden_line(text, from)) {
        fail_syntax(path,
                    line_number(text, *hidden),
                    "this head is inside a quote or comment that was opened above and is never "
                    "closed; close it");
    }
}

}  // namespace

std::optional<Directive> directive_of(std::string_view line) {
    constexpr std::string_view mark = "azoth:";
    auto rest = trim(line);
    if (!rest.starts_with("--")) {
        return std::nullopt;
    }
    rest = trim(rest.substr(2));
    if (!rest.starts_with(mark)) {
        return std::nullopt;
    }
    rest = trim(rest.substr(mark.size()));
    const auto end = std::min(rest.find_first_of(" \t"), rest.size());
    return Directive{.name = rest.substr(0, end), .argument = trim(rest.substr(end))};
}

std::vector<std::size_t> directive_lines(std::string_view text, std::string_view path) {
    auto found = HeadFinder{text, Reading::Brackets}.run();
    const auto other = HeadFinder{text, Reading::Dollars}.run();
    const auto [mine, theirs] = std::ranges::mismatch(found, other);
    if (mine != found.end() || theirs != other.end()) {
        const auto at = mine == found.end()     ? *theirs
                        : theirs == other.end() ? *mine
                                                : std::min(*mine, *theirs);
        fail_syntax(
            path,
            line_number(text, at),
            "whether this is a head or part of a quote or comment above it differs between "
            "databases; write that so that it ends on its line: quotes doubled instead of behind "
            "a backslash, comments one in the other nowhere");
    }
    refuse_unclosed(text, found, path);
    return found;
}

std::string_view without_byte_order_mark(std::string_view text, std::string_view path) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        fail_syntax(path, 1, "it is UTF-16; save it as UTF-8");
    }
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

}  // namespace azoth::migrate
