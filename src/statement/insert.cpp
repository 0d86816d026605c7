// SPDX-License-Identifier: MIT
#include <azoth/record/mapper.hpp>
#include <azoth/statement/update.hpp>

namespace azoth::detail {

using tree::Kind;

Tree insert_tree(const tree::Entity& entity) noexcept {
    return tree::make_tree({.kind = Kind::Insert}, entity_source(entity));
}

Tree update_tree(const tree::Entity& entity) noexcept {
    return tree::make_tree({.kind = Kind::Update}, entity_source(entity));
}

Tree delete_tree(const tree::Entity& entity) noexcept {
    return tree::make_tree({.kind = Kind::Delete}, entity_source(entity));
}

}  // namespace azoth::detail
