// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/expression/expression.hpp>

namespace azoth {

namespace detail {

template <class L, class R>
struct CalculatedType {
    using type = L;
};
template <Arithmetic L, Arithmetic R>
struct CalculatedType<L, R> {
    using type = std::common_type_t<L, R>;
};
template <PlainInteger L>
struct CalculatedType<L, Decimal> {
    using type = Decimal;
};
template <class L, class R>
using calculated_type = typename CalculatedType<without_optional<L>, without_optional<R>>::type;

template <class L, class R>
using arithmetic_result = std::conditional_t<is_optional<L> || is_optional<R>,
                                             std::optional<calculated_type<L, R>>,
                                             calculated_type<L, R>>;

template <class T>
[[nodiscard]] Expression<bool> compared(tree::Operator operation,
                                        tree::Tree left,
                                        Operand<T> right) noexcept {
    return Expression<bool>{binary_tree(operation, std::move(left), std::move(right).take())};
}

}  // namespace detail

// Each comparison has three forms, since a value may stand on either side: term–value, value–term,
// term–term. The values that do not fit are refused by Operand, in one place and with one message.

template <Term L>
[[nodiscard, gnu::noinline]] Expression<bool> operator==(
    L left, std::type_identity_t<Operand<value_of<L>>> right) noexcept {
    return detail::compared(tree::Operator::Equal, std::move(left).tree(), std::move(right));
}
template <Term R>
[[nodiscard, gnu::noinline]] Expression<bool> operator==(
    std::type_identity_t<Operand<value_of<R>>> left, R right) noexcept {
    return detail::compared(tree::Operator::Equal, std::move(right).tree(), std::move(left));
}
template <Term L, Term R>
[[nodiscard]] Expression<bool> operator==(L left, R right) noexcept {
    constexpr bool type_fits = detail::fits<value_of<L>, R>();
    static_assert(type_fits, "azoth: the value's type does not fit the column's");
    return Expression<bool>{detail::binary_tree(
        tree::Operator::Equal, std::move(left).tree(), std::move(right).tree())};
}

template <Term L>
[[nodiscard, gnu::noinline]] Expression<bool> operator!=(
    L left, std::type_identity_t<Operand<value_of<L>>> right) noexcept {
    return detail::compared(tree::Operator::NotEqual, std::move(left).tree(), std::move(right));
}
template <Term R>
[[nodiscard, gnu::noinline]] Expression<bool> operator!=(
    std::type_identity_t<Operand<value_of<R>>> left, R right) noexcept {
    return detail::compared(tree::Operator::NotEqual, std::move(right).tree(), std::move(left));
}
template <Term L, Term R>
[[nodiscard]] Expression<bool> operator!=(L left, R right) noexcept {
    constexpr bool type_fits = detail::fits<value_of<L>, R>();
    static_assert(type_fits, "azoth: the value's type does not fit the column's");
    return Expression<bool>{detail::binary_tree(
        tree::Operator::NotEqual, std::move(left).tree(), std::move(right).tree())};
}

template <Term L>
[[nodiscard, gnu::noinline]] Expression<bool> operator<(
    L left, std::type_identity_t<Operand<value_of<L>>> right) noexcept {
    return detail::compared(tree::Operator::Less, std::move(left).tree(), std::move(right));
}
template <Term R>
[[nodiscard, gnu::noinline]] Expression<bool> operator<(
    std::type_identity_t<Operand<value_of<R>>> left, R right) noexcept {
    return detail::compared(tree::Operator::Greater, std::move(right).tree(), std::move(left));
}
template <Term L, Term R>
[[nodiscard]] Expression<bool> operator<(L left, R right) noexcept {
    constexpr bool type_fits = detail::fits<value_of<L>, R>();
    static_assert(type_fits, "azoth: the value's type does not fit the column's");
    return Expression<bool>{
        detail::binary_tree(tree::Operator::Less, std::move(left).tree(), std::move(right).tree())};
}

template <Term L>
[[nodiscard, gnu::noinline]] Expression<bool> operator<=(
    L left, std::type_identity_t<Operand<value_of<L>>> right) noexcept {
    return detail::compared(tree::Operator::LessOrEqual, std::move(left).tree(), std::move(right));
}
template <Term R>
[[nodiscard, gnu::noinline]] Expression<bool> operator<=(
    std::type_identity_t<Operand<value_of<R>>> left, R right) noexcept {
    return detail::compared(
        tree::Operator::GreaterOrEqual, std::move(right).tree(), std::move(left));
}
template <Term L, Term R>
[[nodiscard]] Expression<bool> operator<=(L left, R right) noexcept {
    constexpr bool type_fits = detail::fits<value_of<L>, R>();
    static_assert(type_fits, "azoth: the value's type does not fit the column's");
    return Expression<bool>{detail::binary_tree(
        tree::Operator::LessOrEqual, std::move(left).tree(), std::move(right).tree())};
}

template <Term L>
[[nodiscard, gnu::noinline]] Expression<bool> operator>(
    L left, std::type_identity_t<Operand<value_of<L>>> right) noexcept {
    return detail::compared(tree::Operator::Greater, std::move(left).tree(), std::move(right));
}
template <Term R>
[[nodiscard, gnu::noinline]] Expression<bool> operator>(
    std::type_identity_t<Operand<value_of<R>>> left, R right) noexcept {
    return detail::compared(tree::Operator::Less, std::move(right).tree(), std::move(left));
}
template <Term L, Term R>
[[nodiscard]] Expression<bool> operator>(L left, R right) noexcept {
    constexpr bool type_fits = detail::fits<value_of<L>, R>();
    static_assert(type_fits, "azoth: the value's type does not fit the column's");
    return Expression<bool>{detail::binary_tree(
        tree::Operator::Greater, std::move(left).tree(), std::move(right).tree())};
}

template <Term L>
[[nodiscard, gnu::noinline]] Expression<bool> operator>=(
    L left, std::type_identity_t<Operand<value_of<L>>> right) noexcept {
    return detail::compared(
        tree::Operator::GreaterOrEqual, std::move(left).tree(), std::move(right));
}
template <Term R>
[[nodiscard, gnu::noinline]] Expression<bool> operator>=(
    std::type_identity_t<Operand<value_of<R>>> left, R right) noexcept {
    return detail::compared(tree::Operator::LessOrEqual, std::move(right).tree(), std::move(left));
}
template <Term L, Term R>
[[nodiscard]] Expression<bool> operator>=(L left, R right) noexcept {
    constexpr bool type_fits = detail::fits<value_of<L>, R>();
    static_assert(type_fits, "azoth: the value's type does not fit the column's");
    return Expression<bool>{detail::binary_tree(
        tree::Operator::GreaterOrEqual, std::move(left).tree(), std::move(right).tree())};
}

namespace detail {

/// Whether one is a decimal number and the other an integer. Databases disagree on their quotient.
template <class L, class R>
constexpr bool mixes_decimals() noexcept {
    using Held = without_optional<value_of<L>>;
    if constexpr (Term<std::remove_cvref_t<R>>) {
        using Other = without_optional<value_of<R>>;
        return DecimalAndInteger<Held, Other> || DecimalAndInteger<Other, Held>;
    } else {
        return DecimalAndInteger<Held, without_optional<R>>;
    }
}

/// Whether an operator on numbers takes a term and this; texts are added only.
template <class L, class R, tree::Operator operation>
inline constexpr bool can_calculate =
    fits<value_of<L>, R>() &&
    (operation == tree::Operator::Add || !is_text<std::remove_cvref_t<value_of<L>>>);

template <class Held, class R>
struct CalculatedWith {
    using type = std::decay_t<R>;
};
template <class Held, Term R>
struct CalculatedWith<Held, R> {
    using type = value_of<R>;
};
template <class Held, class R>
    requires(is_text<Held> && !Term<R>)
struct CalculatedWith<Held, R> {
    using type = Held;
};

template <bool Fits, Term L, class R>
[[nodiscard]] auto calculated(tree::Operator operation, L left, R&& right) noexcept {
    using Held = value_of<L>;
    if constexpr (Fits) {
        return Expression<arithmetic_result<Held, typename CalculatedWith<Held, R>::type>>{
            binary_tree(
                operation, std::move(left).tree(), Operand<Held>{std::forward<R>(right)}.take())};
    } else {
        return Expression<Held>{std::move(left).tree()};
    }
}

template <Term R, class L>
[[nodiscard]] auto calculated_from(tree::Operator operation, const L& left, R right) noexcept {
    using Held = value_of<R>;
    constexpr bool is_number = Arithmetic<L> && Arithmetic<without_optional<Held>>;
    return Expression<arithmetic_result<Held, std::conditional_t<is_number, L, Held>>>{
        binary_tree(operation, Operand<Held>{left}.take(), std::move(right).tree())};
}

template <class T>
inline constexpr tree::Operator plus_for =
    TextLike<without_optional<T>> ? tree::Operator::Concatenate : tree::Operator::Add;

}  // namespace detail

/// Sum; concatenation of texts.
template <Term L, class R>
[[nodiscard]] auto operator+(L left, R&& right) noexcept {
    constexpr bool fits = detail::can_calculate<L, R, tree::Operator::Add>;
    static_assert(fits, "azoth: the value's type does not fit the column's");
    return detail::calculated<fits>(
        detail::plus_for<value_of<L>>, std::move(left), std::forward<R>(right));
}
template <class L, Term R>
    requires(!Term<L>)
[[nodiscard]] auto operator+(const L& left, R right) noexcept {
    return detail::calculated_from(detail::plus_for<value_of<R>>, left, std::move(right));
}
template <Term L, class R>
[[nodiscard]] auto operator-(L left, R&& right) noexcept {
    constexpr bool fits = detail::can_calculate<L, R, tree::Operator::Subtract>;
    static_assert(fits, "azoth: arithmetic takes numbers");
    return detail::calculated<fits>(
        tree::Operator::Subtract, std::move(left), std::forward<R>(right));
}
template <class L, Term R>
    requires(!Term<L>)
[[nodiscard]] auto operator-(const L& left, R right) noexcept {
    return detail::calculated_from(tree::Operator::Subtract, left, std::move(right));
}
template <Term L, class R>
[[nodiscard]] auto operator*(L left, R&& right) noexcept {
    constexpr bool fits = detail::can_calculate<L, R, tree::Operator::Multiply>;
    static_assert(fits, "azoth: arithmetic takes numbers");
    return detail::calculated<fits>(
        tree::Operator::Multiply, std::move(left), std::forward<R>(right));
}
template <class L, Term R>
    requires(!Term<L>)
[[nodiscard]] auto operator*(const L& left, R right) noexcept {
    return detail::calculated_from(tree::Operator::Multiply, left, std::move(right));
}
/// Division as the database does it: integers give an integer.
template <Term L, class R>
[[nodiscard]] auto operator/(L left, R&& right) noexcept {
    constexpr bool fits = detail::can_calculate<L, R, tree::Operator::Divide>;
    static_assert(fits, "azoth: arithmetic takes numbers");
    constexpr bool is_of_one_kind = !detail::mixes_decimals<L, R>();
    static_assert(is_of_one_kind,
                  "azoth: decimals are divided by decimals; write .cast<Decimal>() at the integer");
    return detail::calculated<fits>(
        tree::Operator::Divide, std::move(left), std::forward<R>(right));
}
template <class L, Term R>
    requires(!Term<L>)
[[nodiscard]] auto operator/(const L& left, R right) noexcept {
    return detail::calculated_from(tree::Operator::Divide, left, std::move(right));
}
template <Term L, class R>
[[nodiscard]] auto operator%(L left, R&& right) noexcept {
    constexpr bool fits = detail::can_calculate<L, R, tree::Operator::Modulo>;
    static_assert(fits, "azoth: arithmetic takes numbers");
    constexpr bool is_of_one_kind = !detail::mixes_decimals<L, R>();
    static_assert(is_of_one_kind,
                  "azoth: decimals are divided by decimals; write .cast<Decimal>() at the integer");
    return detail::calculated<fits>(
        tree::Operator::Modulo, std::move(left), std::forward<R>(right));
}
template <class L, Term R>
    requires(!Term<L>)
[[nodiscard]] auto operator%(const L& left, R right) noexcept {
    return detail::calculated_from(tree::Operator::Modulo, left, std::move(right));
}
template <Term T>
[[nodiscard]] Expression<value_of<T>> operator-(T operand) noexcept {
    return Expression<value_of<T>>{
        detail::unary_tree(tree::UnaryOperator::Negate, std::move(operand).tree())};
}

/// `x AND y`. Both sides are always evaluated in C++: these only build the condition.
template <Term L>
[[nodiscard, gnu::noinline]] Expression<bool> operator&&(
    L left, std::type_identity_t<Operand<bool>> right) noexcept {
    static_assert(detail::fits<bool, L>(),
                  "azoth: `and` joins conditions; compare the column with something first");
    return Expression<bool>{
        detail::binary_tree(tree::Operator::And, std::move(left).tree(), std::move(right).take())};
}
template <Term L>
[[nodiscard, gnu::noinline]] Expression<bool> operator||(
    L left, std::type_identity_t<Operand<bool>> right) noexcept {
    static_assert(detail::fits<bool, L>(),
                  "azoth: `or` joins conditions; compare the column with something first");
    return Expression<bool>{
        detail::binary_tree(tree::Operator::Or, std::move(left).tree(), std::move(right).take())};
}
template <Term T>
[[nodiscard, gnu::noinline]] Expression<bool> operator!(T operand) noexcept {
    static_assert(detail::fits<bool, T>(),
                  "azoth: `not` takes a condition; compare the column with something first");
    return Expression<bool>{
        detail::unary_tree(tree::UnaryOperator::Not, std::move(operand).tree())};
}

}  // namespace azoth
