// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/expression/expression.hpp>

namespace azoth {

namespace detail {
[[nodiscard]] tree::Tree entity_source(const tree::Entity& entity) noexcept;
[[nodiscard]] tree::Tree alias_tree(const tree::Entity& entity, std::string_view name) noexcept;
[[nodiscard]] tree::Tree aliased_member_tree(const tree::Tree& alias,
                                             const tree::Entity& entity,
                                             std::size_t offset) noexcept;
}  // namespace detail

/// A second (third, …) look at the table of E in one statement: `employee AS manager`. Names must
/// differ in a statement.
template <class E>
class Alias {
public:
    using entity_type = E;
    explicit Alias(std::string_view name) noexcept
        : tree_(detail::alias_tree(tree::entity_of<E>, name)) {}

    template <class Class, class M>
        requires SqlValue<M>
    [[nodiscard]] Expression<M> operator[](M Class::* member) const noexcept {
        return Expression<M>{
            detail::aliased_member_tree(tree_, tree::entity_of<E>, offset_in<E>(member))};
    }
    template <class Class, class M>
        requires(!SqlValue<M>)
    [[nodiscard]] Expression<std::int64_t> operator[](M Class::*) const noexcept {
        constexpr bool is_column = SqlValue<M>;
        static_assert(is_column,
                      "azoth: a relationship has no value; join along it: join(&User::followers, "
                      "alias<User>(\"follower\"))");
        return Expression<std::int64_t>{tree_};
    }
    [[nodiscard]] const tree::Tree& tree() const noexcept { return tree_; }

private:
    tree::Tree tree_;
};

template <class E>
[[nodiscard]] Alias<E> alias(std::string_view name) noexcept {
    return Alias<E>{name};
}

}  // namespace azoth
