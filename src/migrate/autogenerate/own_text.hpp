// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/migrate/operations/operation.hpp>

namespace azoth::migrate {

/// Tables that the upgrade drops come back in the words of the database itself, with their
/// triggers, where those that azoth has for them would lose something (Dialect::own_text).
void bring_back_as_written(std::vector<Operation>& downgrade,
                           std::span<const Operation> upgrade,
                           const Engine& engine);

}  // namespace azoth::migrate
