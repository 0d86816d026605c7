// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace azoth::migrate {

/// The whole file. Throws MigrationError `file-unreadable` with the reason of the operating system.
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace azoth::migrate
