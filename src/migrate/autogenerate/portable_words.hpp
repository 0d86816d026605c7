// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/schema/table.hpp>

#include <vector>

namespace azoth::migrate {

/// The tables with those of their expressions in words of every database that this server spells
/// anew in the very words that the tables have. The scratch database is emptied first, and left
/// empty.
[[nodiscard]] std::vector<schema::Table> in_portable_words(
    const Engine& scratch, const std::vector<schema::Table>& tables);

}  // namespace azoth::migrate
