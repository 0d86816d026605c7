// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace azoth::migrate {

/// What is kept when a revision fails: those before it, or nothing of the run. `WholeRun` is
/// refused
/// (`not-transactional`) where a revision or one of its steps cannot be in a transaction.
enum class RunTransaction : std::uint8_t { EachRevision, WholeRun };

}  // namespace azoth::migrate
