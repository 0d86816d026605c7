// SPDX-License-Identifier: MIT
#include "migrate/revision/sql_heads.hpp"

#include "base/sql_lexer.hpp"
#include "migrate/revision/syntax_failure.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <string>

namespace azoth::migrate {

namespace {

using text_utility::trim;

/// What is quoted how differs between databases; these two are the ends of it.
constexpr SqlRules with_brackets{.backtick_names = true, .bracket_names = true};
constexpr SqlRules with_dollars{.escape_texts = true,
                                .dollar_texts = true,
                                .dollars_in_words = true,
                                .nested_comments = true,
                                .return_ends_comment = true};

/// Where the lines with heads begin: comments with nothing before them on their line.
std::vector<std::size_t> heads_in(std::string_view text, const SqlRules& rules) {
    std::vector<std::size_t> result;
    sql_lexer::Lexer lexer{text, rules};
    while (const auto token = lexer.next()) {
        if (token->kind != sql_lexer::TokenKind::Comment) {
            continue;
        }
        const std::size_t begin = text.substr(0, token->begin).rfind('\n') + 1;
        const std::size_t end = std::min(text.find('\n', token->begin), text.size());
        if (directive_of(text.substr(begin, end - begin))) {
            result.push_back(begin);
            lexer.skip_to(end);
        }
    }
    return result;
}

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
    if (heads_in(closed, with_brackets).size() > found.size() ||
        heads_in(closed, with_dollars).size() > found.size()) {
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
    auto found = heads_in(text, with_brackets);
    const auto other = heads_in(text, with_dollars);
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
