// SPDX-License-Identifier: MIT
#include <azoth/tree/node.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "types/storage.hpp"

namespace azoth::tree {

namespace {

// Tests are also run with one hash for everything: what is right then does not rest on it.
#if defined(AZOTH_CONSTANT_HASH)
constexpr bool is_hash_constant = true;
#else
constexpr bool is_hash_constant = false;
#endif

std::uint64_t address_hash(const void* address) noexcept {
    return static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(address));
}

std::uint64_t hash_of(const Parts& parts) noexcept {
    const std::uint64_t shape = std::uint64_t{parts.kind.code()} + 1 +
                                (std::uint64_t{parts.code} << 8U) +
                                (std::uint64_t{parts.number} << 32U);
    std::uint64_t hash =
        mixed(shape, parts.subject_hash != 0 ? parts.subject_hash : address_hash(parts.subject));
    if (!parts.text.empty()) {
        hash = mixed(hash, parts.text);
    }
    return hash;
}

const char* copied(Owner& owner, std::string_view text) noexcept {
    if (text.empty()) {
        return "";
    }
    void* memory = owner.allocate(text.size());
    std::memcpy(memory, text.data(), text.size());
    return static_cast<const char*>(memory);
}

constexpr std::size_t most_children = UINT16_MAX;

/// `child_at(i)` gives child i.
template <class ChildAt>
const Node* placed(Owner& owner,
                   const Parts& parts,
                   std::size_t count,
                   ChildAt&& child_at) noexcept {
    if (count > most_children) {
        return placed(
            owner,
            {.kind = Kind::invalid(), .text = "more than 65,535 elements; split the statement"},
            0,
            child_at);
    }
    const char* text = copied(owner, parts.text);
    void* memory = owner.allocate(sizeof(Node) + count * sizeof(const Node*));
    auto* node = new (memory) Node{hash_of(parts),
                                   parts.kind,
                                   parts.code,
                                   static_cast<std::uint16_t>(count),
                                   parts.number,
                                   parts.subject,
                                   text,
                                   parts.text.size()};
    auto** children = reinterpret_cast<const Node**>(node + 1);
    for (std::size_t i = 0; i < count; ++i) {
        children[i] = child_at(i);
        node->hash = mixed(node->hash, children[i]->hash);
    }
    if constexpr (is_hash_constant) {
        node->hash = 1;
    }
    return node;
}

}  // namespace

std::uint64_t mixed(std::uint64_t hash, std::string_view text) noexcept {
    if constexpr (is_hash_constant) {
        return 1;
    }
    hash = mixed(hash, text.size());
    while (text.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), sizeof(word));
        hash = mixed(hash, word);
        text.remove_prefix(sizeof(word));
    }
    std::uint64_t rest = 0;
    if (!text.empty()) {  // an empty view may have no place
        std::memcpy(&rest, text.data(), text.size());
    }
    return mixed(hash, rest);
}

const Node* make_node(Owner& owner,
                      const Parts& parts,
                      std::span<const Node* const> children) noexcept {
    return placed(owner, parts, children.size(), [&](std::size_t i) { return children[i]; });
}

const Node* make_node(Owner& owner,
                      const Parts& parts,
                      std::initializer_list<const Node*> children) noexcept {
    constexpr std::size_t most = 4;
    const Node* present[most];
    std::size_t count = 0;
    for (const Node* child : children) {
        if (child != nullptr && count < most) {
            present[count++] = child;
        }
    }
    return placed(owner, parts, count, [&](std::size_t i) { return present[i]; });
}

Tree make_tree(const Parts& parts, std::span<Tree> children) noexcept {
    Tree result;
    const auto absent = std::ranges::remove(children, nullptr, &Tree::node);
    const std::span<Tree> present = children.first(children.size() - absent.size());
    for (Tree& child : present) {
        result.owner.keep(std::move(child.owner));
    }
    result.node =
        placed(result.owner, parts, present.size(), [&](std::size_t i) { return present[i].node; });
    return result;
}

Tree make_tree(const Parts& parts, Tree first, std::span<Tree> others) noexcept {
    for (Tree& child : others) {
        first.owner.keep(std::move(child.owner));
    }
    first.node = placed(first.owner, parts, others.size() + 1, [&](std::size_t i) {
        return i == 0 ? first.node : others[i - 1].node;
    });
    return first;
}

Tree make_tree(const Parts& parts, Tree first) noexcept {
    first.node = make_node(first.owner, parts, {first.node});
    return first;
}

Tree make_tree(const Parts& parts, Tree first, Tree second) noexcept {
    first.owner.keep(std::move(second.owner));
    first.node = make_node(first.owner, parts, {first.node, second.node});
    return first;
}

Tree make_tree(const Parts& parts, Tree first, Tree second, Tree third) noexcept {
    first.owner.keep(std::move(second.owner));
    first.owner.keep(std::move(third.owner));
    first.node = make_node(first.owner, parts, {first.node, second.node, third.node});
    return first;
}

Tree make_leaf(const Parts& parts) noexcept {
    Tree result;
    result.node = make_node(result.owner, parts, {});
    return result;
}

ValueView copied_value(Owner& owner, const ValueView& value) noexcept {
    return storage_of(value.kind) == Storage::Characters
               ? ValueView::ranged(value.kind,
                                   {copied(owner, value.characters()), value.payload.range.size})
               : value;
}

Tree make_literal(ValueKind kind, const ValueView& value) noexcept {
    Tree result;
    if (value.kind == ValueKind::Array) {
        return make_leaf({.kind = Kind::invalid(),
                          .text = "an array cannot be a literal of an expression; bind it as a "
                                  "named parameter of text()"});
    }
    auto* copy =
        new (result.owner.allocate(sizeof(ValueView))) ValueView{copied_value(result.owner, value)};
    const Parts parts{.kind = ExpressionKind::Literal,
                      .code = static_cast<std::uint8_t>(kind),
                      .subject = copy,
                      .subject_hash = 1};
    result.node = make_node(result.owner, parts, {});
    return result;
}

}  // namespace azoth::tree
