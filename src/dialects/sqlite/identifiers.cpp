// SPDX-License-Identifier: MIT
#include "dialects/sqlite/identifiers.hpp"

#include "dialects/sqlite/dialect.hpp"

#include <azoth/dialects/sql_text.hpp>

#include <array>

namespace azoth::dialects::sqlite {

namespace {

// https://www.sqlite.org/lang_keywords.html, sorted. Words that SQLite would take without quotes
// are quoted too: later versions may need it.
constexpr std::array<std::string_view, 147> keywords{
    // clang-format off
    "abort", "action", "add", "after", "all", "alter", "always", "analyze", "and", "as", "asc",
    "attach", "autoincrement", "before", "begin", "between", "by", "cascade", "case", "cast",
    "check", "collate", "column", "commit", "conflict", "constraint", "create", "cross",
    "current", "current_date", "current_time", "current_timestamp", "database", "default",
    "deferrable", "deferred", "delete", "desc", "detach", "distinct", "do", "drop", "each",
    "else", "end", "escape", "except", "exclude", "exclusive", "exists", "explain", "fail",
    "filter", "first", "following", "for", "foreign", "from", "full", "generated", "glob",
    "group", "groups", "having", "if", "ignore", "immediate", "in", "index", "indexed",
    "initially", "inner", "insert", "instead", "intersect", "into", "is", "isnull", "join", "key",
    "last", "left", "like", "limit", "match", "materialized", "natural", "no", "not", "nothing",
    "notnull", "null", "nulls", "of", "offset", "on", "or", "order", "others", "outer", "over",
    "partition", "plan", "pragma", "preceding", "primary", "query", "raise", "range", "recursive",
    "references", "regexp", "reindex", "release", "rename", "replace", "restrict", "returning",
    "right", "rollback", "row", "rows", "savepoint", "select", "set", "table", "temp",
    "temporary", "then", "ties", "to", "transaction", "trigger", "unbounded", "union", "unique",
    "update", "using", "vacuum", "values", "view", "virtual", "when", "where", "window", "with",
    "without",
    // clang-format on
};

}  // namespace

bool is_keyword(std::string_view word) noexcept {
    return sql_text::contains_sorted(keywords, word);
}

std::string SqliteDialect::identifier(std::string_view name) const {
    sql_text::require_identifier(name, *this);
    const auto plain =
        sql_text::is_plain_identifier(name) && !sql_text::contains_sorted(keywords, name);
    return plain ? std::string{name} : sql_text::quoted_identifier(name);
}

}  // namespace azoth::dialects::sqlite
