// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/statement/clauses.hpp>

#include <tuple>

namespace azoth {

template <class... Ts>
class Subquery;

/// An option for the session that runs the query (loader strategies, yield_per); changes no result.
struct QueryOption {
    tree::Tree tree;
};

/// What others may still do with a locked row.
enum class LockStrength : std::uint8_t { Update, NoKeyUpdate, Share, KeyShare };
/// What happens at a row that somebody else has locked.
enum class LockWait : std::uint8_t { Wait, NoWait, SkipLocked };

namespace detail {

[[nodiscard]] Tree lock_clause(Tree chain, LockStrength strength, LockWait wait) noexcept;

template <class... Ts>
struct SingleItem {
    using type = void;
};
template <class T>
struct SingleItem<T> {
    using type = T;
};

/// Source of something to select from or join: an entity's alias, a subquery, a CTE.
template <class S>
concept SourceLike = requires(const S& source) {
    { source.tree() } -> std::convertible_to<const tree::Tree&>;
} && !Term<S> && !StatementLike<S>;

/// `SELECT … UNION SELECT …` and its kin.
[[nodiscard]] Tree set_operation(tree::SetOperator operation,
                                 const Tree& left,
                                 const Tree& right) noexcept;
[[nodiscard]] Tree subquery_tree(const Tree& statement, std::string_view name) noexcept;
[[nodiscard]] Tree cte_tree(const Tree& statement,
                            std::string_view name,
                            std::uint8_t recursive) noexcept;
[[nodiscard]] Tree scalar_tree(const Tree& statement) noexcept;
[[nodiscard]] Tree exists_tree(const Tree& statement) noexcept;

}  // namespace detail

/// A SELECT whose rows are Ts: entities (mapped structs) and values. Owns its tree; every clause
/// gives a new statement, and a kept one may be extended again and again. Nothing is checked
/// against a database until it is executed; what only then can be known (a column whose table is
/// not in FROM) is a CompileError.
template <class... Ts>
class Select {
public:
    using statement_tag = Select;
    using single_type = typename detail::SingleItem<Ts...>::type;
    using row_type = std::tuple<Ts...>;

    explicit Select(tree::Tree tree) noexcept : tree_(std::move(tree)) {}
    [[nodiscard]] const tree::Tree& tree() const noexcept { return tree_; }

    /// Conditions of several calls are joined by AND.
    [[nodiscard, gnu::noinline]] Select where(detail::Condition condition) const& noexcept {
        return Select{detail::where_clause(tree_, std::move(condition).take())};
    }
    [[nodiscard, gnu::noinline]] Select where(detail::Condition condition) && noexcept {
        return Select{detail::where_clause(std::move(tree_), std::move(condition).take())};
    }
    template <class T, class M>
    [[nodiscard, gnu::noinline]] Select filter_by(
        M T::* member, std::type_identity_t<Operand<M>> value) const noexcept {
        return where(detail::compared(tree::Operator::Equal, col(member).tree(), std::move(value)));
    }
    template <class... Os>
    [[nodiscard, gnu::noinline]] Select order_by(Os&&... orders) const noexcept {
        constexpr bool are_terms = detail::are_sort_terms<Os...>;
        static_assert(are_terms, "azoth: order_by() takes columns, expressions and members");
        if constexpr (are_terms) {
            tree::Tree trees[] = {detail::order_tree(std::forward<Os>(orders))...};
            return Select{detail::clause(tree_, {.kind = tree::ClauseKind::OrderBy}, trees)};
        } else {
            return *this;
        }
    }
    template <class... Os>
    [[nodiscard, gnu::noinline]] Select group_by(Os&&... terms) const noexcept {
        constexpr bool are_terms = detail::are_sort_terms<Os...>;
        static_assert(are_terms, "azoth: group_by() takes columns, expressions and members");
        if constexpr (are_terms) {
            tree::Tree trees[] = {detail::order_tree(std::forward<Os>(terms))...};
            return Select{detail::clause(tree_, {.kind = tree::ClauseKind::GroupBy}, trees)};
        } else {
            return *this;
        }
    }
    template <class E>
    [[nodiscard, gnu::noinline]] Select group_by() const noexcept {
        constexpr bool is_term = sizeof(E) == 0;
        static_assert(is_term,
                      "azoth: group_by() takes columns, expressions and members; group by the key: "
                      "group_by(&Post::id)");
        return *this;
    }
    [[nodiscard, gnu::noinline]] Select having(detail::Condition condition) const noexcept {
        return Select{
            detail::clause(tree_, {.kind = tree::ClauseKind::Having}, std::move(condition).take())};
    }
    /// At most `count` rows; a later call replaces an earlier one. Negative counts are a
    /// CompileError.
    [[nodiscard, gnu::noinline]] Select limit(std::int64_t count) const noexcept {
        return Select{detail::limit_clause(tree_, tree::ClauseKind::Limit, count)};
    }
    [[nodiscard, gnu::noinline]] Select offset(std::int64_t count) const noexcept {
        return Select{detail::limit_clause(tree_, tree::ClauseKind::Offset, count)};
    }
    [[nodiscard, gnu::noinline]] Select distinct() const noexcept {
        return Select{detail::clause(tree_, {.kind = tree::ClauseKind::DistinctRows})};
    }
    /// Row locks until the transaction ends; a CompileError where the database has none.
    [[nodiscard, gnu::noinline]] Select for_update(LockStrength strength = LockStrength::Update,
                                                   LockWait wait = LockWait::Wait) const noexcept {
        return Select{detail::lock_clause(tree_, strength, wait)};
    }

