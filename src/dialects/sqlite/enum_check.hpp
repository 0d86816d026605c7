// SPDX-License-Identifier: MIT
#pragma once

#include "dialects/sqlite/table_text.hpp"

/// An enumeration is a text whose column has a check: `mood VARCHAR(5) CONSTRAINT ck_person_mood
/// CHECK (mood IN ('calm', 'glad'))`.
namespace azoth::dialects::sqlite {

/// The check that azoth writes at a column of an enumeration; null where there is none, or where
/// the column was written by somebody else. Its name may be of an earlier time: SQLite does not
/// rename constraints with their column or table.
[[nodiscard]] const Clause* enum_check_of(const ColumnText& column);
/// The labels in that check, in order.
[[nodiscard]] std::vector<std::string> labels_in(const Clause& check);

}  // namespace azoth::dialects::sqlite
