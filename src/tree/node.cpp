// SPDX-License-Identifier: MIT
#include <azoth/tree/node.hpp>

#include <array>
#include <cstring>
#include <new>

namespace azoth::tree {

namespace {

std::uint64_t address_hash(const void* address) noexcept {
    return static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(address));
}

std::uint64_t hash_of(const Parts& parts, std::span<const Node* const> children) noexcept {
    std::uint64_t hash = mixed(static_cast<std::uint64_t>(parts.kind) + 1, parts.code);
    hash = mixed(hash, parts.number);
    hash = mixed(hash, parts.subject_hash != 0 ? parts.subject_hash : address_hash(parts.subject));
    if (!parts.text.empty()) {
        hash = mixed(hash, parts.text);
    }
    for (const Node* child : children) {
        hash = mixed(hash, child->hash);
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

const Node* placed(Owner& owner,
                   const Parts& parts,
                   std::span<const Node* const> children) noexcept {
    const char* text = copied(owner, parts.text);
    void* memory = owner.allocate(sizeof(Node) + children.size() * sizeof(const Node*));
    auto* node = new (memory) Node{hash_of(parts, children),
                                   parts.kind,
                                   parts.code,
                                   static_cast<std::uint16_t>(children.size()),
                                   parts.number,
                                   parts.subject,
                                   text,
                                   parts.text.size()};
    if (!children.empty()) {
        std::memcpy(static_cast<void*>(node + 1), children.data(), children.size_bytes());
    }
    return node;
}

bool has_characters(ValueKind kind) noexcept {
    switch (kind) {
        case ValueKind::Text:
        case ValueKind::Bytes:
        case ValueKind::Decimal:
        case ValueKind::Uuid:
        case ValueKind::Json:
            return true;
        case ValueKind::Null:
        case ValueKind::Boolean:
        case ValueKind::Integer:
        case ValueKind::Real:
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
        case ValueKind::Interval:
        case ValueKind::Array:
            return false;
    }
    return false;
}

}  // namespace

std::uint64_t mixed(std::uint64_t hash, std::string_view text) noexcept {
    hash = mixed(hash, text.size());
    while (text.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), sizeof(word));
        hash = mixed(hash, word);
        text.remove_prefix(sizeof(word));
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, text.data(), text.size());
    return mixed(hash, rest);
}

const Node* make_node(Owner& owner,
                      const Parts& parts,
                      std::span<const Node* const> children) noexcept {
    constexpr std::size_t most_children = UINT16_MAX;
    if (children.size() > most_children) {
        return placed(
            owner,
            {.kind = Kind::Invalid, .text = "more than 65,535 elements; split the statement"},
            {});
    }
    return placed(owner, parts, children);
}

const Node* make_node(Owner& owner,
                      const Parts& parts,
                      std::initializer_list<const Node*> children) noexcept {
    std::array<const Node*, 8> present{};
    std::size_t count = 0;
    for (const Node* child : children) {
        if (child != nullptr && count < present.size()) {
            present[count++] = child;
        }
    }
    return placed(owner, parts, std::span{present.data(), count});
}

Tree make_tree(const Parts& parts, std::span<Tree> children) noexcept {
    Tree result;
    std::vector<const Node*> nodes;
    nodes.reserve(children.size());
    for (Tree& child : children) {
        if (child.node != nullptr) {
            nodes.push_back(child.node);
            result.owner.keep(std::move(child.owner));
        }
    }
    result.node = make_node(result.owner, parts, std::span<const Node* const>{nodes});
    return result;
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

Tree make_literal(ValueKind kind, const ValueView& value) noexcept {
    Tree result;
    auto* copy = new (result.owner.allocate(sizeof(ValueView))) ValueView{value};
    if (has_characters(value.kind)) {
        copy->payload.range.data = copied(result.owner, value.characters());
    } else if (value.kind == ValueKind::Array) {
        // Arrays own memory, which blocks do not release.
        return make_leaf({.kind = Kind::Invalid,
                          .text = "an array cannot be a literal of an expression; bind it as a "
                                  "named parameter of text()"});
    }
    const Parts parts{.kind = Kind::Literal,
                      .code = static_cast<std::uint8_t>(kind),
                      .subject = copy,
                      .subject_hash = 1};
    result.node = make_node(result.owner, parts, {});
    return result;
}

}  // namespace azoth::tree
