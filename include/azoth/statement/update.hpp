// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/statement/insert.hpp>

namespace azoth {

/// `UPDATE … SET … WHERE …`. Without `where` every row is meant. Rs are the types of RETURNING.
template <class E, class... Rs>
class Update {
public:
    using statement_tag = Update;
    using row_type = std::tuple<Rs...>;

    explicit Update(tree::Tree tree) noexcept : tree_(std::move(tree)) {}
    [[nodiscard]] const tree::Tree& tree() const noexcept { return tree_; }

    template <class M>
        requires SqlValue<M>
    [[nodiscard]] Update set(M E::* member, std::type_identity_t<Operand<M>> value) const noexcept {
        return values(azoth::set(member, std::move(value)));
    }
    template <class... As>
    [[nodiscard]] Update values(As&&... given) const noexcept {
        constexpr bool are_assignments = (std::is_same_v<std::decay_t<As>, Assignment> && ...);
        static_assert(are_assignments, "azoth: values are given as set(&User::name, value)");
        if constexpr (are_assignments) {
            return Update{
                detail::assignments(tree_, tree::ClauseKind::Values, std::forward<As>(given)...)};
        } else {
            return *this;
        }
    }
    [[nodiscard]] Update where(detail::Condition condition) const noexcept {
        return Update{detail::where_clause(tree_, std::move(condition).take())};
    }
    template <class... Is>
    [[nodiscard]] auto returning(Is&&... items) const noexcept {
        return Update<E, typename detail::ItemType<Is>::type...>{
            detail::returning_clause(tree_, std::forward<Is>(items)...)};
    }

private:
    tree::Tree tree_;
};

/// `DELETE FROM … WHERE …`. Without `where` every row is meant.
template <class E, class... Rs>
class Delete {
public:
    using statement_tag = Delete;
    using row_type = std::tuple<Rs...>;

    explicit Delete(tree::Tree tree) noexcept : tree_(std::move(tree)) {}
    [[nodiscard]] const tree::Tree& tree() const noexcept { return tree_; }

    [[nodiscard]] Delete where(detail::Condition condition) const noexcept {
        return Delete{detail::where_clause(tree_, std::move(condition).take())};
    }
    template <class... Is>
    [[nodiscard]] auto returning(Is&&... items) const noexcept {
        return Delete<E, typename detail::ItemType<Is>::type...>{
            detail::returning_clause(tree_, std::forward<Is>(items)...)};
    }

private:
    tree::Tree tree_;
};

template <class E>
[[nodiscard]] Update<E> update() noexcept {
    return Update<E>{detail::update_tree(tree::entity_of<E>)};
}

template <class E>
[[nodiscard]] Delete<E> delete_from() noexcept {
    return Delete<E>{detail::delete_tree(tree::entity_of<E>)};
}

}  // namespace azoth
