// SPDX-License-Identifier: MIT
#include <azoth/expression/alias.hpp>

namespace azoth::detail {

tree::Tree entity_source(const tree::Entity& entity) noexcept {
    return tree::make_leaf({.kind = tree::SourceKind::Entity, .subject = &entity});
}

tree::Tree alias_tree(const tree::Entity& entity, std::string_view name) noexcept {
    return tree::make_tree({.kind = tree::SourceKind::Alias, .subject = &entity, .text = name},
                           entity_source(entity));
}

tree::Tree aliased_member_tree(const tree::Tree& alias,
                               const tree::Entity& entity,
                               std::size_t offset) noexcept {
    return tree::make_tree({.kind = tree::ExpressionKind::Member,
                            .number = static_cast<std::uint32_t>(offset),
                            .subject = &entity},
                           alias);
}

}  // namespace azoth::detail
