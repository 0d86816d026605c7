// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/tree/node.hpp>

#include <utility>
#include <vector>

namespace azoth::tree {

/// Counts the mappings of structs that have ended: what was compiled before names their tables.
[[nodiscard]] std::uint64_t ended_mappings() noexcept;
void count_ended_mapping() noexcept;

/// The values of a statement's literals, in the order in which its shape meets them.
using Literals = std::vector<const ValueView*>;

/// Compares trees part by part. Keeps its memory, so that the next comparison allocates nothing.
class ShapeMatcher {
public:
    /// True when both give the same SQL but for the values of their literals. A subquery or a CTE
    /// that stands in several places of `kept` must be one node in `other` too. `literals()` then
    /// are those of `other`.
    [[nodiscard]] bool matches(const Node& kept, const Node& other);
    [[nodiscard]] const Literals& literals() const noexcept { return literals_; }

private:
    using Pair = std::pair<const Node*, const Node*>;

    void add_literals(const Node& other);

    std::vector<Pair> pending_{};
    std::vector<Pair> queries_{};
    Literals literals_{};
};

/// A statement without its values, which outlives it. Two trees of one hash may differ: whoever
/// looks a statement up by its hash asks its shape too.
class Shape {
public:
    Shape() noexcept = default;
    explicit Shape(const Node& statement);

    /// A tree like the statement's, in which no literal stands in two places; its literals hold
    /// their number among `Literals` in place of their value (`payload.integer`). Tables must not
    /// be looked at once the statement has ended.
    [[nodiscard]] const Node& root() const noexcept { return *root_; }
    [[nodiscard]] bool matches(const Node& statement, ShapeMatcher& matcher) const {
        return matcher.matches(*root_, statement);
    }

private:
    Owner owner_{};
    const Node* root_ = nullptr;
};

}  // namespace azoth::tree
