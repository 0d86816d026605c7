// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/error.hpp>
#include <azoth/schema/table.hpp>
#include <azoth/tree/node.hpp>

namespace azoth::engine {

/// Databases that name no constraint name its columns: finds the one or the other in the table.
void complete_constraint(ErrorDetails& details, const schema::Table& table);

/// The same for an error that is under way; it is thrown anew where that finds a name.
void throw_with_constraint(const IntegrityError& error, const schema::Table& table);

/// The table that a statement changes; null where it changes none, or names none.
[[nodiscard]] const schema::Table* changed_table(const tree::Node& statement);

}  // namespace azoth::engine
