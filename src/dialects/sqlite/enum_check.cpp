// SPDX-License-Identifier: MIT
#include "dialects/sqlite/enum_check.hpp"

#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/tokenizer.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::dialects::sqlite {

namespace {

/// `mood IN (` before the labels.
constexpr std::size_t opening = 3;

/// `mood IN ('calm', 'glad')` and nothing else.
bool is_list_of_labels(const std::vector<Token>& tokens, std::string_view column) {
    if (tokens.size() < opening + 2 || tokens.size() % 2 != 1 ||
        !is_same_name(name_of(tokens[0]), column) || !is_word(tokens[1], "IN") ||
        !is_symbol(tokens[2], '(') || !is_symbol(tokens.back(), ')')) {
        return false;
    }
    for (std::size_t i = opening; i + 1 < tokens.size(); ++i) {
        const bool is_label = (i - opening) % 2 == 0;
        if (is_label ? tokens[i].kind != TokenKind::String : !is_symbol(tokens[i], ',')) {
            return false;
        }
    }
    return true;
}

bool has_type_of(const ColumnText& column, const Clause& check) {
    const SqlType type{.kind = TypeKind::Enum, .values = labels_in(check)};
    return is_same_name(column.type, dialect().type(type)) || is_same_name(column.type, "TEXT");
}

}  // namespace

const Clause* enum_check_of(const ColumnText& column) {
    const auto found = std::ranges::find_if(column.clauses, [&](const Clause& clause) {
        return clause.kind == ClauseKind::Check &&
               text_utility::lower_ascii(clause.name).starts_with("ck_") &&
               is_list_of_labels(tokenize(clause.expression), column.name) &&
               has_type_of(column, clause);
    });
    return found == column.clauses.end() ? nullptr : &*found;
}

std::vector<std::string> labels_in(const Clause& check) {
    std::vector<std::string> labels;
    for (const auto& token : tokenize(check.expression)) {
        if (token.kind == TokenKind::String) {
            labels.push_back(name_of(token));
        }
    }
    return labels;
}

}  // namespace azoth::dialects::sqlite
