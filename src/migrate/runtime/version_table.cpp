// SPDX-License-Identifier: MIT
#include "migrate/runtime/version_table.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <azoth/mapping/declarative_base.hpp>
#include <azoth/statement/select.hpp>
#include <azoth/statement/update.hpp>

#include <algorithm>

#include "base/sql_parts.hpp"
#include "migrate/runtime/own_tables.hpp"

namespace azoth::migrate {
namespace {

struct VersionRow {
    std::string version_num{};
};

DeclarativeBase version_base{{.naming = NamingConvention{}}};
const auto versions =
    version_base.map<VersionRow>("alembic_version",
                                 column(&VersionRow::version_num, String(32)),
                                 primary_key_constraint("alembic_version_pkc", {"version_num"}));

/// Ids are letters, digits, `_` and `-` where they come from files, but a table may hold anything.
std::string literal(const std::string& id) {
    return sql_parts::in_quotes(id, '\'');
}

}  // namespace

bool VersionTable::exists() const {
    return has_own_table(connection_, name);
}

std::string VersionTable::create_statement() {
    return "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
           "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))";
}

void VersionTable::create() {
    create_own_table(connection_, versions.table());
}

std::vector<std::string> VersionTable::rows() const {
    std::vector<std::string> result;
    if (!exists()) {
        return result;
    }
    result = connection_.execute(select(&VersionRow::version_num)).all();
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

namespace {

std::int64_t changed_rows(Connection& connection, const VersionChange& change) {
    const auto is_it = col(&VersionRow::version_num) == change.from;
    switch (change.kind) {
        case VersionChange::Kind::Insert:
            return connection
                .execute(insert<VersionRow>().values(set(&VersionRow::version_num, change.to)))
                .rowcount();
        case VersionChange::Kind::Delete:
            return connection.execute(delete_from<VersionRow>().where(is_it)).rowcount();
        case VersionChange::Kind::Update:
            return connection
                .execute(update<VersionRow>().set(&VersionRow::version_num, change.to).where(is_it))
                .rowcount();
    }
    return 0;
}

}  // namespace

void VersionTable::change(const VersionChange& change) {
    if (changed_rows(connection_, change) != 1) {
        throw MigrationError{"version-changed",
                             "cannot record the revision: table alembic_version holds no row " +
                                 text_utility::quoted(change.from) +
                                 " any more; somebody changed it meanwhile, so look at it with "
                                 "current and run again"};
    }
}

}  // namespace azoth::migrate
