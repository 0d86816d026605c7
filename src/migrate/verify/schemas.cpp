// SPDX-License-Identifier: MIT
#include "migrate/verify/schemas.hpp"

#include <azoth/engine/connection.hpp>

#include <set>

namespace azoth::migrate {

std::vector<std::string> schemas_of(std::span<const schema::Table* const> tables) {
    std::set<std::string> names;
    for (const schema::Table* table : tables) {
        names.insert(table->schema);
    }
    names.erase("");
    return {names.begin(), names.end()};
}

std::vector<std::string> schemas_of(std::span<const schema::Table> tables) {
    std::vector<const schema::Table*> pointers;
    for (const schema::Table& table : tables) {
        pointers.push_back(&table);
    }
    return schemas_of(pointers);
}

void create_schemas(const Engine& engine, std::span<const std::string> names) {
    engine.begin([&](Connection& connection) {
        for (const std::string& name : names) {
            connection.run_script("CREATE SCHEMA IF NOT EXISTS " +
                                  connection.dialect().identifier(name));
        }
    });
}

}  // namespace azoth::migrate
