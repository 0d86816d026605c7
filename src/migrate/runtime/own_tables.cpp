// SPDX-License-Identifier: MIT
#include "migrate/runtime/own_tables.hpp"

#include <algorithm>

namespace azoth::migrate {

bool has_own_table(Connection& connection, std::string_view name) {
    const auto names = connection.dialect().catalog().table_names(connection.query_callback(), {});
    return std::ranges::find(names, name) != names.end();
}

void create_own_table(Connection& connection, schema::Table table, ddl::IfExists if_not_exists) {
    for (schema::Column& column : table.columns) {
        column.nullable = column.nullable && !connection.dialect().capabilities().empty_text;
    }
    const ddl::CreateTable statement{.table = std::move(table), .if_not_exists = if_not_exists};
    for (const std::string& sql : connection.dialect().ddl(statement)) {
        connection.run_script(sql);
    }
}

}  // namespace azoth::migrate
