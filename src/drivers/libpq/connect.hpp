// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

#include "drivers/libpq/handles.hpp"

namespace azoth::drivers::libpq {

/// Opens a session without blocking but in the waiter. Throws OperationalError that says how to
/// mend it.
[[nodiscard]] Session open_session(const ConnectOptions& options);
/// SET statements for what literals and the texts of definitions rest on; empty where the session
/// has it all.
[[nodiscard]] std::string settings_for(PGconn* session);

}  // namespace azoth::drivers::libpq
