// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/catalog.hpp>
#include <azoth/drivers/driver.hpp>

namespace azoth::dialects {

/// A Query that prepares and runs each statement on this connection, which must outlive it.
[[nodiscard]] Query query_on(drivers::Connection& connection);

}  // namespace azoth::dialects
