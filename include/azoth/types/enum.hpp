// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/conversion.hpp>

namespace azoth {

/// Specialise this where the labels of an enumeration are not the names of its enumerators, or
/// their values are not from 0 to 63:
///
///     template <>
///     struct azoth::enum_labels<Color> {
///         static constexpr std::pair<Color, std::string_view> labels[] = {
///             {Color::Red, "red"}, {Color::Green, "green"}};
///     };
template <class E>
struct enum_labels;

namespace detail {

template <class E>
concept ScopedEnum = std::is_enum_v<E> && !std::is_convertible_v<E, std::underlying_type_t<E>> &&
                     !std::same_as<E, std::byte>;

template <class E>
concept LabelledEnum = requires { enum_labels<E>::labels; };

/// The labels of one enumeration, in order.
struct EnumTable {
    struct Entry {
        std::int64_t value;
        std::string_view label;
    };
    std::string_view type_name;  ///< as C++ spells it
    std::vector<Entry> entries;

    /// Throws DataError (`enum-without-label`).
    [[nodiscard]] std::string_view label(std::int64_t value) const;
    /// Throws DataError (`unknown-enum-label`).
    [[nodiscard]] std::int64_t value(std::string_view label) const;
    /// `Enum("color", {"Red", "Green"})`, named like the C++ type, in snake case.
    [[nodiscard]] SqlType type() const;
};

inline constexpr std::size_t enumerators_looked_for = 64;

/// Cuts the enumerators' names out of the compiler's spelling of the values 0 to 63; a value
/// without a name is written as a number there.
[[nodiscard]] std::vector<EnumTable::Entry> enum_entries_in(std::string_view signature);

template <class E, E... Values>
[[nodiscard]] std::string_view enum_signature() noexcept {
    return __PRETTY_FUNCTION__;
}

template <class E, std::size_t... Is>
[[nodiscard]] std::string_view enum_signature(std::index_sequence<Is...>) noexcept {
    return enum_signature<E, static_cast<E>(Is)...>();
}

template <class E>
[[nodiscard]] EnumTable make_enum_table() {
    EnumTable table{.type_name = type_name<E>(), .entries = {}};
    if constexpr (LabelledEnum<E>) {
        for (const auto& [value, label] : enum_labels<E>::labels) {
            table.entries.push_back({static_cast<std::int64_t>(value), label});
        }
    } else {
        table.entries =
            enum_entries_in(enum_signature<E>(std::make_index_sequence<enumerators_looked_for>{}));
    }
    return table;
}

template <class E>
[[nodiscard]] const EnumTable& enum_table() {
    static const EnumTable table = make_enum_table<E>();
    return table;
}

/// Travels as its label.
template <ScopedEnum E>
    requires(!Decorated<E>)
struct Conversion<E> {
    static constexpr ValueKind kind = ValueKind::Text;
    static SqlType type() { return enum_table<E>().type(); }
    static ValueView view(E value, Value&) {
        return ValueView::text(enum_table<E>().label(static_cast<std::int64_t>(value)));
    }
    static E load(const RowReader& row, int column) {
        return static_cast<E>(enum_table<E>().value(row.text(column)));
    }
};

}  // namespace detail
}  // namespace azoth
