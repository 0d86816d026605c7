// SPDX-License-Identifier: MIT
#pragma once

#include "compiler/scope.hpp"

namespace azoth::compiler {

/// The column that a node reads; null where it is none, or one that only a subquery knows.
[[nodiscard]] const schema::Column* column_read(const tree::Node& node);

}  // namespace azoth::compiler
