// SPDX-License-Identifier: MIT
#include "dialects/sqlite/catalog.hpp"
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/table_text.hpp"

#include <algorithm>
#include <tuple>

namespace azoth::dialects::sqlite {

namespace {

/// What an option of the table keeps, here and nowhere else: ON CONFLICT, MATCH, order and
/// collation within a key.
void add_special_clauses(const SchemaObject& table,
                         const std::vector<Clause>& clauses,
                         std::vector<schema::UnmodelledPart>& parts) {
    for (const auto& clause : clauses) {
        if (clause.is_special) {
            const bool is_kept = !special_option(clause.kind, clause.columns).empty();
            parts.push_back({.table = table.name,
                             .what = "clause",
                             .name = is_kept ? special_text(clause) : clause.body,
                             .dialect = is_kept ? "sqlite" : ""});
        }
    }
}

}  // namespace

std::vector<schema::UnmodelledPart> SqliteCatalog::unmodelled(const Query& query,
                                                              const CatalogRequest& request) const {
    std::vector<schema::UnmodelledPart> parts;
    for (const auto& object : schema_objects(query, request.schema)) {
        if (object.type == "trigger") {
            parts.push_back({.table = object.table, .what = "trigger", .name = object.name});
        } else if (object.type == "table") {
            const auto text = parse_create_table(object.sql);
            add_special_clauses(object, text.clauses, parts);
            for (const auto& column : text.columns) {
                add_special_clauses(object, column.clauses, parts);
            }
        }
    }
    std::ranges::sort(
        parts, {}, [](const auto& part) { return std::tie(part.table, part.what, part.name); });
    return parts;
}

}  // namespace azoth::dialects::sqlite
