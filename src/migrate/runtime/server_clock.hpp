// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>

namespace azoth::migrate {

/// Seconds since 1970 by the server's clock: runners on several machines must not compare their own
/// clocks.
[[nodiscard]] std::int64_t server_seconds(Connection& connection);
/// `2026-11-20 11:40:27`, in UTC.
[[nodiscard]] std::string utc_text(std::int64_t seconds);

}  // namespace azoth::migrate
