// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/catalog.hpp>

namespace azoth::dialects::sqlite {

/// Two queries, however many tables there are, and one more where there are virtual ones. What
/// SQLite tells nowhere else comes from the text of CREATE TABLE. Virtual tables and the tables
/// behind them are left out.
class SqliteCatalog final : public Catalog {
public:
    [[nodiscard]] std::vector<std::string> schema_names(const Query& query) const override;
    [[nodiscard]] std::vector<std::string> table_names(const Query& query,
                                                       std::string_view schema) const override;
    [[nodiscard]] std::vector<std::string> view_names(const Query& query,
                                                      std::string_view schema) const override;
    [[nodiscard]] std::vector<schema::Table> tables(const Query& query,
                                                    const CatalogRequest& request) const override;
    [[nodiscard]] std::vector<schema::UnmodelledPart> unmodelled(
        const Query& query, const CatalogRequest& request) const override;
    [[nodiscard]] std::vector<schema::View> views(const Query& query,
                                                  std::string_view schema) const override;
};

/// A row of sqlite_schema.
struct SchemaObject {
    std::string type{};  ///< as SQLite says, but `virtual` for virtual tables
    std::string name{};
    std::string table{};
    std::string sql{};  ///< empty for indexes of constraints
};

/// Tables, indexes, triggers, views and virtual tables, in the order in which they were made,
/// without SQLite's own and without the tables behind virtual ones, which come and go with them.
[[nodiscard]] std::vector<SchemaObject> schema_objects(const Query& query, std::string_view schema);

/// The object's CREATE statement with the schema in front of its name: SQLite keeps the text
/// without it.
[[nodiscard]] std::string in_schema(const SchemaObject& object, std::string_view schema);

}  // namespace azoth::dialects::sqlite
