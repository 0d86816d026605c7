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
[[nodiscard]] Tree limit_clause(Tree chain, tree::ClauseKind kind, std::int64_t count) noexcept;
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

/// What where(), having() and joins take: anything else than a condition is refused here, in one
/// place.
class Condition {
public:
    template <class C>
    Condition(C&& condition) noexcept {  // NOLINT(google-explicit-constructor): written as it is
        constexpr bool is_term = Term<C>;
        static_assert(
            is_term,
            "azoth: where(), having() and on take a condition, such as col(&User::id) == 5");
        if constexpr (is_term) {
            constexpr bool is_condition = fits<bool, C>();
            static_assert(is_condition,
                          "azoth: this is a value, not a condition: compare it with something");
            tree_ = std::forward<C>(condition).tree();
        }
    }
    [[nodiscard]] Tree take() && noexcept { return std::move(tree_); }

private:
    Tree tree_{};
};

}  // namespace detail

/// A column's new value: `set(&User::name, "x")`. The value may be an expression.
struct Assignment {
    tree::Tree tree;
};

template <class T, class M>
    requires SqlValue<M>
[[nodiscard]] Assignment set(M T::* member, std::type_identity_t<Operand<M>> value) noexcept {
    return {tree::make_tree(
        {.kind = tree::ExpressionKind::Assign}, col(member).tree(), std::move(value).take())};
}

}  // namespace azoth
