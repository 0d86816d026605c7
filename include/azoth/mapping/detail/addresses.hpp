// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace azoth::mapping::detail {

/// Addresses of the members of one object, as a type that may be a template argument.
template <std::size_t Count>
struct Addresses {
    const void* at[Count];
};

/// The same with the members' types.
template <class... Members>
struct MemberAddresses {
    Addresses<sizeof...(Members)> addresses;
};

template <class... Members>
constexpr MemberAddresses<Members...> addresses_of(Members&... members) noexcept {
    return {{{__builtin_addressof(members)...}}};
}

// `members` takes an object of `Count` members apart; `takes_defaults` says whether `T` has `Count`
// members or more that `{}` initialises. An error in `members` means that the members of the struct
// cannot be listed, because one is a bit-field or a C array: list its columns with
// `column<&T::m>()` instead.
template <std::size_t Count>
struct Bindings;

}  // namespace azoth::mapping::detail
