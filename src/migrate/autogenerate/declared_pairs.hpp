// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

/// Parts of a table as a server gave them back, and as the model declares them.
namespace azoth::migrate {

/// What the model calls this constraint, or index, of the table that was given back: the one of its
/// name, else the one that says the same, else the only check of either side that is left. Null
/// where there is none.
[[nodiscard]] std::optional<Constraint> declared(const Constraint& given,
                                                 const schema::Table& given_back,
                                                 const schema::Table& model);
[[nodiscard]] const schema::Index* declared(const schema::Index& given, const schema::Table& model);

}  // namespace azoth::migrate
