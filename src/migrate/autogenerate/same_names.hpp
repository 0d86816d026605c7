// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>
#include <azoth/migrate/operations/operation.hpp>
#include <azoth/schema/naming.hpp>

namespace azoth::migrate {

/// Gives what the models have under a name that the database takes for the same the database's
/// spelling, so that nothing is dropped and made anew for it. Where the case of letters makes no
/// difference: tables, columns, constraints, indexes and collations (`Users`, `users`), unless
/// `renamed_from` asks for the new spelling. Everywhere: checks that were numbered because nobody
/// named them (`ck_t_1`), which are the same when they say the same, whatever their number.
///
/// Gives back the checks that have another number than in the models.
std::vector<schema::CheckConstraint> spell_alike(std::vector<schema::Table>& wanted,
                                                 std::span<const schema::Table> live,
                                                 const dialects::Dialect& dialect,
                                                 const NamingConvention& naming);
/// What was spelt as the model's check of that name says again what it was to say.
void restore_renumbered(std::vector<Operation>& steps,
                        const std::vector<schema::CheckConstraint>& renumbered);

}  // namespace azoth::migrate
