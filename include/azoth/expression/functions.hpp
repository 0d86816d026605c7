// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/expression/operators.hpp>

namespace azoth {

namespace detail {

[[nodiscard]] tree::Tree function_tree(std::string_view name,
                                       std::span<tree::Tree> arguments) noexcept;
[[nodiscard]] tree::Tree star_tree() noexcept;
[[nodiscard]] tree::Tree nullable_tree(tree::Tree term) noexcept;
[[nodiscard]] tree::Tree sql_tree(std::string_view sql) noexcept;

/// A function's argument: a term, a pointer to a member, or a value.
template <class A>
[[nodiscard]] tree::Tree argument_tree(A&& argument) noexcept {
    if constexpr (TermOrMember<A>) {
        return azoth::as_term(std::forward<A>(argument)).tree();
    } else {
        constexpr bool is_value = !is_array<without_optional<A>>;
        static_assert(is_value,
                      "azoth: an array is no value of an expression yet; write the condition as "
                      "text(\"… @> :tags\") with {{\"tags\", vector}}");
        return literal_tree<std::decay_t<A>>(argument);
    }
}

template <class T, class... Arguments>
[[nodiscard]] Expression<T> call(std::string_view name, Arguments&&... arguments) noexcept {
    if constexpr (sizeof...(Arguments) == 0) {
        return Expression<T>{function_tree(name, {})};
    } else {
        tree::Tree trees[] = {argument_tree(std::forward<Arguments>(arguments))...};
        return Expression<T>{function_tree(name, trees)};
    }
}

template <class A>
struct ArgumentValue {
    using type = std::conditional_t<TextLike<std::decay_t<A>>, std::string, std::decay_t<A>>;
};
template <TermOrMember A>
struct ArgumentValue<A> {
    using type = term_value<A>;
};
template <class A>
using argument_value = typename ArgumentValue<A>::type;

template <class T>
using sum_of = std::optional<
    std::conditional_t<std::is_integral_v<without_optional<T>>, std::int64_t, without_optional<T>>>;

}  // namespace detail

/// SQL functions. Those that give NULL for no rows have a std::optional value. Anything without a
/// name here: `func::call<double>("random")`.
struct func {
    template <class T, class... Arguments>
    [[nodiscard]] static Expression<T> call(std::string_view name,
                                            Arguments&&... arguments) noexcept {
        return detail::call<T>(name, std::forward<Arguments>(arguments)...);
    }

    /// `count(*)`
    [[nodiscard]] static Expression<std::int64_t> count() noexcept;
    /// `count(x)`: rows where x is not NULL.
    template <TermOrMember A>
    [[nodiscard]] static Expression<std::int64_t> count(A&& argument) noexcept {
        return detail::call<std::int64_t>("count", std::forward<A>(argument));
    }
    template <TermOrMember A>
    [[nodiscard]] static auto sum(A&& argument) noexcept {
        return detail::call<detail::sum_of<term_value<A>>>("sum", std::forward<A>(argument));
    }
    template <TermOrMember A>
    [[nodiscard]] static Expression<std::optional<double>> avg(A&& argument) noexcept {
        return detail::call<std::optional<double>>("avg", std::forward<A>(argument));
    }
    template <TermOrMember A>
    [[nodiscard]] static auto min(A&& argument) noexcept {
        return detail::call<optional_of<term_value<A>>>("min", std::forward<A>(argument));
    }
    template <TermOrMember A>
    [[nodiscard]] static auto max(A&& argument) noexcept {
        return detail::call<optional_of<term_value<A>>>("max", std::forward<A>(argument));
    }
    template <TermOrMember A>
    [[nodiscard]] static auto upper(A&& argument) noexcept {
        return detail::call<term_value<A>>("upper", std::forward<A>(argument));
    }
    template <TermOrMember A>
    [[nodiscard]] static auto lower(A&& argument) noexcept {
        return detail::call<term_value<A>>("lower", std::forward<A>(argument));
    }
    template <TermOrMember A>
    [[nodiscard]] static auto trim(A&& argument) noexcept {
        return detail::call<term_value<A>>("trim", std::forward<A>(argument));
    }
    /// Characters of a text.
    template <TermOrMember A>
    [[nodiscard]] static auto length(A&& argument) noexcept {
        using Result = std::conditional_t<detail::is_optional<term_value<A>>,
                                          std::optional<std::int64_t>,
                                          std::int64_t>;
        return detail::call<Result>("length", std::forward<A>(argument));
    }
    template <TermOrMember A>
    [[nodiscard]] static auto abs(A&& argument) noexcept {
        return detail::call<term_value<A>>("abs", std::forward<A>(argument));
    }
    template <TermOrMember A, class... Rest>
    [[nodiscard]] static auto round(A&& argument, Rest&&... digits) noexcept {
        return detail::call<term_value<A>>(
            "round", std::forward<A>(argument), std::forward<Rest>(digits)...);
    }
    /// The first argument that is not NULL; not NULL itself when the last argument cannot be.
    template <TermOrMember A, class... Rest>
    [[nodiscard]] static auto coalesce(A&& first, Rest&&... rest) noexcept {
        using Held = detail::without_optional<term_value<A>>;
        constexpr bool has_one_type =
            (detail::SameFamily<Held, detail::without_optional<detail::argument_value<Rest>>> &&
             ...);
        static_assert(has_one_type, "azoth: all arguments of coalesce() have one type");
        constexpr bool may_be_null = (detail::is_optional<detail::argument_value<Rest>> && ...);
        using Result = std::conditional_t<may_be_null, std::optional<Held>, Held>;
        return detail::call<Result>(
            "coalesce", std::forward<A>(first), std::forward<Rest>(rest)...);
    }
    template <TermOrMember A, class B>
    [[nodiscard]] static auto nullif(A&& value, B&& other) noexcept {
        constexpr bool type_fits =
            detail::SameFamily<detail::without_optional<term_value<A>>,
                               detail::without_optional<detail::argument_value<B>>>;
        static_assert(type_fits, "azoth: the value's type does not fit the column's");
        return detail::call<optional_of<term_value<A>>>(
            "nullif", std::forward<A>(value), std::forward<B>(other));
    }
    [[nodiscard]] static Expression<std::int64_t> row_number() noexcept;
    [[nodiscard]] static Expression<std::int64_t> rank() noexcept;
};

/// SQL as it is, where a value is expected: `sql_expression<int>("extract(year from born)")`. The
/// caller answers for it.
template <class T>
[[nodiscard]] Expression<T> sql_expression(std::string_view sql) noexcept {
    return Expression<T>{detail::sql_tree(sql)};
}

/// A value as a term of its own: `select(literal(1))`.
template <class T>
[[nodiscard]] auto literal(const T& value) noexcept {
    using Held = detail::argument_value<const T&>;
    return Expression<Held>{detail::literal_tree<std::decay_t<const T>>(value)};
}

/// Says that a column may be missing after an outer join: its value becomes std::optional.
template <TermOrMember A>
[[nodiscard]] auto nullable(A&& argument) noexcept {
    return Expression<optional_of<term_value<A>>>{
        detail::nullable_tree(azoth::as_term(std::forward<A>(argument)).tree())};
}

/// The value that an INSERT wanted to write, inside `do_update(…)`.
template <TermOrMember A>
[[nodiscard]] auto excluded(A&& column) noexcept {
    return Expression<term_value<A>>{tree::make_tree(
        {.kind = tree::ExpressionKind::Excluded}, azoth::as_term(std::forward<A>(column)).tree())};
}

}  // namespace azoth
