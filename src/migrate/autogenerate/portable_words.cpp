// SPDX-License-Identifier: MIT
#include "migrate/autogenerate/portable_words.hpp"

#include "migrate/autogenerate/normalise_expressions.hpp"
#include "migrate/compare/portable_expression.hpp"
#include "migrate/operations/sql_texts.hpp"

namespace azoth::migrate {
namespace {

std::vector<std::string> expressions_of(schema::Table table) {
    std::vector<std::string> result;
    for_each_sql_text(table, [&](const std::string& text) { result.push_back(text); });
    return result;
}

/// Keeps a portable text where the server made the known one of it.
void take_proven(schema::Table& table, const schema::Table& portable, const schema::Table& given) {
    const std::vector<std::string> words = expressions_of(portable);
    const std::vector<std::string> spelt = expressions_of(given);
    std::size_t i = 0;
    for_each_sql_text(table, [&](std::string& text) {
        if (i < words.size() && i < spelt.size() && spelt[i] == text) {
            text = words[i];
        }
        ++i;
    });
}

}  // namespace

std::vector<schema::Table> in_portable_words(const Engine& scratch,
                                             const std::vector<schema::Table>& tables) {
    std::vector<schema::Table> portable = tables;
    for (schema::Table& table : portable) {
        for_each_sql_text(table, [](std::string& text) { text = portable_expression(text); });
    }
    if (portable == tables) {
        return tables;
    }
    const std::vector<schema::Table> given = normalise_expressions(scratch, portable);
    std::vector<schema::Table> result = tables;
    for (std::size_t i = 0; i < result.size() && i < given.size(); ++i) {
        take_proven(result[i], portable[i], given[i]);
    }
    return result;
}

}  // namespace azoth::migrate
