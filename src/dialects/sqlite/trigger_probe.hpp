// SPDX-License-Identifier: MIT
#pragma once

#include "dialects/sqlite/catalog.hpp"

namespace azoth::dialects::sqlite {

/// A statement that changes nothing and fails when the trigger does not work, which SQLite finds
/// out no earlier than when it is to be run. Empty for what is no trigger.
[[nodiscard]] std::string trigger_probe(const SchemaObject& trigger,
                                        std::string_view schema,
                                        const Query& query);

}  // namespace azoth::dialects::sqlite
