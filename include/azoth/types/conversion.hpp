// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/codec.hpp>

#include <concepts>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

namespace azoth {

using Bytes = std::vector<std::byte>;

/// Specialise this for a type of your own, in terms of one azoth knows (SQLAlchemy's
/// TypeDecorator):
///
///     template <>
///     struct azoth::sql_type<Money> {
///         static std::int64_t to_database(const Money& money) { return money.cents; }
///         static Money from_database(std::int64_t cents) { return Money{cents}; }
///         static azoth::SqlType type() { return azoth::BigInteger(); }  // optional
///     };
template <class T>
struct sql_type;

namespace detail {

[[noreturn]] void throw_unexpected_null(int column, std::string_view type_name);
[[noreturn]] void throw_out_of_range(std::string_view type_name, const std::string& value);

/// The name of T, split out of the compiler's signature text.
[[nodiscard]] std::string_view type_name_in(std::string_view signature) noexcept;
template <class T>
[[nodiscard]] std::string_view type_name() noexcept {
    return type_name_in(__PRETTY_FUNCTION__);
}

/// How one C++ type travels. Specialisations give: kind, type(), view(value, scratch), and for the
/// way back load(row, column), or Read, which RowReader reads, with assign(object, read).
template <class T>
struct Conversion;

/// A column that is not NULL.
template <class T>
[[nodiscard]] T loaded(const RowReader& row, int column) {
    if constexpr (requires { typename Conversion<T>::Read; }) {
        typename Conversion<T>::Read read{};
        if (!row.read(column, read)) {
            throw_unexpected_null(column, type_name<T>());
        }
        T object{};
        Conversion<T>::assign(object, read);
        return object;
    } else {
        return Conversion<T>::load(row, column);
    }
}

template <class T>
concept Convertible = requires { Conversion<T>::kind; };

template <class T>
concept Decorated = requires(const T& value) { sql_type<T>::to_database(value); };

template <>
struct Conversion<bool> {
    static constexpr ValueKind kind = ValueKind::Boolean;
    static SqlType type() { return sql::Boolean(); }
    static ValueView view(bool value, Value&) noexcept { return ValueView::boolean(value); }
    using Read = std::int64_t;
    static void assign(bool& object, std::int64_t value) noexcept { object = value != 0; }
};

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
struct WithoutOptional {
    using type = T;
};
template <class T>
struct WithoutOptional<std::optional<T>> {
    using type = T;
};
/// `std::optional<int>` -> `int`; other types are themselves.
template <class T>
using without_optional = typename WithoutOptional<std::remove_cvref_t<T>>::type;

/// Types with a NULL of their own.
template <class T>
concept TakesNull = requires { requires Conversion<T>::takes_null; };

/// A value of any kind. What the database sends by itself; the column's type must be said.
template <>
struct Conversion<Value> {
    static constexpr ValueKind kind = ValueKind::Null;
    static constexpr bool takes_null = true;
    static SqlType type() { return sql::Native(); }
    static ValueView view(const Value& value, Value&) noexcept { return value.view(); }
    static Value load(const RowReader& row, int column) {
        return row.value(column, ValueKind::Null);
    }
};

template <class T>
concept PlainInteger = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
                       !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                       !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

[[nodiscard]] SqlType integer_type(std::size_t bytes_needed);

template <PlainInteger T>
struct Conversion<T> {
    static constexpr ValueKind kind = ValueKind::Integer;
    // An unsigned type gets the next wider signed one.
    static SqlType type() { return integer_type(sizeof(T) + (std::is_unsigned_v<T> ? 1 : 0)); }
    static ValueView view(T value, Value&) {
        if constexpr (std::is_unsigned_v<T> && sizeof(T) == 8) {
            if (value > static_cast<T>(std::numeric_limits<std::int64_t>::max())) {
                throw_out_of_range(type_name<T>(), std::to_string(value));
            }
        }
        return ValueView::integer(static_cast<std::int64_t>(value));
    }
    using Read = std::int64_t;
    static void assign(T& object, std::int64_t value) {
        if constexpr (sizeof(T) < 8 || std::is_unsigned_v<T>) {
            if (!std::in_range<T>(value)) {
                throw_out_of_range(type_name<T>(), std::to_string(value));
            }
        }
        object = static_cast<T>(value);
    }
};

template <std::floating_point T>
struct Conversion<T> {
    static constexpr ValueKind kind = ValueKind::Real;
    static SqlType type() {
        if constexpr (sizeof(T) == 4) {
            return sql::Float();
        } else {
            return sql::Double();
        }
    }
    static ValueView view(T value, Value&) noexcept {
        return ValueView::real(static_cast<double>(value));
    }
    using Read = double;
    static void assign(T& object, double value) noexcept { object = static_cast<T>(value); }
};

template <>
struct Conversion<std::string> {
    static constexpr ValueKind kind = ValueKind::Text;
    static SqlType type() { return sql::String(); }
    static ValueView view(const std::string& value, Value&) noexcept {
        return ValueView::text(value);
    }
    using Read = std::string_view;
    static void assign(std::string& object, std::string_view value) { object.assign(value); }
};

template <>
struct Conversion<Bytes> {
    static constexpr ValueKind kind = ValueKind::Bytes;
    static SqlType type() { return sql::LargeBinary(); }
    static ValueView view(const Bytes& value, Value&) noexcept { return ValueView::bytes(value); }
    static Bytes load(const RowReader& row, int column) {
        const auto bytes = row.bytes(column);
        return Bytes(bytes.begin(), bytes.end());
    }
};

template <Decorated T>
struct Conversion<T> {
    using Stored =
        std::remove_cvref_t<decltype(sql_type<T>::to_database(std::declval<const T&>()))>;
    static constexpr ValueKind kind = Conversion<Stored>::kind;
    static SqlType type() {
        if constexpr (requires { sql_type<T>::type(); }) {
            return sql_type<T>::type();
        } else {
            return Conversion<Stored>::type();
        }
    }
    static ValueView view(const T& value, Value& scratch) {
        Value inner;
        scratch = Value::copy_of(Conversion<Stored>::view(sql_type<T>::to_database(value), inner));
        return scratch.view();
    }
    static T load(const RowReader& row, int column) {
        return sql_type<T>::from_database(loaded<Stored>(row, column));
    }
};

}  // namespace detail
}  // namespace azoth
