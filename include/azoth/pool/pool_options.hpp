// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace azoth {

/// How many connections an engine keeps, and for how long.
struct PoolOptions {
    std::uint32_t size = 5;           ///< kept open; 0 closes each connection when it comes back
    std::uint32_t max_overflow = 10;  ///< opened beyond that while they are needed
    std::int64_t timeout_milliseconds =
        30'000;                         ///< how long to wait for a free connection; -1: for ever
    std::int64_t recycle_seconds = -1;  ///< connections older than this are replaced; -1: never
    bool pre_ping = false;  ///< tests a connection before it is handed out: a round trip
    bool reset = true;      ///< rolls back what a returned connection left open
};

}  // namespace azoth
