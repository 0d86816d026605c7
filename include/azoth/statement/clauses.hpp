// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/expression/alias.hpp>
#include <azoth/expression/case.hpp>

namespace azoth {

template <class... Ts>
class Select;

namespace detail {

using tree::Tree;

/// A member that links to other objects: Many<T>, One<T>.
template <class M>
concept LinkMember = requires { typename M::azoth_link_target; };

/// Appends a clause to a chain.
[[nodiscard]] Tree clause(Tree chain, const tree::Parts& parts) noexcept;
[[nodiscard]] Tree clause(Tree chain, const tree::Parts& parts, Tree first) noexcept;
[[nodiscard]] Tree clause(Tree chain, const tree::Parts& parts, Tree first, Tree second) noexcept;
[[nodiscard]] Tree clause(Tree chain, const tree::Parts& parts, std::span<Tree> operands) noexcept;

[[nodiscard]] Tree where_clause(Tree chain, Tree condition) noexcept;
[[nodiscard]] Tree limit_clause(Tree chain, tree::Kind kind, std::int64_t count) noexcept;
[[nodiscard]] Tree link_join(Tree chain,
                             tree::JoinKind kind,
                             const tree::Entity& owner,
                             std::size_t offset,
                             Tree target) noexcept;
[[nodiscard]] Tree source_join(Tree chain,
                               tree::JoinKind kind,
                               Tree source,
                               Tree condition) noexcept;
enum class Presence : std::uint8_t { Required, MayBeMissing };
[[nodiscard]] Tree star_of(const tree::Entity& entity, Presence presence) noexcept;
[[nodiscard]] Tree star_of_alias(const Tree& alias) noexcept;

template <class C>
[[nodiscard]] Tree condition_tree(C&& condition) noexcept {
    static_assert(Term<C>,
                  "azoth: where(), having() and on take a condition, such as col(&User::id) == 5");
    if constexpr (Term<C>) {
        static_assert(fits<bool, C>(),
                      "azoth: this is a value, not a condition: compare it with something");
        return std::forward<C>(condition).tree();
    } else {
        return {};
    }
}

}  // namespace detail

/// A column's new value: `set(&User::name, "x")`. The value may be an expression.
struct Assignment {
    tree::Tree tree;
};

template <class T, class M>
    requires SqlValue<M>
[[nodiscard]] Assignment set(M T::* member, std::type_identity_t<Operand<M>> value) noexcept {
    return {
        tree::make_tree({.kind = tree::Kind::Assign}, col(member).tree(), std::move(value).take())};
}

}  // namespace azoth
