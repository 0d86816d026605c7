// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/detail/bindings.hpp>
#include <azoth/mapping/detail/count_members.hpp>

#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

/// The members of a plain struct, found without a word from its author: how many, their types,
/// names and offsets. Reflected are aggregates of 1 to 100 members without base classes, C arrays,
/// bit-fields and reference members. No object is constructed, so members need be neither copyable
/// nor default constructible. Everything here may be called from any thread.
namespace azoth::mapping {

/// A struct whose members can be listed. Bit-fields and C arrays of one element are only found out
/// when the members are used, which then does not compile.
template <class T>
concept ReflectableAggregate = detail::obstacle<T> == detail::Obstacle::None;

/// The number of members, each nested struct and each `std::array` being one.
template <class T>
inline constexpr std::size_t field_count = detail::checked_count<T>();

/// The types of the members in order, `const` where the member is.
template <class... Members>
struct FieldTypes {
    static_assert((!std::is_array_v<Members> && ...),
                  "azoth cannot list the members of this struct: one is a C array; make it a "
                  "std::array, or list the columns with column<&T::m>()");
};

namespace detail {

/// A place for an object that is never constructed: only the addresses of its members are of
/// interest. It is defined because compilers warn at a variable that is not. Both names are looked
/// for in `address_text`.
template <class T>
union Storage {
    char nothing;
    T azoth_object;

    constexpr Storage() noexcept : nothing{} {}
    constexpr ~Storage() {}
};

template <class T>
inline constinit Storage<T> azoth_storage{};

template <class T>
inline constexpr auto member_addresses =
    Bindings<field_count<T>>::members(azoth_storage<Reflected<T>>.azoth_object);

template <class... Members>
constexpr FieldTypes<Members...> types_of(const MemberAddresses<Members...>&) noexcept {
    return {};
}

template <class T>
using TypesOf = decltype(types_of(member_addresses<T>));

/// The compiler's spelling of all addresses in one text, which holds the name of each member.
template <auto MemberAddresses>
constexpr const char* address_text() noexcept {
    return __PRETTY_FUNCTION__;
}

/// Cuts `text` into one name for each element of `names`.
void split_names(const char* text, std::span<std::string_view> names);

/// What the compiler knows of one struct, and what is made of it when it is first asked for.
struct FieldTable {
    std::size_t count;
    const void* start;
    const void* const* addresses;
    const char* text;
    const std::string_view* names = nullptr;
    const std::size_t* offsets = nullptr;

    /// Fills in the names and the offsets, once.
    const FieldTable& ready();
};

template <class T>
inline constinit FieldTable field_table{
    field_count<T>,
    &azoth_storage<Reflected<T>>,
    member_addresses<T>.addresses.at,
    address_text<member_addresses<T>.addresses>(),
};

template <class T>
const FieldTable& fields_of() {
    static_assert(sizeof(TypesOf<T>) > 0);  // looks into FieldTypes, which refuses C arrays
    return field_table<T>.ready();
}

template <class Visitor, class... Members>
void visit(Visitor& visitor, const std::size_t* offsets, FieldTypes<Members...>) {
    std::size_t index = 0;
    ((visitor.template operator()<Members>(index, offsets[index]), ++index), ...);
}

}  // namespace detail

/// `FieldTypes<Members...>` of the struct.
template <class T>
using field_types = detail::TypesOf<T>;

/// The names as written in the struct, in order. They live until the program ends. The first call
/// for a struct cuts them out of a text of the compiler's, later ones return what was made then.
template <class T>
[[nodiscard]] std::span<const std::string_view> field_names() {
    return {detail::fields_of<T>().names, field_count<T>};
}

/// The offsets in bytes from the start of the struct, in order.
template <class T>
[[nodiscard]] std::span<const std::size_t> field_offsets() {
    return {detail::fields_of<T>().offsets, field_count<T>};
}

/// Calls `visitor.template operator()<Member>(index, offset)` for each member in order. Give the
/// call operator little to do, or nothing that depends on more than `Member`: it is compiled for
/// each type.
template <class T, class Visitor>
void for_each_field(Visitor&& visitor) {
    detail::visit(visitor, detail::fields_of<T>().offsets, field_types<T>{});
}

}  // namespace azoth::mapping
