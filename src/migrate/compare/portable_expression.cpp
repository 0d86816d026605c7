// SPDX-License-Identifier: MIT
#include "migrate/compare/portable_expression.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <array>
#include <vector>

#include "base/sql_parts.hpp"
#include "migrate/operations/expression_tokens.hpp"

namespace azoth::migrate {
namespace {

using Tokens = std::vector<std::string>;

bool is_at(const Tokens& tokens, std::size_t at, std::string_view text) {
    return at < tokens.size() && text_utility::lower_ascii(tokens[at]) == text;
}

/// ` varying(30)[]`, ` without time zone`: what may follow the first word of a type.
std::size_t end_of_type(const Tokens& tokens, std::size_t at) {
    constexpr std::array<std::string_view, 6> words{
        "varying", "precision", "without", "with", "time", "zone"};
    for (;;) {
        const bool is_word =
            at + 1 < tokens.size() && tokens[at] == " " &&
            std::ranges::find(words, text_utility::lower_ascii(tokens[at + 1])) != words.end();
        if (is_word) {
            at += 2;
        } else if (is_at(tokens, at, "(") || is_at(tokens, at, "[")) {
            const std::string_view closing = tokens[at] == "(" ? ")" : "]";
            while (at < tokens.size() && tokens[at] != closing) {
                ++at;
            }
            ++at;
        } else {
            return std::min(at, tokens.size());
        }
    }
}

Tokens without_casts(const Tokens& tokens) {
    Tokens result;
    for (std::size_t i = 0; i < tokens.size();) {
        if (tokens[i] == "::" && i + 1 < tokens.size()) {
            i = end_of_type(tokens, i + 2);
        } else {
            result.push_back(tokens[i]);
            ++i;
        }
    }
    return result;
}

/// `(name)`  ->  `name`, unless it is what a function is called with.
Tokens without_lone_parentheses(const Tokens& tokens) {
    Tokens result;
    for (std::size_t i = 0; i < tokens.size();) {
        const bool is_lone = tokens[i] == "(" && i + 2 < tokens.size() && tokens[i + 2] == ")" &&
                             !is_operator(tokens[i + 1].front()) &&
                             (result.empty() || !sql_parts::continues_word(result.back().back()));
        if (is_lone) {
            result.push_back(tokens[i + 1]);
            i += 3;
        } else {
            result.push_back(tokens[i]);
            ++i;
        }
    }
    return result;
}

/// `= ANY (ARRAY[`  ->  `IN (`, and the end of it. Where the closing brackets do not follow each
/// other the text stays.
struct ListForm {
    std::string_view operation;
    std::string_view quantifier;
    std::string_view word;
};

std::size_t closing_bracket(const Tokens& tokens, std::size_t at) {
    while (at < tokens.size() && tokens[at] != "]") {
        ++at;
    }
    return at;
}

Tokens with_lists(const Tokens& tokens) {
    constexpr std::array<ListForm, 2> forms{ListForm{"=", "any", "IN"},
                                            ListForm{"<>", "all", "NOT IN"}};
    Tokens result;
    for (std::size_t i = 0; i < tokens.size();) {
        const auto form = std::ranges::find_if(forms, [&](const ListForm& one) {
            return is_at(tokens, i, one.operation) && is_at(tokens, i + 2, one.quantifier) &&
                   is_at(tokens, i + 4, "(") && is_at(tokens, i + 5, "array") &&
                   is_at(tokens, i + 6, "[");
        });
        const std::size_t end = form == forms.end() ? tokens.size() : closing_bracket(tokens, i);
        if (end + 1 >= tokens.size() || tokens[end + 1] != ")") {
            result.push_back(tokens[i]);
            ++i;
            continue;
        }
        result.insert(result.end(), {std::string{form->word}, " ", "("});
        result.insert(result.end(),
                      tokens.begin() + static_cast<std::ptrdiff_t>(i + 7),
                      tokens.begin() + static_cast<std::ptrdiff_t>(end));
        result.emplace_back(")");
        i = end + 2;
    }
    return result;
}

Tokens with_words(Tokens tokens) {
    for (std::string& token : tokens) {
        token = token == "~~" ? "LIKE" : token == "!~~" ? "NOT LIKE" : token;
    }
    return tokens;
}

}  // namespace

std::string portable_expression(std::string_view sql) {
    Tokens tokens;
    for (const sql_lexer::Token& token : expression_tokens(sql)) {
        tokens.emplace_back(token.text);
    }
    std::string result;
    for (const std::string& token :
         with_words(with_lists(without_lone_parentheses(without_casts(tokens))))) {
        result += token;
    }
    return result;
}

}  // namespace azoth::migrate
