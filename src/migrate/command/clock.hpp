// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/file_name.hpp>

#include <cstdint>
#include <string>

namespace azoth::migrate {

/// The moment in a time zone of the system's database, such as `Europe/Berlin`; in local time for
/// an empty name. Changes the variable TZ of the process for the length of the call: for the
/// command, not for programs with threads. Throws MigrationError `unknown-timezone`.
[[nodiscard]] CreationTime time_in_zone(std::int64_t epoch, const std::string& zone);

/// time_in_zone() of this moment.
[[nodiscard]] CreationTime creation_time(const std::string& zone);

}  // namespace azoth::migrate
