// SPDX-License-Identifier: MIT
#include "dialects/sqlite/trigger_probe.hpp"

#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/tokenizer.hpp"

#include <algorithm>

namespace azoth::dialects::sqlite {

namespace {

bool is_event(const Token& token) {
    return is_word(token, "DELETE") || is_word(token, "INSERT") || is_word(token, "UPDATE");
}

/// The column of `UPDATE OF column`, else the table's first.
std::string updated_column(const std::vector<Token>& tokens,
                           std::size_t event,
                           std::string_view table,
                           const Query& query) {
    if (event + 2 < tokens.size() && is_word(tokens[event + 1], "OF")) {
        return dialect().identifier(name_of(tokens[event + 2]));
    }
    const auto rows = query("PRAGMA table_info(" + std::string{table} + ")", {});
    return rows.empty() ? "rowid" : dialect().identifier(rows.front().at(1).as_text());
}

}  // namespace

std::string trigger_probe(const SchemaObject& trigger,
                          std::string_view schema,
                          const Query& query) {
    const std::vector<Token> tokens = tokenize(trigger.sql);
    const auto found = std::ranges::find_if(tokens, is_event);
    if (trigger.type != "trigger" || found == tokens.end()) {
        return {};
    }
    const std::string table = dialect().table_name(trigger.table, schema);
    if (is_word(*found, "DELETE")) {
        return "EXPLAIN DELETE FROM " + table;
    }
    if (is_word(*found, "INSERT")) {
        return "EXPLAIN INSERT INTO " + table + " DEFAULT VALUES";
    }
    const auto event = static_cast<std::size_t>(found - tokens.begin());
    const std::string column =
        updated_column(tokens, event, dialect().identifier(trigger.table), query);
    return "EXPLAIN UPDATE " + table + " SET " + column + " = " + column;
}

}  // namespace azoth::dialects::sqlite
