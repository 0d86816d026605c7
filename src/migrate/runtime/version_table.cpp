// SPDX-License-Identifier: MIT
#include "migrate/runtime/version_table.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>

#include "base/sql_parts.hpp"

namespace azoth::migrate {
namespace {

/// Ids are letters, digits, `_` and `-` where they come from files, but a table may hold anything.
std::string literal(const std::string& id) {
    return sql_parts::in_quotes(id, '\'');
}

}  // namespace

bool VersionTable::exists() const {
    const auto names =
        connection_.dialect().catalog().table_names(connection_.query_callback(), {});
    return std::ranges::find(names, name) != names.end();
}

std::string VersionTable::create_statement() {
    return "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
           "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))";
}

void VersionTable::create() {
    connection_.run_script(create_statement());
}

std::vector<std::string> VersionTable::rows() const {
    std::vector<std::string> result;
    if (!exists()) {
        return result;
    }
    for (const auto& row : connection_.query("SELECT version_num FROM alembic_version")) {
        result.push_back(row.at(0).as_text());
    }
    std::ranges::sort(result);
    return result;
}

std::string VersionTable::statement(const VersionChange& change) {
    switch (change.kind) {
        case VersionChange::Kind::Insert:
            return "INSERT INTO alembic_version (version_num) VALUES (" + literal(change.to) + ")";
        case VersionChange::Kind::Delete:
            return "DELETE FROM alembic_version WHERE alembic_version.version_num = " +
                   literal(change.from);
        case VersionChange::Kind::Update:
            return "UPDATE alembic_version SET version_num=" + literal(change.to) +
                   " WHERE alembic_version.version_num = " + literal(change.from);
    }
    return {};
}

void VersionTable::change(const VersionChange& change) {
    engine::StatementLease lease = connection_.prepare(statement(change));
    lease.execute();
    while (lease->next()) {
    }
    if (lease->affected_rows() != 1) {
        throw MigrationError{"version-changed",
                             "cannot record the revision: table alembic_version holds no row " +
                                 text_utility::quoted(change.from) +
                                 " any more; somebody changed it meanwhile, so look at it with "
                                 "current and run again"};
    }
}

}  // namespace azoth::migrate
