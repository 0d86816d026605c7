// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/tree/node.hpp>

namespace azoth::compiler {

/// Throws CompileError (`invalid-statement`) unless the node is of the family: with the node's own
/// reason where it is invalid, else because of `otherwise`.
void expect(const tree::Node& node, tree::NodeFamily family, std::string_view otherwise);

}  // namespace azoth::compiler
