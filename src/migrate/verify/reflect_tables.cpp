// SPDX-License-Identifier: MIT
#include <azoth/dialects/live_schema.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/verify/reflect_tables.hpp>

namespace azoth::migrate {

std::vector<schema::Table> reflect_tables(const Engine& engine,
                                          std::span<const std::string> schemas) {
    Connection connection = engine.connect();
    const dialects::Query query = connection.query_callback();
    const dialects::Catalog& catalog = connection.dialect().catalog();
    const std::string default_schema = connection.dialect().live_schema().default_schema(query);
    std::vector<schema::Table> result = catalog.tables(query, {});
    for (const std::string& schema : schemas) {
        if (schema == default_schema) {
            continue;
        }
        for (schema::Table& table : catalog.tables(query, {.schema = schema})) {
            table.schema = schema;
            result.push_back(std::move(table));
        }
    }
    return result;
}

}  // namespace azoth::migrate
