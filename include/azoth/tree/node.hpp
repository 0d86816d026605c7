// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/tree/entity.hpp>
#include <azoth/tree/kind.hpp>
#include <azoth/tree/owner.hpp>
#include <azoth/types/value.hpp>

#include <initializer_list>

namespace azoth {
struct Codec;
}

namespace azoth::tree {

enum class UnaryOperator : std::uint8_t { Not, Negate, IsNull, IsNotNull };

enum class Operator : std::uint8_t {
    And,
    Or,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Concatenate,
    Like,
    NotLike,
    ILike,
    NotILike,
    IsDistinctFrom,
    IsNotDistinctFrom,
    Custom,  ///< the node's text
};

enum class JoinKind : std::uint8_t { Inner, LeftOuter, FullOuter, Cross };
enum class SetOperator : std::uint8_t { Union, UnionAll, Intersect, Except };

enum class ValuesForm : std::uint8_t {
    Pairs,   ///< children 1…: Assigns, of an insert or update
    Rows,    ///< children 1…: Lists of Assigns, one a row
    Object,  ///< flat: subject `number` ValueViews for columns of child 1, an EntitySource, whose
             ///< positions (std::uint16_t each) follow them
};

/// Bits of a Sort node's code.
namespace sort_flag {
inline constexpr std::uint8_t descending = 1;
inline constexpr std::uint8_t nulls_first = 2;
inline constexpr std::uint8_t nulls_last = 4;
}  // namespace sort_flag

/// An immutable node. `hash` covers everything that shapes the SQL: literals count by their type,
/// not by their value.
struct Node {
    std::uint64_t hash;
    Kind kind;
    std::uint8_t code;
    std::uint16_t child_count;
    std::uint32_t number;
    const void* subject;
    const char* text_data;
    std::size_t text_size;

    [[nodiscard]] const Node* child(std::size_t index) const noexcept { return children()[index]; }
    [[nodiscard]] const Node* const* children() const noexcept {
        return reinterpret_cast<const Node* const*>(this + 1);
    }
    [[nodiscard]] std::string_view text() const noexcept { return {text_data, text_size}; }
    [[nodiscard]] Operator binary_operator() const noexcept { return static_cast<Operator>(code); }
    [[nodiscard]] const Entity& entity() const noexcept {
        return *static_cast<const Entity*>(subject);
    }
    [[nodiscard]] const ValueView& literal() const noexcept {
        return *static_cast<const ValueView*>(subject);
    }
};

/// A node and what keeps it alive: what every typed handle holds.
struct Tree {
    Owner owner{};
    const Node* node = nullptr;
};

/// What a new node is made of; texts are copied into the tree.
struct Parts {
    Kind kind;
    std::uint8_t code = 0;
    std::uint32_t number = 0;
    const void* subject = nullptr;
    std::string_view text{};
    std::uint64_t subject_hash = 0;  ///< stands for `subject`; its address where this is 0
};

/// Makes a node over children (in a list: four at most) that `owner` keeps alive. Null children are
/// left out of a list.
[[nodiscard]] const Node* make_node(Owner& owner,
                                    const Parts& parts,
                                    std::initializer_list<const Node*> children) noexcept;
[[nodiscard]] const Node* make_node(Owner& owner,
                                    const Parts& parts,
                                    std::span<const Node* const> children) noexcept;
/// Takes the children's ownership and makes a node over them. Trees without a node are left out.
[[nodiscard]] Tree make_tree(const Parts& parts, std::span<Tree> children) noexcept;
/// `first`, and then the others; all have a node.
[[nodiscard]] Tree make_tree(const Parts& parts, Tree first, std::span<Tree> others) noexcept;
[[nodiscard]] Tree make_tree(const Parts& parts, Tree first) noexcept;
[[nodiscard]] Tree make_tree(const Parts& parts, Tree first, Tree second) noexcept;
[[nodiscard]] Tree make_tree(const Parts& parts, Tree first, Tree second, Tree third) noexcept;
[[nodiscard]] Tree make_leaf(const Parts& parts) noexcept;
/// A literal, its content copied into the tree. `kind` is the kind by type, also where the value is
/// NULL.
[[nodiscard]] Tree make_literal(ValueKind kind, const ValueView& value) noexcept;

/// The tree in a slot that every statement with a struct begins with; `make` is called by the
/// first.
template <class Make>
[[nodiscard]] Tree shared_root(std::atomic<const Node*>& slot, Make&& make) noexcept {
    if (const Node* known = slot.load(std::memory_order_acquire)) {
        return {Owner{}, known};
    }
    Tree made = make();
    const Node* expected = nullptr;
    if (!slot.compare_exchange_strong(expected, made.node, std::memory_order_acq_rel)) {
        return {Owner{}, expected};
    }
    made.owner.keep_for_ever();
    return made;
}

/// A value whose characters are copied into the tree. Not for arrays: they own memory, which trees
/// do not release.
[[nodiscard]] ValueView copied_value(Owner& owner, const ValueView& value) noexcept;

/// Mixes a number into a hash.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) noexcept {
    hash ^= value + 0x9e3779b97f4a7c15U + (hash << 6U) + (hash >> 2U);
    hash *= 0xff51afd7ed558ccdU;
    return hash ^ (hash >> 32U);
}
[[nodiscard]] std::uint64_t mixed(std::uint64_t hash, std::string_view text) noexcept;

}  // namespace azoth::tree
