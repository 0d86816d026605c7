// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/schema/metadata.hpp>

namespace azoth::migrate {

/// A line for each column of the models whose rows hold times in more than one form of text
/// (StoredForm). Asks nothing where the database keeps no times as text.
[[nodiscard]] std::vector<std::string> mixed_form_warnings(const Engine& engine,
                                                           const MetaData& target);

}  // namespace azoth::migrate
