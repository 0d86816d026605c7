// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/tree/node.hpp>

#include <span>
#include <vector>

namespace azoth::compiler {

/// A statement's chain of clauses, sorted into what SQL's order asks for. Lists keep the order of
/// the calls.
struct Clauses {
    const tree::Node* root = nullptr;  ///< Select, SetOperation, Insert, Update or Delete
    std::vector<const tree::Node*> from{};
    std::vector<const tree::Node*> joins{};
    std::vector<const tree::Node*> values{};  ///< Assign pairs
    std::vector<const tree::Node*> rows{};  ///< Lists of Assign pairs, of an insert of several rows
    std::vector<const tree::Node*> where{};
    std::vector<const tree::Node*> group_by{};
    std::vector<const tree::Node*> having{};
    std::vector<const tree::Node*> order_by{};
    const tree::Node* limit = nullptr;
    const tree::Node* offset = nullptr;
    const tree::Node* lock = nullptr;
    const tree::Node* on_conflict = nullptr;
    const tree::Node* conflict_action = nullptr;
    const tree::Node* returning = nullptr;
    bool distinct = false;
    tree::Owner made{};  ///< of nodes that stand for flat ones
};

/// Throws CompileError (`invalid-statement`) when a builder recorded an error.
[[nodiscard]] Clauses split_clauses(const tree::Node& statement);

/// The children behind the chain: those from index 1 on.
[[nodiscard]] std::span<const tree::Node* const> operands(const tree::Node& clause) noexcept;

}  // namespace azoth::compiler
