// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/expression/term.hpp>

namespace azoth {

namespace detail {

[[nodiscard]] tree::Tree unary_tree(tree::UnaryOperator operation, tree::Tree operand) noexcept;
/// `x = NULL` becomes `x IS NULL`, and `!=` becomes `IS NOT NULL`.
[[nodiscard]] tree::Tree binary_tree(tree::Operator operation,
                                     tree::Tree left,
                                     tree::Tree right) noexcept;
[[nodiscard]] tree::Tree custom_operator_tree(std::string_view sql,
                                              tree::Tree left,
                                              tree::Tree right) noexcept;
[[nodiscard]] tree::Tree between_tree(tree::Tree value, tree::Tree low, tree::Tree high) noexcept;
enum class Membership : std::uint8_t { In, NotIn };
[[nodiscard]] tree::Tree in_tree(Membership membership, tree::Tree value, tree::Tree set) noexcept;
[[nodiscard]] tree::Tree list_tree(std::span<tree::Tree> elements) noexcept;
/// The list of an IN. Long lists of values end in some that come again, so that lists of different
/// lengths are one statement.
[[nodiscard]] tree::Tree members_tree(std::vector<tree::Tree> elements) noexcept;
enum class Match : std::uint8_t { Contains, StartsWith, EndsWith };
/// LIKE with the text's own wildcards escaped.
[[nodiscard]] tree::Tree match_tree(Match match, tree::Tree value, std::string_view text) noexcept;
[[nodiscard]] tree::Tree cast_tree(tree::Tree value, const Codec& target) noexcept;
[[nodiscard]] tree::Tree label_tree(tree::Tree value, std::string_view name) noexcept;
[[nodiscard]] tree::Tree collate_tree(tree::Tree value, std::string_view collation) noexcept;
[[nodiscard]] tree::Tree sort_tree(tree::Tree value, std::uint8_t flags) noexcept;
[[nodiscard]] tree::Tree distinct_tree(tree::Tree value) noexcept;
[[nodiscard]] tree::Tree filter_tree(tree::Tree aggregate, tree::Tree condition) noexcept;
[[nodiscard]] tree::Tree over_tree(tree::Tree function,
                                   tree::Tree partition,
                                   tree::Tree order) noexcept;

template <class T>
struct AlwaysBool {
    using type = bool;
};

template <class T>
concept StatementLike = requires(const T& statement) {
    typename T::statement_tag;
    statement.tree();
};

/// Whether a value of type T may be looked for among these values, or in the rows of this query.
template <class T, class Values>
constexpr bool members_fit() noexcept {
    if constexpr (StatementLike<Values>) {
        return fits<T, Expression<typename Values::single_type>>();
    } else {
        return fits<T, decltype(*std::begin(std::declval<const Values&>()))>();
    }
}

}  // namespace detail

/// A direction to sort in: `col(&User::id).desc().nulls_last()`.
class SortOrder {
public:
    explicit SortOrder(tree::Tree tree) noexcept : tree_(std::move(tree)) {}
    [[nodiscard]] SortOrder nulls_first() const noexcept;
    [[nodiscard]] SortOrder nulls_last() const noexcept;
    [[nodiscard]] const tree::Tree& tree() const noexcept { return tree_; }

private:
    tree::Tree tree_;
};

/// What columns and expressions of value type T have in common. `Self` gives `tree()`.
template <class Self, class T>
class TermMethods : public detail::TermTag {
public:
    using value_type = T;
    /// Expression<bool>, named through Self because it is not complete here.
    using Condition = Expression<typename detail::AlwaysBool<Self>::type>;

