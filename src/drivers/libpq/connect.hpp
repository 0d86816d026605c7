// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

#include "drivers/libpq/handles.hpp"

namespace azoth::drivers::libpq {

/// Opens a session without blocking but in the waiter. Throws OperationalError that says how to
/// mend it.
[[nodiscard]] Session open_session(const ConnectOptions& options);

}  // namespace azoth::drivers::libpq
