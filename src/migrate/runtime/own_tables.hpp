// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>
#include <azoth/schema/table.hpp>

namespace azoth::migrate {

/// The tables that this tool keeps for itself: version, history, journal, lock.
[[nodiscard]] bool has_own_table(Connection& connection, std::string_view name);
/// All their columns are NOT NULL, but where the empty text is NULL.
void create_own_table(Connection& connection,
                      schema::Table table,
                      ddl::IfExists if_not_exists = ddl::IfExists::No);

}  // namespace azoth::migrate