    /// Along a relationship: `join(&User::addresses)`, or into an alias: `join(&Employee::manager,
    /// boss)`.
    template <class C, detail::LinkMember M>
    [[nodiscard, gnu::noinline]] Select join(M C::* link) const noexcept {
        return joined(tree::JoinKind::Inner, link, {});
    }
    template <class C, detail::LinkMember M>
    [[nodiscard, gnu::noinline]] Select outer_join(M C::* link) const noexcept {
        return joined(tree::JoinKind::LeftOuter, link, {});
    }
    template <class C, detail::LinkMember M, class E>
    [[nodiscard, gnu::noinline]] Select join(M C::* link, const Alias<E>& target) const noexcept {
        return joined(tree::JoinKind::Inner, link, target.tree());
    }
    template <class C, detail::LinkMember M, class E>
    [[nodiscard, gnu::noinline]] Select outer_join(M C::* link,
                                                   const Alias<E>& target) const noexcept {
        return joined(tree::JoinKind::LeftOuter, link, target.tree());
    }
    /// An alias, a subquery or a CTE on a condition.
    template <detail::SourceLike S>
    [[nodiscard, gnu::noinline]] Select join(const S& source, detail::Condition on) const noexcept {
        return joined_on(tree::JoinKind::Inner, source.tree(), std::move(on).take());
    }
    template <detail::SourceLike S>
    [[nodiscard, gnu::noinline]] Select outer_join(const S& source,
                                                   detail::Condition on) const noexcept {
        return joined_on(tree::JoinKind::LeftOuter, source.tree(), std::move(on).take());
    }
    /// Another entity on a condition: `join<Address>(col(&Address::user_id) == col(&User::id))`.
    template <class E>
    [[nodiscard, gnu::noinline]] Select join(detail::Condition on) const noexcept {
        return joined_on(
            tree::JoinKind::Inner, detail::entity_source(tree::entity_of<E>), std::move(on).take());
    }
    template <class E>
    [[nodiscard, gnu::noinline]] Select outer_join(detail::Condition on) const noexcept {
        return joined_on(tree::JoinKind::LeftOuter,
                         detail::entity_source(tree::entity_of<E>),
                         std::move(on).take());
    }
    /// Every row with every row: said on purpose.
    template <class E>
    [[nodiscard, gnu::noinline]] Select cross_join() const noexcept {
        return joined_on(tree::JoinKind::Cross, detail::entity_source(tree::entity_of<E>), {});
    }
    template <class M>
    [[nodiscard, gnu::noinline]] Select join(M&&) const noexcept {
        constexpr bool is_relationship = sizeof(M) == 0;
        static_assert(
            is_relationship,
            "azoth: join() takes a relationship (&User::addresses), or a source and a condition");
        return *this;
    }
    template <class M>
    [[nodiscard, gnu::noinline]] Select outer_join(M&&) const noexcept {
        constexpr bool is_relationship = sizeof(M) == 0;
        static_assert(is_relationship,
                      "azoth: outer_join() takes a relationship (&User::addresses), or a source "
                      "and a condition");
        return *this;
    }
    /// What to select from, where the items do not tell.
    template <class E>
    [[nodiscard, gnu::noinline]] Select select_from() const noexcept {
        return Select{detail::clause(
            tree_, {.kind = tree::ClauseKind::From}, detail::entity_source(tree::entity_of<E>))};
    }
    template <detail::SourceLike S>
    [[nodiscard, gnu::noinline]] Select select_from(const S& source) const noexcept {
        return Select{detail::clause(tree_, {.kind = tree::ClauseKind::From}, source.tree())};
    }

