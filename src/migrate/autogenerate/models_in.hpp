// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/schema/metadata.hpp>

#include <span>

namespace azoth::migrate {

/// The models as that empty scratch database gives them back, with what they were called before.
/// Models may refer to live tables that are none of them: such keys are as they are declared.
/// Leaves the tables there. Throws MigrationError (`models-refused`).
[[nodiscard]] std::vector<schema::Table> models_in(const Engine& scratch,
                                                   const MetaData& target,
                                                   std::span<const schema::Table> live);

}  // namespace azoth::migrate
