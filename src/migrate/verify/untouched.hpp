// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/live_schema.hpp>

#include <span>

namespace azoth::migrate {

/// What was there before an upgrade and is not there after it, although no step speaks of it:
/// views, triggers, policies of tables that stay. What azoth models is compared elsewhere; what
/// belongs to a table or column that goes, goes with it.
[[nodiscard]] std::vector<dialects::LiveObject> lost_beside_steps(
    std::span<const dialects::LiveObject> before, std::span<const dialects::LiveObject> after);

}  // namespace azoth::migrate
