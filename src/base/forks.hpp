// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace azoth {

/// How many times fork() has led to this process since the program began. Connections that were
/// opened at another count belong to the process that this one is a copy of.
[[nodiscard]] std::uint64_t fork_count() noexcept;

}  // namespace azoth
