// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/array.hpp>
#include <azoth/types/decimal.hpp>
#include <azoth/types/enum.hpp>
#include <azoth/types/uuid.hpp>

#include <new>

namespace azoth {

namespace detail {

template <class T>
ValueView view_object(const void* object, Value& scratch) {
    const T& value = *static_cast<const T*>(object);
    if constexpr (is_optional<T>) {
        return value ? Conversion<without_optional<T>>::view(*value, scratch) : ValueView::null();
    } else {
        return Conversion<T>::view(value, scratch);
    }
}

template <class T>
void load_value(T& value, const RowReader& row, int column) {
    if constexpr (requires { Conversion<T>::load_into(value, row, column); }) {
        Conversion<T>::load_into(value, row, column);
    } else {
        value = Conversion<T>::load(row, column);
    }
}

template <class T>
void load_object(void* object, const RowReader& row, int column) {
    T& value = *static_cast<T*>(object);
    if (row.is_null(column)) {
        if constexpr (is_optional<T>) {
            value.reset();
            return;
        } else if constexpr (TakesNull<T>) {
            value = T{};
            return;
        } else {
            throw_unexpected_null(column, type_name<T>());
        }
    }
    if constexpr (is_optional<T>) {
        load_value(value ? *value : value.emplace(), row, column);
    } else {
        load_value(value, row, column);
    }
}

template <class T>
constexpr Codec make_codec() noexcept {
    return Codec{
        .kind = Conversion<without_optional<T>>::kind,
        .nullable = is_optional<T> || TakesNull<T>,
        .size = sizeof(T),
        .alignment = alignof(T),
        .type_name = &type_name<T>,
        .default_type = &Conversion<without_optional<T>>::type,
        .view = &view_object<T>,
        .load = &load_object<T>,
        .equal = [](const void* left, const void* right) {
            return *static_cast<const T*>(left) == *static_cast<const T*>(right);
        },
        .copy = [](void* memory, const void* object) { new (memory) T(*static_cast<const T*>(object)); },
        .assign = [](void* object, const void* from) { *static_cast<T*>(object) = *static_cast<const T*>(from); },
        .destroy = [](void* object) noexcept { static_cast<T*>(object)->~T(); },
        .is_default = [](const void* object) { return *static_cast<const T*>(object) == T{}; },
    };
}

}  // namespace detail

/// Types that a column can have: see types/conversions for the list, or specialise `azoth::sql_type`.
template <class T>
concept SqlValue = detail::Convertible<detail::without_optional<T>>;

template <SqlValue T>
inline constexpr Codec codec_of = detail::make_codec<T>();

}  // namespace azoth
