// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>
#include <azoth/schema/metadata.hpp>

namespace azoth::migrate {

/// Takes the names away that the database gave to constraints which the models leave unnamed: they
/// may be called anything, as they are after their table got another name.
void forget_given_names(std::vector<schema::Table>& wanted,
                        const MetaData& models,
                        const dialects::Dialect& dialect);

}  // namespace azoth::migrate
