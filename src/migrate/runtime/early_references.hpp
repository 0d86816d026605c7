// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>
#include <azoth/migrate/operations/operation.hpp>

namespace azoth::migrate {

/// The same steps with foreign keys added where their table is created, and not dropped where it is
/// dropped: tables that refer to each other need neither on a database in which a reference may
/// come before its table. Unchanged on all others.
[[nodiscard]] std::vector<Operation> with_early_references(std::span<const Operation> steps,
                                                           const dialects::Dialect& dialect);

}  // namespace azoth::migrate
