// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/command/config.hpp"

namespace azoth::migrate {

/// What command and environment program have to agree on.
inline constexpr int environment_protocol = 1;

/// Says to the program that this process becomes which protocol is spoken and which azoth.toml is
/// meant.
void announce_protocol(const Config& config);

/// Throws MigrationError (`environment-protocol`) when a command of another protocol started this
/// program.
void check_protocol();

}  // namespace azoth::migrate
