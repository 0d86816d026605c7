// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/verify/autogenerate.hpp>

#include <algorithm>
#include <set>

#include "migrate/operations/lookup.hpp"

namespace azoth::migrate {

std::vector<schema::Table> reflect_tables(const Engine& engine,
                                          std::span<const std::string> schemas) {
    Connection connection = engine.connect();
    const dialects::Query query = connection.query_callback();
    const dialects::Catalog& catalog = connection.dialect().catalog();
    std::vector<schema::Table> result = catalog.tables(query, {});
    for (const std::string& schema : schemas) {
        for (schema::Table& table : catalog.tables(query, {.schema = schema})) {
            table.schema = schema;
            result.push_back(std::move(table));
        }
    }
    return result;
}

namespace {

/// The server does not know what things were called before.
void restore_old_names(schema::Table& reflected, const schema::Table& model) {
    reflected.renamed_from = model.renamed_from;
    for (const schema::Column& column : model.columns) {
        if (schema::Column* found = reflected.find_column(column.name)) {
            found->renamed_from = column.renamed_from;
        }
    }
}

void create_in(const Engine& scratch,
               const MetaData& target,
               const std::set<std::string>& schemas) try {
    scratch.begin([&](Connection& connection) {
        for (const std::string& schema : schemas) {
            connection.run_script("CREATE SCHEMA IF NOT EXISTS " +
                                  connection.dialect().identifier(schema));
        }
        target.create_all(connection, IfPresent::Fail);
    });
} catch (const DatabaseError& error) {
    throw MigrationError{
        "models-refused",
        "cannot create the tables of the models in a scratch database: " + error.message(),
        error.details()};
}

}  // namespace

std::vector<schema::Table> reflect_models(const MetaData& target,
                                          const Engine& engine,
                                          const ScratchOptions& options) {
    const Scratch scratch{engine, options};
    std::set<std::string> schemas;
    for (const schema::Table* table : target.tables()) {
        schemas.insert(table->schema);
    }
    schemas.erase("");
    create_in(scratch.engine(), target, schemas);
    const std::vector<std::string> names{schemas.begin(), schemas.end()};
    std::vector<schema::Table> result = reflect_tables(scratch.engine(), names);
    for (schema::Table& table : result) {
        if (const schema::Table* model = target.find(table.full_name())) {
            restore_old_names(table, *model);
        }
    }
    return result;
}

}  // namespace azoth::migrate
