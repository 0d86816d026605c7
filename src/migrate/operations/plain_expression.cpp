// SPDX-License-Identifier: MIT
#include "migrate/operations/plain_expression.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <vector>

#include "migrate/operations/expression_tokens.hpp"

namespace azoth::migrate {
namespace {

using Words = std::vector<std::string>;

/// Names without quotes, texts as they are, the rest in lower case; blanks and comments dropped.
Words words_of(std::string_view sql) {
    using sql_lexer::TokenKind;
    Words words;
    for (const sql_lexer::Token& token : expression_tokens(sql)) {
        switch (token.kind) {
            case TokenKind::Blank:
            case TokenKind::Comment:
                break;
            case TokenKind::String:
                words.emplace_back(token.text);
                break;
            case TokenKind::Quoted:
            case TokenKind::Word:
            case TokenKind::Number:
            case TokenKind::Symbol:
                words.push_back(text_utility::lower_ascii(sql_lexer::name_of(token)));
                break;
        }
    }
    return words;
}

/// The words of a type behind `::`: `character varying ( 30 ) [ ]`, `timestamp ( 0 ) without time
/// zone`.
std::size_t type_length(const Words& words, std::size_t at) {
    static const Words rest{"varying", "precision", "without", "with", "time", "zone"};
    std::size_t end = at + 1;
    for (bool has_more = true; has_more && end < words.size();) {
        const bool is_word_of_type = std::ranges::find(rest, words[end]) != rest.end();
        const bool is_length = end + 2 < words.size() && words[end] == "(" && words[end + 2] == ")";
        const bool is_array = end + 1 < words.size() && words[end] == "[" && words[end + 1] == "]";
        end += is_word_of_type ? 1U : is_length ? 3U : is_array ? 2U : 0U;
        has_more = is_word_of_type || is_length || is_array;
    }
    return end - at;
}

Words without_casts(const Words& words) {
    Words result;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "::" && i + 1 < words.size()) {
            i += type_length(words, i + 1);
        } else {
            result.push_back(words[i]);
        }
    }
    return result;
}

bool stands_at(const Words& words, std::size_t at, const Words& what) {
    return at + what.size() <= words.size() &&
           std::equal(what.begin(), what.end(), words.begin() + static_cast<std::ptrdiff_t>(at));
}

struct Spelling {
    Words from{};
    Words to{};
};

const std::vector<Spelling>& spellings() {
    static const std::vector<Spelling> list{{{"=", "any", "array", "["}, {"in"}},
                                            {{"<>", "all", "array", "["}, {"not", "in"}},
                                            {{"!~~*"}, {"not", "ilike"}},
                                            {{"~~*"}, {"ilike"}},
                                            {{"!~~"}, {"not", "like"}},
                                            {{"~~"}, {"like"}},
                                            {{"!="}, {"<>"}},
                                            {{"]"}, {}}};
    return list;
}

Words respelled(const Words& words) {
    Words result;
    for (std::size_t i = 0; i < words.size();) {
        const auto found = std::ranges::find_if(
            spellings(), [&](const Spelling& one) { return stands_at(words, i, one.from); });
        if (found == spellings().end()) {
            result.push_back(words[i]);
            ++i;
        } else {
            result.insert(result.end(), found->to.begin(), found->to.end());
            i += found->from.size();
        }
    }
    return result;
}

}  // namespace

std::string plain_expression(std::string_view sql) {
    Words words = without_casts(words_of(sql));
    std::erase(words, "(");
    std::erase(words, ")");
    return text_utility::join(respelled(words), " ");
}

}  // namespace azoth::migrate
