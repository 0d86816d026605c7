// SPDX-License-Identifier: MIT
#include "compiler/expect.hpp"

#include <azoth/base/error.hpp>

#include <string>

namespace azoth::compiler {

void expect(const tree::Node& node, tree::NodeFamily family, std::string_view otherwise) {
    if (node.kind.is(family)) {
        return;
    }
    const std::string_view why = node.kind == tree::Kind::invalid() ? node.text() : otherwise;
    throw CompileError{"invalid-statement", "cannot compile the statement: " + std::string{why}};
}

}  // namespace azoth::compiler
