// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>
#include <azoth/migrate/operations/operation.hpp>

#include <functional>

namespace azoth::migrate {

/// Carries steps out as a revision would, in one transaction with whatever a rebuild needs round
/// it, and no more: no lock, no version, no history. Returns the statements that were sent. Throws
/// MigrationError (`broken-references`) and what the database throws.
std::vector<std::string> run_steps(const Engine& engine, std::span<const Operation> steps);

/// The same between two other pieces of work, all of which is taken back.
void try_steps(const Engine& engine,
               std::span<const Operation> steps,
               const std::function<void(Connection&)>& before,
               const std::function<void(Connection&)>& after);

}  // namespace azoth::migrate
