// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/metadata.hpp>

#include <functional>
#include <span>

namespace azoth::dialects {

using Rows = std::vector<std::vector<Value>>;
/// Runs a query with parameters on the connection whose catalogue is read.
using Query = std::function<Rows(std::string_view sql, std::span<const Value> parameters)>;

/// What to read. Empty lists mean everything.
struct CatalogRequest {
    std::string schema{};               ///< empty: the connection's default schema
    std::vector<std::string> tables{};  ///< only these
};

/// Reads a live catalogue. The number of queries does not depend on the number of tables, where the
/// database allows it.
class Catalog {
public:
    virtual ~Catalog() = default;
    [[nodiscard]] virtual std::vector<std::string> schema_names(const Query& query) const = 0;
    [[nodiscard]] virtual std::vector<std::string> table_names(const Query& query,
                                                               std::string_view schema) const = 0;
    [[nodiscard]] virtual std::vector<std::string> view_names(const Query& query,
                                                              std::string_view schema) const = 0;
    /// Tables with everything that hangs on them, sorted by name. Indexes that a constraint owns
    /// are not listed as indexes.
    [[nodiscard]] virtual std::vector<schema::Table> tables(
        const Query& query, const CatalogRequest& request) const = 0;
    [[nodiscard]] virtual std::vector<schema::View> views(const Query& query,
                                                          std::string_view schema) const = 0;
    /// What the tables have that schema::Table cannot say.
    [[nodiscard]] virtual std::vector<schema::UnmodelledPart> unmodelled(
        const Query& query, const CatalogRequest& request) const;
};

}  // namespace azoth::dialects
