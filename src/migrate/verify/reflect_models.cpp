// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/verify/autogenerate.hpp>

#include <algorithm>

#include "migrate/operations/lookup.hpp"
#include "migrate/verify/models_in.hpp"
#include "migrate/verify/schemas.hpp"

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
            found->initial = column.initial;
        }
    }
}

void create_in(const Engine& scratch, const MetaData& target) try {
    create_schemas(scratch, schemas_of(target.tables()));
    scratch.begin([&](Connection& connection) { target.create_all(connection, IfPresent::Fail); });
} catch (const DatabaseError& error) {
    throw MigrationError{
        "models-refused",
        "cannot create the tables of the models in a scratch database: " + error.message(),
        error.details()};
}

}  // namespace

std::vector<schema::Table> models_in(const Engine& scratch, const MetaData& target) {
    create_in(scratch, target);
    std::vector<schema::Table> result = reflect_tables(scratch, schemas_of(target.tables()));
    for (schema::Table& table : result) {
        if (const schema::Table* model = target.find(table.full_name())) {
            restore_old_names(table, *model);
        }
    }
    return result;
}

std::vector<schema::Table> reflect_models(const MetaData& target,
                                          const Engine& engine,
                                          const ScratchOptions& options) {
    const Scratch scratch{engine, options};
    return models_in(scratch.engine(), target);
}

}  // namespace azoth::migrate
