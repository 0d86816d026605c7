// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/live_schema.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/operations/operation.hpp>

namespace azoth::migrate {

/// The type as a part of the database that goes. A name with a dot has its schema in it.
[[nodiscard]] dialects::ChangedPart part_that_goes(const operations::DropEnum& step);

/// Throws MigrationError (`type-in-use`) with all that has the type while it is to go.
void refuse_type_in_use(Connection& connection, const operations::DropEnum& step);

}  // namespace azoth::migrate
