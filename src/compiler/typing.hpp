// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/compiler/sql_compiler.hpp>

namespace azoth::compiler {

/// The column that a node reads; null where it is none, or one that only a subquery knows.
[[nodiscard]] const schema::Column* column_read(const tree::Node& node);

/// What the place of a literal beside `other` tells the database about its type: nothing beside
/// another literal, the wrong thing where a fraction stands beside whole numbers, and too little
/// where an exact decimal stands beside what is no column.
[[nodiscard]] Typing typing_beside(const tree::Node& literal, const tree::Node& other);

}  // namespace azoth::compiler
