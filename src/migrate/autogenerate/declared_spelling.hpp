// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

#include <vector>

namespace azoth::migrate {

/// Steps in the words of the models: `price > 0` where the server says `price > 0::numeric`,
/// `Enum("mood", {…})` where it has a text and a check, no name where nobody gave one, Integer
/// where the server counts in BigInteger. `given_back` is what the server made of the models: it
/// was given these words and gave the others back, so they mean the same, and so only what is
/// exactly as it gave it back is spelt otherwise. A revision that says what the models say means
/// the same in other databases too.
void spell_as_declared(std::vector<Operation>& steps,
                       std::span<const schema::Table* const> models,
                       std::span<const schema::Table> given_back);

}  // namespace azoth::migrate