    template <class... Options>
    [[nodiscard, gnu::noinline]] Select options(const Options&... options) const noexcept {
        tree::Tree trees[] = {options.tree...};
        return Select{detail::clause(tree_, {.kind = tree::ClauseKind::Options}, trees)};
    }
    /// Reads the rows in batches of `rows`; a session forgets the objects of a batch that nobody
    /// holds or changed.
    [[nodiscard, gnu::noinline]] Select yield_per(std::uint32_t rows) const noexcept {
        return Select{detail::clause(tree_, {.kind = tree::ClauseKind::Options, .number = rows})};
    }

    [[nodiscard, gnu::noinline]] Select union_(const Select& other) const noexcept {
        return Select{detail::set_operation(tree::SetOperator::Union, tree_, other.tree_)};
    }
    [[nodiscard, gnu::noinline]] Select union_all(const Select& other) const noexcept {
        return Select{detail::set_operation(tree::SetOperator::UnionAll, tree_, other.tree_)};
    }
    [[nodiscard, gnu::noinline]] Select intersect(const Select& other) const noexcept {
        return Select{detail::set_operation(tree::SetOperator::Intersect, tree_, other.tree_)};
    }
    [[nodiscard, gnu::noinline]] Select except_(const Select& other) const noexcept {
        return Select{detail::set_operation(tree::SetOperator::Except, tree_, other.tree_)};
    }

    /// `(SELECT …) AS name`, to select from or join.
    [[nodiscard]] Subquery<Ts...> subquery(std::string_view name) const noexcept {
        return Subquery<Ts...>{detail::subquery_tree(tree_, name)};
    }
    /// `WITH name AS (SELECT …)`
    [[nodiscard]] Subquery<Ts...> cte(std::string_view name) const noexcept {
        return Subquery<Ts...>{detail::cte_tree(tree_, name, 0)};
    }
    /// The one value of the one row, where a value is expected; NULL without row.
    [[nodiscard]] auto scalar_subquery() const noexcept {
        constexpr bool is_one_value = sizeof...(Ts) == 1;
        static_assert(is_one_value, "azoth: a scalar subquery selects one value");
        using Held = std::conditional_t<is_one_value, single_type, int>;
        return Expression<optional_of<Held>>{detail::scalar_tree(tree_)};
    }

private:
    template <class C, class M>
    [[nodiscard, gnu::noinline]] Select joined(tree::JoinKind kind,
                                               M C::* link,
                                               tree::Tree target) const noexcept {
        return Select{
            detail::link_join(tree_, kind, tree::entity_of<C>, offset_of(link), std::move(target))};
    }
    [[nodiscard, gnu::noinline]] Select joined_on(tree::JoinKind kind,
                                                  tree::Tree source,
                                                  tree::Tree condition) const noexcept {
        return Select{detail::source_join(tree_, kind, std::move(source), std::move(condition))};
    }

    tree::Tree tree_;
};

/// A query with a name, to select from: its columns are reached by the member they came from or by
/// their label.
template <class... Ts>
class Subquery {
public:
    explicit Subquery(tree::Tree tree) noexcept : tree_(std::move(tree)) {}
    [[nodiscard]] const tree::Tree& tree() const noexcept { return tree_; }

