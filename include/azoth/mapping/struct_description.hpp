// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/member.hpp>
#include <azoth/mapping/reflect.hpp>

#include <new>

namespace azoth::mapping {

/// All that is known about a struct without a word from its author.
struct StructDescription {
    LifeCycle life_cycle{};
    bool reflected = false;  ///< the members are listed here; otherwise the mapping lists them
    std::span<const MemberType* const> members{};
    std::span<const std::string_view> (*names)() = nullptr;
    std::span<const std::size_t> (*offsets)() = nullptr;
};

namespace detail {

template <class T>
void construct_object(void* memory) {
    new (memory) T();
}
template <class T>
void move_object(void* memory, void* from) {
    new (memory) T(std::move(*static_cast<T*>(from)));
}
// Rarely called, and long: a cold function takes half the time to compile.
template <class T>
[[gnu::cold]] void copy_object(void* memory, const void* from) {
    new (memory) T(*static_cast<const T*>(from));
}
template <class T>
void destroy_object(void* object) noexcept {
    static_cast<T*>(object)->~T();
}

template <class T>
constexpr LifeCycle life_cycle_of() noexcept {
    static_assert(std::is_move_constructible_v<T>, "azoth: a mapped struct must be movable");
    LifeCycle life{.size = sizeof(T), .alignment = alignof(T)};
    life.move = &move_object<T>;
    life.destroy = &destroy_object<T>;
    if constexpr (std::is_default_constructible_v<T>) {
        life.construct = &construct_object<T>;
    }
    if constexpr (std::is_copy_constructible_v<T>) {
        life.copy = &copy_object<T>;
    }
    return life;
}

template <class Fields>
inline constexpr const MemberType* const* types_of_fields = nullptr;
template <class... Members>
inline constexpr const MemberType* types_of_fields<FieldTypes<Members...>>[] = {
    &member_type<Members>...};

template <class T>
constexpr StructDescription describe() noexcept {
    StructDescription description{.life_cycle = life_cycle_of<T>()};
    if constexpr (ReflectableAggregate<T>) {
        description.reflected = true;
        description.members = types_of_fields<field_types<T>>;
        description.names = &field_names<T>;
        description.offsets = &field_offsets<T>;
    }
    return description;
}

}  // namespace detail

template <class T>
inline constexpr StructDescription description_of = detail::describe<T>();

}  // namespace azoth::mapping
