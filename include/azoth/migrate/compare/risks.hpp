// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/compare/neutral_value.hpp>
#include <azoth/migrate/operations/operation.hpp>

namespace azoth::migrate {

/// What the steps may lose or refuse when the tables hold rows, one sentence for each: dropped
/// tables and columns, narrower types, columns that must not be NULL, new unique constraints,
/// checks and foreign keys. `live` is the schema before the first step.
[[nodiscard]] std::vector<std::string> data_at_risk(std::span<const Operation> operations,
                                                    std::span<const schema::Table> live,
                                                    const NativeValue& native = {});

}  // namespace azoth::migrate
