// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/command/config.hpp"

#include <string>

namespace azoth::migrate {

/// `[build] program`, brought up to date by `[build] command`, which runs in the folder of
/// azoth.toml. Throws MigrationError: `environment-build-failed` with the command's words,
/// `environment-program-missing`.
[[nodiscard]] std::string program_of_own_build(const Config& config);

}  // namespace azoth::migrate
