// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

namespace azoth::migrate {

/// Columns that every state has, with the same type: what they hold must still be there after the
/// way up and down.
[[nodiscard]] std::vector<std::string> surviving_columns(const schema::Table& live,
                                                         std::span<const Operation> upgrade);

}  // namespace azoth::migrate
