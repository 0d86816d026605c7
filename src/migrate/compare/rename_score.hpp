// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/table.hpp>

namespace azoth::migrate {

inline constexpr int decisive_score = 93;
inline constexpr int doubtful_score = 60;

/// How likely it is that a column of one state of a table is the other column of the other state: 0
/// to 100.
[[nodiscard]] int rename_score(const schema::Table& live,
                               const schema::Column& old_column,
                               const schema::Table& wanted,
                               const schema::Column& new_column);
[[nodiscard]] int rename_score(const schema::Table& live, const schema::Table& wanted);

}  // namespace azoth::migrate
