// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/compiler/compiled.hpp>

#include <span>

namespace azoth::compiler {

/// Where each placeholder finds its literal in any tree of the statement's shape; `written` are the
/// literals in the order of their placeholders.
[[nodiscard]] LiteralPlan plan_literals(const tree::Node& statement,
                                        std::span<const ValueView* const> written);

}  // namespace azoth::compiler
