// SPDX-License-Identifier: MIT
#include "dialects/sqlite/index_text.hpp"

#include "dialects/sqlite/table_text.hpp"
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

/// `(lower(a))` and `lower(a)` are the same element.
Tokens without_outer_parentheses(Tokens tokens) {
    while (tokens.size() > 2 && is_symbol(tokens.front(), '(') &&
           closing_parenthesis(tokens, 0) == tokens.size() - 1) {
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
    for (const auto part : split_at_commas(tokens)) {
        parts.push_back(parse_part(sql, part));
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
    const auto close = closing_parenthesis(tokens, open);
    const auto owner = open == 0 ? std::string{} : name_of(tokens[open - 1]);
    index.parts = parse_parts(sql, tokens.subspan(open + 1, close - open - 1));
    for (auto& part : index.parts) {
        part.expression = without_owner(part.expression, owner);
    }
    if (close + 1 < tokens.size() && is_word(tokens[close + 1], "WHERE")) {
        index.where = without_owner(text_of(sql, tokens.subspan(close + 2)), owner);
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
