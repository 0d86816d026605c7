// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/compare/renames.hpp>

namespace azoth::migrate {

/// Labels of enumerations that are called otherwise, in tables and columns that have their new
/// names already. What was declared is settled; where as many labels go as come, each pair is a
/// question. Both hold for every column of the type. Throws ArgumentError (`unknown-rename`).
[[nodiscard]] RenameFindings find_label_renames(std::span<const schema::Table> live,
                                                std::span<const schema::Table> wanted,
                                                const RenameAnswers& answers);

}  // namespace azoth::migrate
