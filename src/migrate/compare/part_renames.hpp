// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/compare/table_difference.hpp"

namespace azoth::migrate {

/// New names of indexes and constraints, over all tables, in an order in which each is free: names
/// may move from one table of a schema to another. Where they exchange them, one steps aside first.
[[nodiscard]] std::vector<Operation> part_renames(std::span<const TableDifference> tables);

}  // namespace azoth::migrate
