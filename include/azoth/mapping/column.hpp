// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/element.hpp>

namespace azoth {
namespace mapping {

/// Whether a column of this type can hold values of this kind, whatever their size.
[[nodiscard]] constexpr bool can_hold(TypeKind type, ValueKind value) noexcept {
    using enum TypeKind;
    if (type == Native) {
        return true;
    }
    const bool whole = type == SmallInteger || type == Integer || type == BigInteger;
    switch (value) {
        case ValueKind::Null:
            return true;
        case ValueKind::Boolean:
            return whole || type == Boolean;
        case ValueKind::Integer:
            return whole || type == Numeric;
        case ValueKind::Real:
            return type == Float || type == Double || type == Numeric;
        case ValueKind::Text:
            return type == String || type == Text || type == Enum;
        case ValueKind::Bytes:
            return type == Binary;
        case ValueKind::Date:
            return type == Date;
        case ValueKind::Time:
            return type == Time;
        case ValueKind::DateTime:
            return type == DateTime;
        case ValueKind::DateTimeTz:
            return type == DateTimeTz;
        case ValueKind::Interval:
            return type == Interval;
        case ValueKind::Decimal:
            return type == Numeric;
        case ValueKind::Uuid:
            return type == Uuid;
        case ValueKind::Json:
            return type == Json;
        case ValueKind::Array:
            return type == Array;
    }
    return false;
}

/// A foreign key to a member of type M.
template <class M>
struct MemberForeignKey : schema::ColumnOption {
    using azoth_key_type = M;
};

[[nodiscard]] schema::ColumnOption make_foreign_key_option(
    Member target, std::span<const schema::ForeignKeyOption> options);
[[nodiscard]] Element make_member_column(Member member,
                                         const MemberType& type,
                                         std::string_view member_name,
                                         std::span<const schema::ColumnOption> options);
/// `name` of "… [with auto Member = &User::name; …]".
[[nodiscard]] std::string_view member_name_in(std::string_view signature) noexcept;

namespace detail {

template <auto MemberPointer>
[[nodiscard]] std::string_view member_name() noexcept {
    return member_name_in(__PRETTY_FUNCTION__);
}

template <class Pointer>
struct PointerParts;
template <class T, class M>
struct PointerParts<M T::*> {
    using Class = T;
    using Type = M;
};

template <class O>
concept TypedSqlType = requires { O::static_kind; } && std::is_base_of_v<SqlType, O>;
template <class O>
concept ValueDefault = std::is_same_v<O, schema::DefaultValue>;
template <class O>
concept TypedForeignKey = requires { typename O::azoth_key_type; };

template <class M, class K>
constexpr bool keys_fit() noexcept {
    using azoth::detail::without_optional;
    if constexpr (SqlValue<M> && SqlValue<K>) {
        return codec_of<without_optional<M>>.kind == codec_of<without_optional<K>>.kind;
    } else {
        return true;  // told when the mapping is used, with the member's name
    }
}

template <class M, class O>
constexpr bool type_fits() noexcept {
    if constexpr (TypedSqlType<O> && SqlValue<M>) {
        return can_hold(O::static_kind, codec_of<M>.kind);
    } else {
        return true;
    }
}
template <class M, class O>
constexpr bool default_fits() noexcept {
    if constexpr (ValueDefault<O> && SqlValue<M>) {
        return codec_of<M>.nullable;
    } else {
        return true;
    }
}
template <class M, class O>
constexpr bool key_fits() noexcept {
    if constexpr (TypedForeignKey<O>) {
        return keys_fit<M, typename O::azoth_key_type>();
    } else {
        return true;
    }
}

template <class M, class... Options>
[[nodiscard]] Element member_column(Member member,
                                    std::string_view name,
                                    const Options&... options) {
    // Constants, because compilers explain the functions of a failed static_assert at length.
    constexpr bool may_be_column = !LinkMember<M> || sizeof...(Options) > 0;
    constexpr bool are_options =
        (std::is_constructible_v<schema::ColumnOption, const Options&> && ...);
    constexpr bool types_fit = (type_fits<M, Options>() && ...);
    constexpr bool keys_fit = (key_fits<M, Options>() && ...);
    constexpr bool defaults_fit = (default_fits<M, Options>() && ...);
    static_assert(may_be_column, "azoth: Many and One are no columns; use relationship(…)");
    static_assert(are_options,
                  "azoth: this is no option of a column (see azoth/schema/column_option.hpp)");
    static_assert(types_fit, "azoth: a column of this SQL type cannot hold the member");
    static_assert(keys_fit, "azoth: a foreign key must have the type of the key that it refers to");
    static_assert(defaults_fit,
                  "azoth: default_() is for std::optional members; write the default as the "
                  "member's initialiser: `int tries = 5;`");
    if constexpr (are_options) {
        const schema::ColumnOption list[] = {schema::ColumnOption(options)...,
                                             schema::ColumnOption(not_null)};
        return make_member_column(
            member, member_type<M>, name, std::span{list, sizeof...(Options)});
    } else {
        return {};
    }
}

}  // namespace detail
}  // namespace mapping

/// What the type of a member cannot say about its column: `column(&User::name, String(30),
/// unique)`. A type that cannot hold the member does not compile.
template <class T, class M, class... Options>
[[nodiscard]] mapping::MemberElement<T> column(M T::* member, const Options&... options) {
    return {mapping::detail::member_column<M>(member, {}, options...)};
}

/// The same where azoth cannot list the members by itself: classes that are no aggregates, have
/// base classes or C arrays. `column<&Post::title>()` makes the member a column.
template <auto MemberPointer, class... Options>
    requires std::is_member_object_pointer_v<decltype(MemberPointer)>
[[nodiscard]] auto column(const Options&... options) {
    using Pointer = mapping::detail::PointerParts<decltype(MemberPointer)>;
    return mapping::MemberElement<typename Pointer::Class>{
        mapping::detail::member_column<typename Pointer::Type>(
            MemberPointer, mapping::detail::member_name<MemberPointer>(), options...)};
}

/// REFERENCES to the column of a mapped member: `foreign_key(&User::id, OnDelete::Cascade)`. The
/// other struct may be mapped later, or in another unit.
template <class T, class M, class... Options>
[[nodiscard]] mapping::MemberForeignKey<M> foreign_key(M T::* target, Options... options) {
    return {mapping::make_foreign_key_option(target, schema::ForeignKeyOptions{options...})};
}

}  // namespace azoth
