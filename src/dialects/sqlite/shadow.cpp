// SPDX-License-Identifier: MIT
#include "dialects/sqlite/shadow.hpp"

#include "dialects/sqlite/copy.hpp"
#include "dialects/sqlite/dialect.hpp"

#include <azoth/base/error.hpp>
#include <azoth/dialects/query.hpp>
#include <azoth/dialects/registry.hpp>

namespace azoth::dialects::sqlite {

Shadow::Shadow(const Query& live, std::string_view schema)
    : connection_(find_dialect("sqlite").driver->connect({.url = Url::parse("sqlite://")})) {
    connection_->run_script("PRAGMA foreign_keys = OFF");
    if (!schema.empty() && schema != "main") {
        connection_->run_script("ATTACH ':memory:' AS " + dialect().identifier(schema));
    }
    auto statements = copy_statements(live, schema);
    const auto succeeds = [&](const std::string& statement) {
        try {
            connection_->run_script(statement);
            return true;
        } catch (const DatabaseError&) {
            return false;
        }
    };
    while (std::erase_if(statements, succeeds) > 0) {
    }
}

void Shadow::run(std::span<const std::string> statements) {
    for (const auto& statement : statements) {
        connection_->run_script(statement);
    }
}

Query Shadow::query() const {
    return query_on(*connection_);
}

}  // namespace azoth::dialects::sqlite
