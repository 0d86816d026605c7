// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace azoth::migrate {

/// Writes a new file so that it is there whole or not at all; nothing is left behind on failure.
/// Its folder must exist. Throws MigrationError `file-exists` when there is one already,
/// `file-not-written` with the reason of the operating system otherwise.
void write_new_file(const std::string& path, std::string_view text);

}  // namespace azoth::migrate
