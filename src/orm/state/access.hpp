// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"

namespace azoth::orm {

/// Loads a stale object of an open store again.
void ensure_fresh(Cell& cell);
/// Takes an image of a persistent object where there is none, and lists the object as changed
/// perhaps.
void touch(Cell& cell);
/// Pending or persistent, and not about to be deleted.
[[nodiscard]] bool is_live(const Cell& cell) noexcept;

}  // namespace azoth::orm
