// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/record/detail/bindings.hpp>

#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace azoth::record {

/// One member of a struct, as found by reflection.
struct Field {
    std::string_view name{};  ///< as written in the struct; static storage
    std::size_t offset = 0;   ///< in bytes from the start of the struct
    std::size_t size = 0;     ///< in bytes
};

/// The types of the members of a struct, in order, with their `const`.
template <class... Members>
struct FieldTypes {};

namespace detail {

/// Initialises a member of any type but `Owner`, which it would copy. The conversion is `const` so that a
/// converting constructor template of the member (`std::any`) is the better match, not an equal one.
template <class Owner>
struct AnyMember {
    template <class Member>
        requires(!std::is_same_v<Member, Owner>)
    operator Member() const noexcept;
};

/// Initialises a base of `Owner`, and nothing else.
template <class Owner>
struct AnyBase {
    template <class Base>
        requires(std::is_base_of_v<Base, Owner> && !std::is_same_v<Base, Owner>)
    operator Base() const noexcept;
};

struct Nothing {};

/// What `{}` is compared with: initialises each member with its default.
struct Defaults {};

template <class T, std::size_t... Index>
consteval bool accepts(std::index_sequence<Index...>) noexcept {
    return requires(const AnyMember<T>& any) { T{(static_cast<void>(Index), any)...}; };
}

/// Whether `T{a, b, …}` takes `Count` initialisers.
template <class T, std::size_t Count>
inline constexpr bool accepts_members = accepts<T>(std::make_index_sequence<Count>());

/// The greatest number of initialisers, known to be in [Low, High].
template <class T, std::size_t Low, std::size_t High>
consteval std::size_t count_between() noexcept {
    if constexpr (Low == High) {
        return Low;
    } else {
        constexpr std::size_t middle = Low + (High - Low + 1) / 2;
        if constexpr (accepts_members<T, middle>) {
            return count_between<T, middle, High>();
        } else {
            return count_between<T, Low, middle - 1>();
        }
    }
}
}
}
