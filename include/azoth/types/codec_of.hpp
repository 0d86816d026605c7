// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/array.hpp>
#include <azoth/types/decimal.hpp>
#include <azoth/types/enum.hpp>
#include <azoth/types/uuid.hpp>

#include <new>

namespace azoth {

namespace detail {

/// A type of the program without `==` is compared by what is written for it.
template <class T>
[[nodiscard]] bool same_value(const T& left, const T& right) {
    if constexpr (is_optional<T>) {
        return left && right ? same_value(*left, *right) : !left && !right;
    } else if constexpr (Decorated<T> && !std::equality_comparable<T>) {
        return same_value(sql_type<T>::to_database(left), sql_type<T>::to_database(right));
    } else {
        return left == right;
    }
}

/// What a codec points to. For everyday types these are compiled once, in the library: at -O2 they
/// cost a program more than its own code.
template <class T>
struct CodecFunctions {
    static SqlType default_type() { return Conversion<without_optional<T>>::type(); }

    static ValueView view(const void* object, Value& scratch) {
        const T& value = *static_cast<const T*>(object);
        if constexpr (is_optional<T>) {
            return value ? Conversion<without_optional<T>>::view(*value, scratch)
                         : ValueView::null();
        } else {
            return Conversion<T>::view(value, scratch);
        }
    }

    static void load(void* object, const RowReader& row, int column) {
        using Plain = without_optional<T>;
        T& value = *static_cast<T*>(object);
        if constexpr (requires { typename Conversion<Plain>::Read; }) {
            typename Conversion<Plain>::Read read{};
            if (!row.read(column, read)) {
                return load_null(value, column);
            }
            Conversion<Plain>::assign(present(value), read);
        } else if (row.is_null(column)) {
            load_null(value, column);
        } else {
            present(value) = Conversion<Plain>::load(row, column);
        }
    }

    static bool equal(const void* left, const void* right) {
        return same_value(*static_cast<const T*>(left), *static_cast<const T*>(right));
    }
    static void copy(void* memory, const void* object) {
        new (memory) T(*static_cast<const T*>(object));
    }
    static void assign(void* object, const void* from) {
        *static_cast<T*>(object) = *static_cast<const T*>(from);
    }
    static void destroy(void* object) noexcept { static_cast<T*>(object)->~T(); }
    static bool is_default(const void* object) {
        return same_value(*static_cast<const T*>(object), T{});
    }

private:
    static void load_null(T& value, int column) {
        if constexpr (is_optional<T>) {
            value.reset();
        } else if constexpr (TakesNull<T>) {
            value = T{};
        } else {
            throw_unexpected_null(column, type_name<T>());
        }
    }

    static without_optional<T>& present(T& value) {
        if constexpr (is_optional<T>) {
            return value ? *value : value.emplace();
        } else {
            return value;
        }
    }
};

template <class T>
void load_object(void* object, const RowReader& row, int column) {
    CodecFunctions<T>::load(object, row, column);
}

template <class T>
constexpr Codec make_codec() noexcept {
    using Functions = CodecFunctions<T>;
    return Codec{
        .kind = Conversion<without_optional<T>>::kind,
        .nullable = is_optional<T> || TakesNull<T>,
        .size = sizeof(T),
        .alignment = alignof(T),
        .type_name = &type_name<T>,
        .default_type = &Functions::default_type,
        .view = &Functions::view,
        .load = &Functions::load,
        .equal = &Functions::equal,
        .copy = &Functions::copy,
        .assign = &Functions::assign,
        .destroy = &Functions::destroy,
        .is_default = &Functions::is_default,
    };
}

extern template struct CodecFunctions<bool>;
extern template struct CodecFunctions<std::optional<bool>>;
extern template struct CodecFunctions<signed char>;
extern template struct CodecFunctions<std::optional<signed char>>;
extern template struct CodecFunctions<short>;
extern template struct CodecFunctions<std::optional<short>>;
extern template struct CodecFunctions<int>;
extern template struct CodecFunctions<std::optional<int>>;
extern template struct CodecFunctions<long>;
extern template struct CodecFunctions<std::optional<long>>;
extern template struct CodecFunctions<long long>;
extern template struct CodecFunctions<std::optional<long long>>;
extern template struct CodecFunctions<unsigned char>;
extern template struct CodecFunctions<std::optional<unsigned char>>;
extern template struct CodecFunctions<unsigned short>;
extern template struct CodecFunctions<std::optional<unsigned short>>;
extern template struct CodecFunctions<unsigned>;
extern template struct CodecFunctions<std::optional<unsigned>>;
extern template struct CodecFunctions<unsigned long>;
extern template struct CodecFunctions<std::optional<unsigned long>>;
extern template struct CodecFunctions<unsigned long long>;
extern template struct CodecFunctions<std::optional<unsigned long long>>;
extern template struct CodecFunctions<float>;
extern template struct CodecFunctions<std::optional<float>>;
extern template struct CodecFunctions<double>;
extern template struct CodecFunctions<std::optional<double>>;
extern template struct CodecFunctions<std::string>;
extern template struct CodecFunctions<std::optional<std::string>>;
extern template struct CodecFunctions<Bytes>;
extern template struct CodecFunctions<std::optional<Bytes>>;
extern template struct CodecFunctions<Uuid>;
extern template struct CodecFunctions<std::optional<Uuid>>;
extern template struct CodecFunctions<Decimal>;
extern template struct CodecFunctions<std::optional<Decimal>>;

}  // namespace detail

/// Types that a column can have: see types/conversions for the list, or specialise
/// `azoth::sql_type`.
template <class T>
concept SqlValue = detail::Convertible<detail::without_optional<T>>;

template <SqlValue T>
inline constexpr Codec codec_of = detail::make_codec<T>();

}  // namespace azoth
