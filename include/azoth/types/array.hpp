// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/conversion.hpp>
#include <azoth/types/value_reader.hpp>

/// std::vector<T> is an array, where the database has such columns; vectors of std::byte are Bytes.
namespace azoth::detail {

[[noreturn]] void throw_null_element(std::string_view type_name);

template <class T>
[[nodiscard]] Value element_value(const T& element) {
    if constexpr (is_optional<T>) {
        return element ? element_value(*element) : Value{};
    } else {
        Value scratch;
        return Value::copy_of(Conversion<T>::view(element, scratch));
    }
}

template <class T>
[[nodiscard]] T load_element(const ValueReader& reader, int index) {
    if (reader.is_null(index)) {
        if constexpr (is_optional<T> || TakesNull<T>) {
            return {};
        } else {
            throw_null_element(type_name<T>());
        }
    }
    return loaded<without_optional<T>>(reader, index);
}

template <class T>
    requires Convertible<without_optional<T>> && (!std::same_as<T, std::byte>)
struct Conversion<std::vector<T>> {
    static constexpr ValueKind kind = ValueKind::Array;
    static SqlType type() { return sql::Array{Conversion<without_optional<T>>::type()}; }
    static ValueView view(const std::vector<T>& value, Value& scratch) {
        std::vector<Value> elements;
        elements.reserve(value.size());
        for (const T& element : value) {
            elements.push_back(element_value(element));
        }
        scratch = Value::array(std::move(elements));
        return scratch.view();
    }
    static std::vector<T> load(const RowReader& row, int column) {
        const Value value = row.value(column, ValueKind::Array);
        const ValueReader reader{value.as_array()};
        const int count = static_cast<int>(value.as_array().size());
        std::vector<T> result;
        result.reserve(value.as_array().size());
        for (int index = 0; index < count; ++index) {
            result.push_back(load_element<T>(reader, index));
        }
        return result;
    }
};

}  // namespace azoth::detail
