// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>
#include <azoth/schema/metadata.hpp>

#include <vector>

namespace azoth::migrate {

/// Steps towards the models, as a server gave them back, in the words of the models: `price > 0`
/// where the server says `price > 0::numeric`, `Enum("mood", {…})` where it has a text and a check.
/// The server was given these words and gave the others back, so they mean the same. What has no
/// counterpart of its name in the models is left as it is.
void spell_as_declared(std::vector<Operation>& steps, const MetaData& models);

}  // namespace azoth::migrate
