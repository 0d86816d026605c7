// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/compiler/sql_compiler.hpp>

namespace azoth::compiler {

/// What the place of a literal beside `other` tells the database about its type: nothing beside
/// another literal, and the wrong thing where a fraction stands beside whole numbers.
[[nodiscard]] Typing typing_beside(const tree::Node& literal, const tree::Node& other);

}  // namespace azoth::compiler
