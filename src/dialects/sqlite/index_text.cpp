// SPDX-License-Identifier: MIT
#include "dialects/sqlite/index_text.hpp"

#include "dialects/sqlite/tokenizer.hpp"

#include <algorithm>
#include <span>

namespace azoth::dialects::sqlite {

namespace {

using Tokens = std::span<const Token>;

std::string text_of(std::string_view sql, Tokens tokens) {
    return tokens.empty() ? std::string{}
                          : std::string{sql.substr(tokens.front().begin,
                                                   tokens.back().end() - tokens.front().begin)};
}

/// Position of the parenthesis that closes the one at `open`.
std::size_t closing(Tokens tokens, std::size_t open) {
    std::size_t depth = 0;
    for (auto i = open; i < tokens.size(); ++i) {
        if (is_symbol(tokens[i], '(')) {
            ++depth;
        } else if (is_symbol(tokens[i], ')') && --depth == 0) {
            return i;
        }
    }
    return tokens.size();
}

/// `(lower(a))` and `lower(a)` are the same element.
Tokens without_outer_parentheses(Tokens tokens) {
    while (tokens.size() > 2 && is_symbol(tokens.front(), '(') &&
           closing(tokens, 0) == tokens.size() - 1) {
        tokens = tokens.subspan(1, tokens.size() - 2);
    }
    return tokens;
}

/// `a COLLATE nocase DESC`, `(lower(b))`
IndexPartText parse_part(std::string_view sql, Tokens tokens) {
    IndexPartText part;
    if (tokens.size() > 1 && (is_word(tokens.back(), "ASC") || is_word(tokens.back(), "DESC"))) {
        part.order = is_word(tokens.back(), "DESC") ? schema::SortOrder::Descending
                                                    : schema::SortOrder::Ascending;
        tokens = tokens.first(tokens.size() - 1);
    }
    if (tokens.size() > 2 && is_word(tokens[tokens.size() - 2], "COLLATE")) {
        part.collation = name_of(tokens.back());
        tokens = tokens.first(tokens.size() - 2);
    }
    part.expression = text_of(sql, without_outer_parentheses(tokens));
    if (tokens.size() == 1 && tokens[0].kind != TokenKind::Number &&
        tokens[0].kind != TokenKind::Symbol) {
        part.name = name_of(tokens[0]);
    }
    return part;
}

std::vector<IndexPartText> parse_parts(std::string_view sql, Tokens tokens) {
    std::vector<IndexPartText> parts;
    std::size_t begin = 0;
    std::size_t depth = 0;
    for (std::size_t i = 0; i <= tokens.size(); ++i) {
        if (i == tokens.size() || (depth == 0 && is_symbol(tokens[i], ','))) {
            parts.push_back(parse_part(sql, tokens.subspan(begin, i - begin)));
            begin = i + 1;
        } else if (is_symbol(tokens[i], '(')) {
            ++depth;
        } else if (is_symbol(tokens[i], ')')) {
            --depth;
        }
    }
    return parts;
}

Tokens without_semicolon(Tokens tokens) {
    return !tokens.empty() && is_symbol(tokens.back(), ';') ? tokens.first(tokens.size() - 1)
                                                            : tokens;
}

}  // namespace

IndexText parse_create_index(std::string_view sql) {
    const auto all = tokenize(sql);
    const auto tokens = without_semicolon(all);
    IndexText index{.unique = tokens.size() > 1 && is_word(tokens[1], "UNIQUE")};
    const auto open = static_cast<std::size_t>(
        std::ranges::find_if(tokens, [](const auto& t) { return is_symbol(t, '('); }) -
        tokens.begin());
    if (open == tokens.size()) {
        return index;
    }
    const auto close = closing(tokens, open);
    index.parts = parse_parts(sql, tokens.subspan(open + 1, close - open - 1));
    if (close + 1 < tokens.size() && is_word(tokens[close + 1], "WHERE")) {
        index.where = text_of(sql, tokens.subspan(close + 2));
    }
    return index;
}

std::string parse_create_view(std::string_view sql) {
    const auto all = tokenize(sql);
    const auto tokens = without_semicolon(all);
    const auto as = static_cast<std::size_t>(
        std::ranges::find_if(tokens, [](const auto& t) { return is_word(t, "AS"); }) -
        tokens.begin());
    if (as >= tokens.size()) {
        return {};
    }
    auto query = text_of(sql, tokens.subspan(as + 1));
    if (as == 0 || !is_symbol(tokens[as - 1], ')')) {
        return query;
    }
    const auto open = static_cast<std::size_t>(
        std::ranges::find_if(tokens, [](const auto& t) { return is_symbol(t, '('); }) -
        tokens.begin());
    const auto columns = text_of(sql, tokens.subspan(open, as - open));
    return "WITH view_columns " + columns + " AS (" + query + ") SELECT * FROM view_columns";
}

}  // namespace azoth::dialects::sqlite
