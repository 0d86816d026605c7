// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/tree/node.hpp>

namespace azoth::compiler {

/// How tightly an expression binds. Conditions are those from OrLevel to ComparisonLevel.
enum Precedence : int {
    Lowest = 0,  ///< who knows what it holds
    OrLevel,
    AndLevel,
    NotLevel,
    ComparisonLevel,
    ConcatenateLevel,
    AddLevel,
    MultiplyLevel,
    NegateLevel,
    Atom
};

[[nodiscard]] int precedence_of(const tree::Node& node) noexcept;

/// An operator that azoth does not know.
[[nodiscard]] bool is_custom(const tree::Node& node) noexcept;

/// Inside an expression a label says nothing.
[[nodiscard]] inline const tree::Node& without_label(const tree::Node& node) noexcept {
    return node.kind == tree::ExpressionKind::Label ? *node.child(0) : node;
}

}  // namespace azoth::compiler
