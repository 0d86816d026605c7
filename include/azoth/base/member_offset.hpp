// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace azoth {

/// Byte offset of a data member in its class: `offset_of(&User::id)`. No branch, no failure, any
/// thread.
///
/// Needs neither an aggregate nor a standard-layout class. The pointer must not be null. A member
/// of a base class gives its offset in the *base*, because `&Derived::member` is a pointer into the
/// base; `offset_in<Derived>(&Derived::member)` gives the other one.
///
/// Itanium C++ ABI, 2.3.1: a pointer to data member is the offset of the member.
template <class T, class Member>
[[nodiscard]] inline std::size_t offset_of(Member T::* member) noexcept {
    static_assert(sizeof(member) == sizeof(std::ptrdiff_t),
                  "offset_of() needs a pointer to a data member, not to a member function");
    return static_cast<std::size_t>(__builtin_bit_cast(std::ptrdiff_t, member));
}

/// Byte offset of a member of `T` or of a base of `T`, counted from the start of `T`. Does not
/// compile for a member of a virtual base: its offset is not a constant.
template <class T, class Base, class Member>
[[nodiscard]] inline std::size_t offset_in(Member Base::* member) noexcept {
    return offset_of(static_cast<Member T::*>(member));
}

}  // namespace azoth
