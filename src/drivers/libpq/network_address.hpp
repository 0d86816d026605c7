// SPDX-License-Identifier: MIT
#pragma once

#include "drivers/libpq/decode.hpp"

namespace azoth::drivers::libpq {

/// inet, cidr and macaddr as text: `10.0.0.1`, `10.0.0.0/8`, `2001:db8::/32`, `08:00:2b:01:02:03`.
[[nodiscard]] std::optional<Value> network_address(const Cell& cell);

}  // namespace azoth::drivers::libpq
