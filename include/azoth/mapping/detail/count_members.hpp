// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/detail/bindings.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

/// Counts the members of an aggregate: `T{a, b, c}` compiles for as many initialisers as there are
/// members, when each of them converts to anything.
namespace azoth::mapping::detail {

/// Initialises a member of any type but `Owner`, which it would copy. The conversion is `const`,
/// and the object is not, so that a converting constructor template (`std::any` has one) is the
/// better match and not an equal one. It has a body because constexpr constructors of members are
/// compiled with it, and compilers warn where a function of a local type is used and not defined.
template <class Owner>
struct AnyMember {
    template <class Member>
        requires(!std::is_same_v<Member, Owner>)
    operator Member() const noexcept {
        __builtin_unreachable();
    }
};

/// Initialises a base of `Owner`, and nothing else.
template <class Owner>
struct AnyBase {
    template <class Base>
        requires(!std::is_same_v<Base, Owner> && std::is_base_of_v<Base, Owner>)
    operator Base() const noexcept {
        __builtin_unreachable();
    }
};

/// Initialises only what takes everything, such as `std::any`.
struct Nothing {};

template <class T, class First, std::size_t... Index>
consteval bool accepts_first(std::index_sequence<Index...>) noexcept {
    return requires(First& first, AnyMember<T>& any) {
        T{first, (static_cast<void>(Index), any)...};
    };
}

template <class T, std::size_t... Index>
consteval bool accepts(std::index_sequence<Index...>) noexcept {
    return requires(AnyMember<T>& any) { T{(static_cast<void>(Index), any)...}; };
}

/// Whether `T{a, b, …}` takes `Count` initialisers.
template <class T, std::size_t Count>
inline constexpr bool accepts_count = accepts<T>(std::make_index_sequence<Count>());

/// The greatest accepted number; `Low` is accepted, more than `High` is not.
template <class T, std::size_t Low, std::size_t High>
consteval std::size_t greatest_count() noexcept {
    if constexpr (Low == High) {
        return Low;
    } else if constexpr (constexpr std::size_t middle = Low + (High - Low + 1) / 2;
                         accepts_count<T, middle>) {
        return greatest_count<T, middle, High>();
    } else {
        return greatest_count<T, Low, middle - 1>();
    }
}

/// The smallest accepted number: 0 unless a member cannot be left out. `maximum_fields + 1` when
/// there is none.
template <class T, std::size_t Count = 0>
consteval std::size_t smallest_count() noexcept {
    if constexpr (Count > maximum_fields || accepts_count<T, Count>) {
        return Count;
    } else {
        return smallest_count<T, Count + 1>();
    }
}

/// Doubles a guess until it is too high: most structs are small, and each question costs by its
/// length.
template <class T, std::size_t Low, std::size_t Guess = 12>
consteval std::size_t count_from() noexcept {
    if constexpr (Low >= Guess) {
        return count_from<T, Low, 2 * Low + 1>();
    } else if constexpr (Guess > maximum_fields) {
        return greatest_count<T, Low, maximum_fields + 1>();
    } else if constexpr (accepts_count<T, Guess>) {
        return count_from<T, Guess, 2 * Guess>();
    } else {
        return greatest_count<T, Low, Guess - 1>();
    }
}

/// The number of initialisers, in which a C array counts with each of its elements.
template <class T>
inline constexpr std::size_t initializer_count = count_from<T, smallest_count<T>()>();

/// `T{any…, {}, any…}`: braces initialise a C array as a whole, so that too many initialisers
/// follow.
template <class T, std::size_t... Before, std::size_t... After>
consteval bool starts_array(std::index_sequence<Before...>,
                            std::index_sequence<After...>) noexcept {
    return requires(AnyMember<T>& any) { T{(static_cast<void>(Before), any)..., {}}; } &&
           !requires(AnyMember<T>& any) {
               T{(static_cast<void>(Before), any)..., {}, (static_cast<void>(After), any)...};
           };
}

template <class T, std::size_t Count, std::size_t... Index>
consteval bool array_among(std::index_sequence<Index...>) noexcept {
    return (starts_array<T>(std::make_index_sequence<Index>(),
                            std::make_index_sequence<Count - Index - 1>()) ||
            ...);
}

enum class Obstacle {
    None,
    NotAnAggregate,
    NoMembers,
    NotInitializable,
    TooManyMembers,
    BaseClass,
    Array
};

template <class T>
consteval Obstacle obstacle_of_count() noexcept {
    constexpr std::size_t count = initializer_count<T>;
    if constexpr (count == 0) {
        return Obstacle::NoMembers;
    } else if constexpr (accepts_first<T, AnyBase<T>>(std::make_index_sequence<count - 1>()) &&
                         !accepts_first<T, Nothing>(std::make_index_sequence<count - 1>())) {
        return Obstacle::BaseClass;
    } else if constexpr (Bindings<count>::template takes_defaults<T>) {
        return Obstacle::None;
    } else if constexpr (array_among<T, count>(std::make_index_sequence<count>())) {
        return Obstacle::Array;
    } else {
        return Obstacle::None;
    }
}

template <class T>
consteval Obstacle find_obstacle() noexcept {
    if constexpr (!std::is_aggregate_v<T> || !std::is_class_v<T>) {
        return Obstacle::NotAnAggregate;
    } else if constexpr (smallest_count<T>() > maximum_fields) {
        return accepts_count<T, maximum_fields + 1> ? Obstacle::TooManyMembers
                                                    : Obstacle::NotInitializable;
    } else if constexpr (initializer_count<T> > maximum_fields) {
        return Obstacle::TooManyMembers;
    } else {
        return obstacle_of_count<T>();
    }
}

template <class T>
inline constexpr Obstacle obstacle = find_obstacle<T>();

/// Reflected in place of a struct that cannot be, so that one error is the only one.
struct StandIn {
    char nothing;
};

template <class T>
using Reflected = std::conditional_t<obstacle<T> == Obstacle::None, T, StandIn>;

/// The count, or an error that says why there is none and what to do.
template <class T>
consteval std::size_t checked_count() noexcept {
    constexpr Obstacle found = obstacle<T>;
    static_assert(
        found != Obstacle::NotAnAggregate,
        "azoth cannot list the members of this class: it is not an aggregate (it has constructors, "
        "private members or virtual functions); list the columns with column<&T::m>()");
    static_assert(found != Obstacle::NoMembers,
                  "azoth cannot list the members of this struct: it has none");
    static_assert(found != Obstacle::NotInitializable,
                  "azoth cannot list the members of this struct: one is a reference, or has "
                  "constructors that "
                  "accept too much; list the columns with column<&T::m>()");
    static_assert(
        found != Obstacle::TooManyMembers,
        "azoth cannot list the members of this struct: it has more than 100; list the columns with "
        "column<&T::m>()");
    static_assert(
        found != Obstacle::BaseClass,
        "azoth cannot list the members of this struct: it has a base class; list the columns with "
        "column<&T::m>()");
    static_assert(found != Obstacle::Array,
                  "azoth cannot list the members of this struct: one is a C array; make it a "
                  "std::array, or list "
                  "the columns with column<&T::m>()");
    return initializer_count<Reflected<T>>;
}

}  // namespace azoth::mapping::detail