    /// The column that was selected from this member.
    template <class T, class M>
        requires SqlValue<M>
    [[nodiscard]] Expression<M> c(M T::* member) const noexcept {
        return Expression<M>{column(tree::entity_of<T>, offset_of(member))};
    }
    /// The column with this label.
    template <SqlValue M>
    [[nodiscard]] Expression<M> c(std::string_view label) const noexcept {
        return Expression<M>{
            tree::make_tree({.kind = tree::ExpressionKind::TableColumn,
                             .code = detail::holds_null<M> ? std::uint8_t{1} : std::uint8_t{0},
                             .text = label},
                            tree_)};
    }

private:
    [[nodiscard]] tree::Tree column(const tree::Entity& entity, std::size_t offset) const noexcept {
        return tree::make_tree({.kind = tree::ExpressionKind::TableColumn,
                                .number = static_cast<std::uint32_t>(offset),
                                .subject = &entity},
                               tree_);
    }

    tree::Tree tree_;
};

namespace detail {

template <class I>
concept EntityItem = requires { typename std::remove_cvref_t<I>::entity_type; };

template <class... Is>
inline constexpr bool are_items = ((EntityItem<Is> || TermOrMember<Is>) && ...);

/// Mapped structs select all their columns; everything else is a term or a pointer to a member.
template <class I>
[[nodiscard]] Tree item_tree(I&& item) noexcept {
    if constexpr (EntityItem<I>) {
        return star_of_alias(item.tree());
    } else {
        return azoth::as_term(std::forward<I>(item)).tree();
    }
}

template <class I>
struct ItemType {
    using type = void;
};
template <class I>
    requires requires { typename std::remove_cvref_t<I>::entity_type; }
struct ItemType<I> {
    using type = typename std::remove_cvref_t<I>::entity_type;
};
template <TermOrMember I>
struct ItemType<I> {
    using type = term_value<I>;
};

[[nodiscard]] Tree select_tree(std::span<Tree> items) noexcept;
[[nodiscard]] Tree select_entity(const tree::Entity& entity) noexcept;

template <class E>
[[nodiscard]] Tree entity_item() noexcept {
    constexpr auto presence = is_optional<E> ? Presence::MayBeMissing : Presence::Required;
    return star_of(tree::entity_of<std::remove_const_t<without_optional<E>>>, presence);
}

}  // namespace detail

/// `SELECT` all columns of mapped structs: `select<User>()`, `select<User,
/// std::optional<Address>>()`. A const struct
/// (`select<const User>()`) is read-only in a session.
template <class... Es>
    requires(sizeof...(Es) > 0)
[[nodiscard, gnu::noinline]] Select<Es...> select() noexcept {
    if constexpr (sizeof...(Es) == 1 && !(detail::is_optional<Es> && ...)) {
        return Select<Es...>{detail::select_entity(tree::entity_of<std::remove_const_t<Es>>...)};
    } else {
        tree::Tree items[] = {detail::entity_item<Es>()...};
        return Select<Es...>{detail::select_tree(items)};
    }
}

/// `SELECT` of members, columns, expressions and aliases, each item one element of the row.
template <class... Is>
    requires(sizeof...(Is) > 0)
[[nodiscard, gnu::noinline]] auto select(Is&&... items) noexcept {
    constexpr bool are_items = detail::are_items<Is...>;
    static_assert(are_items, "azoth: select() takes members, columns, expressions and aliases");
    if constexpr (are_items) {
        tree::Tree trees[] = {detail::item_tree(std::forward<Is>(items))...};
        return Select<typename detail::ItemType<Is>::type...>{detail::select_tree(trees)};
    } else {
        return Select<int>{tree::Tree{}};
    }
}

/// `EXISTS (SELECT …)`; columns of the statement around it may be used inside.
template <detail::StatementLike S>
[[nodiscard]] Expression<bool> exists(const S& statement) noexcept {
    return Expression<bool>{detail::exists_tree(statement.tree())};
}

/// `WITH RECURSIVE name AS (anchor UNION step(name))`. `step` is handed the CTE itself, to select
/// from or join; it must select the same types as the anchor.
template <class... Ts, class Step>
[[nodiscard]] Subquery<Ts...> recursive_cte(std::string_view name,
                                            const Select<Ts...>& anchor,
                                            Step&& step) {
    const Subquery<Ts...> self{
        tree::make_tree({.kind = tree::SourceKind::CteReference, .text = name}, anchor.tree())};
    const Select<Ts...> next = std::forward<Step>(step)(self);
    return Subquery<Ts...>{detail::cte_tree(anchor.union_(next).tree(), name, 1)};
}

}  // namespace azoth
