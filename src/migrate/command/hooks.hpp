// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/command/config.hpp"

#include <string>

namespace azoth::migrate {

/// Runs the commands of `[hooks] after_write` through the shell, in the folder of azoth.toml, in
/// their order, with
/// `{file}` replaced by the quoted path. The first one that fails ends it with MigrationError
/// `hook-failed`; the file stays.
void run_hooks(const Config& config, const std::string& path);

}  // namespace azoth::migrate
