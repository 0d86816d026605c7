// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/schema/metadata.hpp>

namespace azoth::migrate {

/// The models as that empty scratch database gives them back, with what they were called before.
/// Leaves the tables there. Throws MigrationError (`models-refused`).
[[nodiscard]] std::vector<schema::Table> models_in(const Engine& scratch, const MetaData& target);

}  // namespace azoth::migrate
