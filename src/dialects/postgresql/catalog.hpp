// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/catalog.hpp>

namespace azoth::dialects::postgresql {

/// Five queries, however many tables there are. Partitions, what extensions own, and system schemas
/// are left out. https://www.postgresql.org/docs/15/catalogs.html
class PostgresqlCatalog final : public Catalog {
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

}  // namespace azoth::dialects::postgresql
