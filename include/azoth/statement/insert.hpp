// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/statement/select.hpp>

namespace azoth {

namespace detail {

[[nodiscard]] Tree insert_tree(const tree::Entity& entity) noexcept;
[[nodiscard]] Tree update_tree(const tree::Entity& entity) noexcept;
[[nodiscard]] Tree delete_tree(const tree::Entity& entity) noexcept;
/// A Values clause from every column of a mapped object; keys and defaults that are unset are left
/// to the database.
[[nodiscard]] Tree object_values(Tree chain,
                                 const tree::Entity& entity,
                                 const void* object) noexcept;

/// The same for several objects, one row each.
[[nodiscard]] Tree objects_values(Tree chain,
                                  const tree::Entity& entity,
                                  const void* objects,
                                  std::size_t count) noexcept;

/// A Values clause from set(…)s. Members that none of them names are as in a new object.
[[nodiscard]] Tree set_values(Tree chain,
                              const tree::Entity& entity,
                              std::span<Tree> assigned) noexcept;

template <class... Is>
[[nodiscard]] Tree returning_clause(Tree chain, Is&&... items) noexcept {
    constexpr bool are_fit = are_items<Is...>;
    static_assert(are_fit, "azoth: returning() takes members, columns, expressions and aliases");
    if constexpr (are_fit) {
        Tree trees[] = {item_tree(std::forward<Is>(items))...};
        return clause(std::move(chain), {.kind = tree::ClauseKind::Returning}, trees);
    } else {
        return chain;
    }
}

template <class... As>
[[nodiscard]] Tree assignments(Tree chain, tree::ClauseKind kind, As&&... given) noexcept {
    constexpr bool are_assignments = (std::is_same_v<std::decay_t<As>, Assignment> && ...);
    static_assert(are_assignments, "azoth: values are given as set(&User::name, value)");
    if constexpr (are_assignments) {
        Tree trees[] = {std::forward<As>(given).tree...};
        return clause(std::move(chain), {.kind = kind}, trees);
    } else {
        return chain;
    }
}

template <class E, class... As>
[[nodiscard]] Tree insert_values(Tree chain, As&&... given) noexcept {
    constexpr bool are_assignments = (std::is_same_v<std::decay_t<As>, Assignment> && ...);
    static_assert(are_assignments, "azoth: values are given as set(&User::name, value)");
    if constexpr (are_assignments) {
        Tree trees[] = {std::forward<As>(given).tree...};
        return set_values(std::move(chain), tree::entity_of<E>, trees);
    } else {
        return chain;
    }
}

}  // namespace detail

template <class E, class... Rs>
class Insert;

/// What to do with a row that conflicts with one that is there.
template <class E>
class OnConflict {
public:
    explicit OnConflict(tree::Tree tree) noexcept : tree_(std::move(tree)) {}
    [[nodiscard]] Insert<E> do_nothing() const noexcept {
        return Insert<E>{detail::clause(tree_, {.kind = tree::ClauseKind::DoNothing})};
    }
    /// `DO UPDATE SET …`; `excluded(&E::member)` is the value that was to be inserted.
    template <class... As>
    [[nodiscard]] Insert<E> do_update(As&&... given) const noexcept {
        return Insert<E>{
            detail::assignments(tree_, tree::ClauseKind::DoUpdate, std::forward<As>(given)...)};
    }

private:
    tree::Tree tree_;
};

/// `INSERT INTO`. Rs are the types of RETURNING. A row is what an object of E would be: members
/// that `values(set(…))` does not name have their initialisers, and what is unset or `filled` is
/// left to the database (see `mapping::Unset`). Throws when it is compiled (`invalid-statement`)
/// where a `required` member is empty.
template <class E, class... Rs>
class Insert {
public:
    using statement_tag = Insert;
    using row_type = std::tuple<Rs...>;
    using entity_type_inserted = E;

    explicit Insert(tree::Tree tree) noexcept : tree_(std::move(tree)) {}
    [[nodiscard]] const tree::Tree& tree() const noexcept { return tree_; }

    [[nodiscard]] Insert values(const E& object) const& noexcept {
        return Insert{detail::object_values(tree_, tree::entity_of<E>, &object)};
    }
    [[nodiscard]] Insert values(const E& object) && noexcept {
        return Insert{detail::object_values(std::move(tree_), tree::entity_of<E>, &object)};
    }
    /// One row for each object, in one statement: for a few rows, with RETURNING or ON CONFLICT.
    /// For many there is `connection.execute(insert<E>(), objects)`.
    template <class Range>
        requires std::convertible_to<const Range&, std::span<const E>>
    [[nodiscard]] Insert values(const Range& objects) const& noexcept {
        const std::span<const E> rows{objects};
        return Insert{detail::objects_values(tree_, tree::entity_of<E>, rows.data(), rows.size())};
    }
    template <class... As>
    [[nodiscard]] Insert values(Assignment first, As&&... more) const& noexcept {
        return Insert{detail::insert_values<E>(tree_, std::move(first), std::forward<As>(more)...)};
    }
    /// The columns of the unique constraint that may be violated; none: any constraint.
    template <class... Ms>
    [[nodiscard]] OnConflict<E> on_conflict(Ms... members) const noexcept {
        if constexpr (sizeof...(Ms) == 0) {
            return OnConflict<E>{detail::clause(tree_, {.kind = tree::ClauseKind::OnConflict})};
        } else {
            tree::Tree trees[] = {col(members).tree()...};
            return OnConflict<E>{
                detail::clause(tree_, {.kind = tree::ClauseKind::OnConflict}, trees)};
        }
    }
    /// The rows as they were written: `returning(&User::id)`.
    template <class... Is>
    [[nodiscard]] auto returning(Is&&... items) const noexcept {
        return Insert<E, typename detail::ItemType<Is>::type...>{
            detail::returning_clause(tree_, std::forward<Is>(items)...)};
    }

private:
    tree::Tree tree_;
};

template <class E>
[[nodiscard]] Insert<E> insert() noexcept {
    return Insert<E>{detail::insert_tree(tree::entity_of<E>)};
}

}  // namespace azoth
