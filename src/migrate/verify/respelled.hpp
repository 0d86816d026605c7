// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/table.hpp>

#include <span>
#include <vector>

namespace azoth::migrate {

/// The tables with the words of `like` where an expression differs in casts, parentheses and the
/// like only: a server spells its own words anew each time it is told them.
[[nodiscard]] std::vector<schema::Table> respelled(std::span<const schema::Table> tables,
                                                   std::span<const schema::Table> like);

}  // namespace azoth::migrate
