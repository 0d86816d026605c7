// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace azoth {

/// How often one line of source code made a session load a relationship.
struct LazyLoad {
    std::string file{};
    std::uint32_t line = 0;  ///< 0 where an operator without arguments asked (`one->`, `if (one)`)
    std::string member{};    ///< `User.addresses`
    std::uint64_t count = 0;
};

/// Counters of a session since it was made.
struct SessionStatistics {
    std::uint64_t flushes = 0;      ///< that wrote something
    std::uint64_t comparisons = 0;  ///< objects compared with their image
    std::uint64_t reloads = 0;      ///< SELECTs for stale objects
    std::vector<LazyLoad> lazy_loads{};
};

}  // namespace azoth
