// SPDX-License-Identifier: MIT
#include "dialects/postgresql/dialect.hpp"

#include <azoth/dialects/sql_text.hpp>

#include <array>

namespace azoth::dialects::postgresql {

namespace {

// What pg_get_keywords() lists as anything but unreserved (PostgreSQL 15), sorted: the words that
// quote_ident() quotes.
constexpr std::array<std::string_view, 151> keywords{
    // clang-format off
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric",
    "authorization", "between", "bigint", "binary", "bit", "boolean", "both", "case", "cast",
    "char", "character", "check", "coalesce", "collate", "collation", "column", "concurrently",
    "constraint", "create", "cross", "current_catalog", "current_date", "current_role",
    "current_schema", "current_time", "current_timestamp", "current_user", "dec", "decimal",
    "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "exists",
    "extract", "false", "fetch", "float", "for", "foreign", "freeze", "from", "full", "grant",
    "greatest", "group", "grouping", "having", "ilike", "in", "initially", "inner", "inout",
    "int", "integer", "intersect", "interval", "into", "is", "isnull", "join", "lateral",
    "leading", "least", "left", "like", "limit", "localtime", "localtimestamp", "national",
    "natural", "nchar", "none", "normalize", "not", "notnull", "null", "nullif", "numeric",
    "offset", "on", "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing",
    "position", "precision", "primary", "real", "references", "returning", "right", "row",
    "select", "session_user", "setof", "similar", "smallint", "some", "substring", "symmetric",
    "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat", "trim",
    "true", "union", "unique", "user", "using", "values", "varchar", "variadic", "verbose",
    "when", "where", "window", "with", "xmlattributes", "xmlconcat", "xmlelement", "xmlexists",
    "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
    // clang-format on
};

}  // namespace

std::string PostgresqlDialect::identifier(std::string_view name) const {
    sql_text::require_identifier(name, *this);
    const auto plain =
        sql_text::is_plain_identifier(name) && !sql_text::contains_sorted(keywords, name);
    return plain ? std::string{name} : sql_text::quoted_identifier(name);
}

}  // namespace azoth::dialects::postgresql
