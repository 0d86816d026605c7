// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/member_offset.hpp>
#include <azoth/tree/node.hpp>
#include <azoth/types/codec_of.hpp>

namespace azoth {

template <class T>
class Expression;
template <class T>
class Column;

namespace detail {

struct TermTag {};

template <class T>
concept HasTermTag = std::derived_from<std::remove_cvref_t<T>, TermTag>;

template <class T>
concept TextLike = std::convertible_to<const T&, std::string_view>;

template <class T>
concept Arithmetic = std::is_arithmetic_v<T> && !std::same_as<T, bool>;

/// Whether SQL may compare or assign a T with an R, NULLs aside. A Value may be anything.
template <class T, class R>
concept SameFamily = std::same_as<T, R> || std::same_as<T, Value> || std::same_as<R, Value> ||
                     (Arithmetic<T> && Arithmetic<R>) || (TextLike<T> && TextLike<R>);

/// An integer is a decimal number too.
template <class T, class R>
concept DecimalAndInteger = std::same_as<T, Decimal> && PlainInteger<R>;

template <class T>
inline constexpr bool is_array = false;
template <class T>
inline constexpr bool is_array<std::vector<T>> = !std::same_as<T, std::byte>;

}  // namespace detail

/// A column or an expression: something with an SQL value of type `value_type`.
template <class T>
concept Term = detail::HasTermTag<T>;

/// The C++ type of a term's value; std::optional where it may be NULL.
template <Term T>
using value_of = typename std::remove_cvref_t<T>::value_type;

/// `std::optional<T>`, once.
template <class T>
using optional_of = std::optional<detail::without_optional<T>>;

namespace detail {

/// Leaf nodes of the trees, compiled once.
[[nodiscard]] tree::Tree member_tree(const tree::Entity& entity, std::size_t offset) noexcept;
[[nodiscard]] tree::Tree null_tree() noexcept;
[[nodiscard]] tree::Tree text_literal(std::string_view text) noexcept;
[[nodiscard]] tree::Tree integer_literal(std::int64_t value) noexcept;
[[nodiscard]] tree::Tree real_literal(double value) noexcept;
[[nodiscard]] tree::Tree object_literal(const Codec& codec, const void* object) noexcept;

template <class R>
[[nodiscard]] tree::Tree literal_tree(const R& value) noexcept {
    if constexpr (std::same_as<R, std::nullopt_t>) {
        return null_tree();
    } else if constexpr (TextLike<R>) {
        return text_literal(value);
    } else if constexpr (PlainInteger<R> && (sizeof(R) < 8 || std::signed_integral<R>)) {
        return integer_literal(static_cast<std::int64_t>(value));
    } else if constexpr (std::floating_point<R>) {
        return real_literal(static_cast<double>(value));
    } else {
        return object_literal(codec_of<R>, &value);
    }
}

template <class T, class R>
concept Literal = std::same_as<T, R> || SameFamily<without_optional<T>, without_optional<R>>;

/// NULL is a value of the type: std::optional, and Value, whose kind is known at run time only.
template <class T>
inline constexpr bool holds_null = is_optional<T> || std::same_as<T, Value>;

template <class T, class R>
constexpr bool fits() noexcept {
    using Given = std::remove_cvref_t<R>;
    if constexpr (Term<Given>) {
        using Other = without_optional<value_of<Given>>;
        return SameFamily<without_optional<T>, Other> ||
               DecimalAndInteger<without_optional<T>, Other> ||
               DecimalAndInteger<Other, without_optional<T>>;
    } else if constexpr (std::same_as<Given, std::nullopt_t>) {
        return holds_null<T>;
    } else {
        using Other = without_optional<std::decay_t<Given>>;
        return SameFamily<without_optional<T>, Other> ||
               DecimalAndInteger<without_optional<T>, Other>;
    }
}

template <class T>
inline constexpr bool is_text = TextLike<without_optional<T>>;
template <class T, class R>
inline constexpr bool fits_type =
    std::same_as<std::remove_cvref_t<R>, std::nullopt_t> || fits<T, R>();
template <class T, class R>
inline constexpr bool may_be_null =
    !std::same_as<std::remove_cvref_t<R>, std::nullopt_t> || holds_null<T>;

}  // namespace detail

/// The other side of an operator whose one side has the value type T: a value, a term, or a scalar
/// query.
template <class T>
class Operand {
public:
    template <class R>
    Operand(R&& right) noexcept {  // NOLINT(google-explicit-constructor): an operand is written as
                                   // a plain value
        constexpr bool type_fits = detail::fits_type<T, R>;
        static_assert(type_fits, "azoth: the value's type does not fit the column's");
        constexpr bool null_fits = detail::may_be_null<T, R>;
        static_assert(null_fits, "azoth: the column is NOT NULL, so it is never std::nullopt");
        if constexpr (detail::fits<T, R>()) {
            constexpr bool is_value = Term<R> || !detail::is_array<detail::without_optional<R>>;
            static_assert(
                is_value,
                "azoth: an array is no value of an expression yet; write the condition as "
                "text(\"… @> :tags\") with {{\"tags\", vector}}");
            if constexpr (Term<R>) {
                tree_ = std::forward<R>(right).tree();
            } else if constexpr (detail::DecimalAndInteger<detail::without_optional<T>,
                                                           std::decay_t<R>>) {
                tree_ = detail::literal_tree<Decimal>(Decimal{right});
            } else if constexpr (is_value) {
                tree_ = detail::literal_tree<std::decay_t<R>>(right);
            }
        }
    }
    [[nodiscard]] tree::Tree take() && noexcept { return std::move(tree_); }

private:
    tree::Tree tree_{};
};

}  // namespace azoth