    /// `x IN (…)`. An empty range gives a condition that is false for every row, without an error.
    template <class Values>
    [[nodiscard]] Condition in_(const Values& values) const noexcept {
        constexpr bool type_fits = detail::members_fit<T, Values>();
        static_assert(type_fits, "azoth: the values' type does not fit the column's");
        return membership<type_fits>(detail::Membership::In, values);
    }
    template <class U>
    [[nodiscard]] Condition in_(std::initializer_list<U> values) const noexcept {
        constexpr bool type_fits = detail::fits<T, U>();
        static_assert(type_fits, "azoth: the values' type does not fit the column's");
        return membership<type_fits>(detail::Membership::In, values);
    }
    template <class Values>
    [[nodiscard]] Condition not_in(const Values& values) const noexcept {
        constexpr bool type_fits = detail::members_fit<T, Values>();
        static_assert(type_fits, "azoth: the values' type does not fit the column's");
        return membership<type_fits>(detail::Membership::NotIn, values);
    }
    template <class U>
    [[nodiscard]] Condition not_in(std::initializer_list<U> values) const noexcept {
        constexpr bool type_fits = detail::fits<T, U>();
        static_assert(type_fits, "azoth: the values' type does not fit the column's");
        return membership<type_fits>(detail::Membership::NotIn, values);
    }
    /// Both ends are included.
    [[nodiscard]] Condition between(Operand<T> low, Operand<T> high) const noexcept {
        return Condition{
            detail::between_tree(own(), std::move(low).take(), std::move(high).take())};
    }
    [[nodiscard]] Condition like(Operand<T> pattern) const noexcept {
        return binary(tree::Operator::Like, std::move(pattern));
    }
    [[nodiscard]] Condition not_like(Operand<T> pattern) const noexcept {
        return binary(tree::Operator::NotLike, std::move(pattern));
    }
    /// Case does not matter; `lower(x) LIKE lower(y)` where the database has no ILIKE.
    [[nodiscard]] Condition ilike(Operand<T> pattern) const noexcept {
        return binary(tree::Operator::ILike, std::move(pattern));
    }
    /// The text's own `%` and `_` stand for themselves.
    [[nodiscard]] Condition contains(std::string_view text) const noexcept {
        constexpr bool is_text = detail::is_text<T>;
        static_assert(is_text, "azoth: only texts are searched for other texts");
        return Condition{detail::match_tree(detail::Match::Contains, own(), text)};
    }
    [[nodiscard]] Condition starts_with(std::string_view text) const noexcept {
        constexpr bool is_text = detail::is_text<T>;
        static_assert(is_text, "azoth: only texts are searched for other texts");
        return Condition{detail::match_tree(detail::Match::StartsWith, own(), text)};
    }
    [[nodiscard]] Condition ends_with(std::string_view text) const noexcept {
        constexpr bool is_text = detail::is_text<T>;
        static_assert(is_text, "azoth: only texts are searched for other texts");
        return Condition{detail::match_tree(detail::Match::EndsWith, own(), text)};
    }
    [[nodiscard]] Condition is_null() const noexcept {
        return Condition{detail::unary_tree(tree::UnaryOperator::IsNull, own())};
    }
    [[nodiscard]] Condition is_not_null() const noexcept {
        return Condition{detail::unary_tree(tree::UnaryOperator::IsNotNull, own())};
    }
    /// Like `!=`, with NULL as a value of its own.
    [[nodiscard]] Condition is_distinct_from(Operand<optional_of<T>> other) const noexcept {
        return Condition{
            detail::binary_tree(tree::Operator::IsDistinctFrom, own(), std::move(other).take())};
    }
    [[nodiscard]] Condition is_not_distinct_from(Operand<optional_of<T>> other) const noexcept {
        return Condition{
            detail::binary_tree(tree::Operator::IsNotDistinctFrom, own(), std::move(other).take())};
    }
    template <SqlValue U>
    [[nodiscard]] auto cast() const noexcept {
        using Result = std::conditional_t<detail::is_optional<T>, optional_of<U>, U>;
        return Expression<Result>{detail::cast_tree(own(), codec_of<U>)};
    }
    /// An operator azoth has no name for, written as it is; the result is a condition.
    [[nodiscard]] auto op(std::string_view sql) const noexcept {
        return [left = own(), name = sql](Operand<T> right) {
            return Condition{detail::custom_operator_tree(name, left, std::move(right).take())};
        };
    }
    [[nodiscard]] Expression<T> label(std::string_view name) const noexcept {
        return Expression<T>{detail::label_tree(own(), name)};
    }
    [[nodiscard]] Expression<T> collate(std::string_view collation) const noexcept {
        return Expression<T>{detail::collate_tree(own(), collation)};
    }
    [[nodiscard]] Expression<T> distinct() const noexcept {
        return Expression<T>{detail::distinct_tree(own())};
    }
    /// `aggregate FILTER (WHERE condition)`.
    [[nodiscard]] Expression<T> filter(Operand<bool> condition) const noexcept {
        return Expression<T>{detail::filter_tree(own(), std::move(condition).take())};
    }
    /// `function OVER (PARTITION BY … ORDER BY …)`:
    /// `func::rank().over(partition_by(&User::age).order_by(&User::id))`; see
    /// azoth/expression/window.hpp.
    template <class Window>
    [[nodiscard]] Expression<T> over(const Window& window) const noexcept {
        return Expression<T>{detail::over_tree(own(), window.partition(), window.order())};
    }
    /// `function OVER ()`
    [[nodiscard]] Expression<T> over() const noexcept {
        return Expression<T>{
            detail::over_tree(own(), detail::list_tree({}), detail::list_tree({}))};
    }
    [[nodiscard]] SortOrder asc() const noexcept { return SortOrder{detail::sort_tree(own(), 0)}; }
    [[nodiscard]] SortOrder desc() const noexcept {
        return SortOrder{detail::sort_tree(own(), tree::sort_flag::descending)};
    }
    [[nodiscard]] SortOrder nulls_first() const noexcept {
        return SortOrder{detail::sort_tree(own(), tree::sort_flag::nulls_first)};
    }
    [[nodiscard]] SortOrder nulls_last() const noexcept {
        return SortOrder{detail::sort_tree(own(), tree::sort_flag::nulls_last)};
    }

private:
    [[nodiscard]] tree::Tree own() const noexcept { return static_cast<const Self&>(*this).tree(); }
    [[nodiscard]] Condition binary(tree::Operator operation, Operand<T> right) const noexcept {
        return Condition{detail::binary_tree(operation, own(), std::move(right).take())};
    }
    template <bool TypeFits, class Values>
    [[nodiscard]] Condition membership(detail::Membership kind,
                                       const Values& values) const noexcept {
        if constexpr (detail::StatementLike<Values>) {
            return Condition{detail::in_tree(kind, own(), values.tree())};
        } else {
            std::vector<tree::Tree> elements;
            if constexpr (TypeFits) {
                for (const auto& value : values) {
                    elements.push_back(Operand<T>{value}.take());
                }
            }
            return Condition{
                detail::in_tree(kind, own(), detail::members_tree(std::move(elements)))};
        }
    }
};

/// An SQL expression with a value of type T (std::optional where it may be NULL). Owns its tree:
/// keep it, return it, share it between threads freely.
template <class T>
class Expression : public TermMethods<Expression<T>, T> {
public:
    explicit Expression(tree::Tree tree) noexcept : tree_(std::move(tree)) {}
    [[nodiscard]] const tree::Tree& tree() const& noexcept { return tree_; }
    [[nodiscard]] tree::Tree tree() && noexcept { return std::move(tree_); }

private:
    tree::Tree tree_;
};

/// A column of a mapped struct. Trivial: 16 bytes.
template <class T>
class Column : public TermMethods<Column<T>, T> {
public:
    constexpr Column(const tree::Entity& entity, std::size_t offset) noexcept
        : entity_(&entity), offset_(offset) {}
    [[nodiscard]] tree::Tree tree() const noexcept {
        return detail::member_tree(*entity_, offset_);
    }
    [[nodiscard]] const tree::Entity& entity() const noexcept { return *entity_; }
    [[nodiscard]] std::size_t offset() const noexcept { return offset_; }

private:
    const tree::Entity* entity_;
    std::size_t offset_;
};

namespace detail {

template <class Owner, class Class, class M>
[[nodiscard]] Column<M> column_of(M Class::* member) noexcept {
    return Column<M>{tree::entity_of<Owner>, offset_in<Owner>(member)};
}

}  // namespace detail

/// The column of a member: `col(&User::name)`.
template <class T, class M>
    requires SqlValue<M>
[[nodiscard]] Column<M> col(M T::* member) noexcept {
    return detail::column_of<T>(member);
}

template <class T, class M>
    requires(!SqlValue<M>)
[[nodiscard]] Column<std::int64_t> col(M T::* member) noexcept {
    constexpr bool is_column = SqlValue<M>;
    static_assert(is_column,
                  "azoth: this member is no column: join() goes along a relationship, and types of "
                  "your own need azoth::sql_type");
    return {tree::entity_of<T>, offset_in<T>(member)};
}

/// The column of a member that T inherits: `col<Post>(&Post::created_at)`.
template <class T, class Base, class M>
    requires SqlValue<M> && std::derived_from<T, Base>
[[nodiscard]] Column<M> col(M Base::* member) noexcept {
    return detail::column_of<T>(member);
}

/// Terms as they are, pointers to members as columns.
template <Term T>
[[nodiscard]] T&& as_term(T&& term) noexcept {
    return std::forward<T>(term);
}
template <class T, class M>
    requires SqlValue<M>
[[nodiscard]] Column<M> as_term(M T::* member) noexcept {
    return col(member);
}

template <class T>
concept TermOrMember = requires(T&& value) { azoth::as_term(std::forward<T>(value)); };

template <TermOrMember T>
using term_value = value_of<decltype(azoth::as_term(std::declval<T>()))>;

namespace detail {

template <class... Os>
inline constexpr bool are_sort_terms =
    ((std::is_same_v<std::decay_t<Os>, SortOrder> || TermOrMember<Os>) && ...);

/// What rows are sorted or grouped by.
template <class O>
[[nodiscard]] tree::Tree order_tree(O&& order) noexcept {
    constexpr bool is_term = are_sort_terms<O>;
    static_assert(is_term,
                  "azoth: rows are sorted and grouped by columns, expressions and members");
    if constexpr (std::is_same_v<std::decay_t<O>, SortOrder>) {
        return order.tree();
    } else if constexpr (is_term) {
        return azoth::as_term(std::forward<O>(order)).tree();
    } else {
        return {};
    }
}

}  // namespace detail
}  // namespace azoth
