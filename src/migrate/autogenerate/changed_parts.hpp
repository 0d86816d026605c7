// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/live_schema.hpp>
#include <azoth/migrate/operations/operation.hpp>

namespace azoth::migrate {

struct ChangedColumn {
    dialects::ChangedPart part{};
    std::string step{};  ///< `drop column "t.a"`
};

/// Tables and columns that the steps drop or give another type, by the names that they have before
/// the first step. A column that is dropped and added again counts as altered.
[[nodiscard]] std::vector<ChangedColumn> changed_parts(std::span<const Operation> steps);

}  // namespace azoth::migrate
