// SPDX-License-Identifier: MIT
#include "migrate/operations/plain_expression.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <vector>

#include "base/sql_parts.hpp"

namespace azoth::migrate {
namespace {

using Words = std::vector<std::string>;

bool is_letter(char character) {
    return sql_parts::continues_word(character) || character == '.';
}

std::size_t run_length(std::string_view text, bool (*belongs)(char)) {
    std::size_t end = 0;
    while (end < text.size() && belongs(text[end])) {
        ++end;
    }
    return end;
}

bool is_blank(char character) {
    return std::string_view{" \t\r\n"}.find(character) != std::string_view::npos;
}

bool is_operator(char character) {
    return std::string_view{"<>=!~|:"}.find(character) != std::string_view::npos;
}

/// Names without quotes, texts as they are, the rest in lower case; blanks and parentheses dropped.
Words words_of(std::string_view sql) {
    Words words;
    while (!sql.empty()) {
        std::size_t length = 1;
        if (sql[0] == '\'') {
            length = sql_parts::quoted_length(sql);
            words.emplace_back(sql.substr(0, length));
        } else if (sql[0] == '"' || sql[0] == '`') {
            length = sql_parts::quoted_length(sql);
            words.push_back(text_utility::lower_ascii(sql.substr(1, length - 2)));
        } else if (is_letter(sql[0])) {
            length = run_length(sql, is_letter);
            words.push_back(text_utility::lower_ascii(sql.substr(0, length)));
        } else if (is_operator(sql[0])) {
            length = run_length(sql, is_operator);
            words.emplace_back(sql.substr(0, length));
        } else if (is_blank(sql[0]) || sql[0] == '(' || sql[0] == ')') {
            words.emplace_back(sql[0] == '(' ? "(" : sql[0] == ')' ? ")" : "");
        } else {
            words.emplace_back(sql.substr(0, 1));
        }
        sql.remove_prefix(length);
    }
    std::erase(words, "");
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
