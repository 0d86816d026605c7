// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>

namespace azoth::migrate {

/// Views, triggers and the like that do not work (Dialect::broken_objects), sorted.
[[nodiscard]] std::vector<std::string> broken_objects(Connection& connection);
/// Throws MigrationError (`broken-objects`) that names those of today that worked before.
void refuse_newly_broken(Connection& connection, const std::vector<std::string>& before);

}  // namespace azoth::migrate
