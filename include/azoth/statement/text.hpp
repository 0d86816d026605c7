// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/codec_of.hpp>

#include <tuple>

namespace azoth {

/// A statement written as SQL. `:name` is a parameter (not inside quotes, comments and `::` casts;
/// `\:` is a colon), given when the statement is executed. Rs are the types of its columns; none:
/// rows are read as `Row`.
template <class... Rs>
class TextStatement {
public:
    using text_tag = TextStatement;
    using row_type = std::tuple<Rs...>;

    explicit TextStatement(std::string sql) noexcept : sql_(std::move(sql)) {}
    [[nodiscard]] const std::string& sql() const noexcept { return sql_; }
    /// Says the types of the columns, in order.
    template <class... Ts>
    [[nodiscard]] TextStatement<Ts...> columns() const {
        return TextStatement<Ts...>{sql_};
    }

private:
    std::string sql_;
};

[[nodiscard]] inline TextStatement<> text(std::string_view sql) {
    return TextStatement<>{std::string{sql}};
}

/// A parameter of a text statement: `{"id", 5}`. Its type is that of the C++ type, told to servers
/// that would guess it from the text around it, where one type alone can be meant: see
/// `drivers::Statement::declare`. NULL has the type of what it is NULL of.
struct NamedValue {
    template <class T>
        requires SqlValue<T> && (detail::PlainInteger<T> || !std::convertible_to<const T&, Value>)
    NamedValue(std::string_view parameter, const T& given)
        : name(parameter), type(type_of(codec_of<T>)) {
        Value scratch;
        value = Value::copy_of(codec_of<T>.view(&given, scratch));
    }
    NamedValue(std::string_view parameter, Value given)
        : name(parameter), value(std::move(given)), type(type_of(value.kind())) {}

    std::string_view name;
    Value value;
    TypeKind type;

private:
    [[nodiscard]] static TypeKind type_of(const Codec& codec);
    /// Native where the kind tells nothing.
    [[nodiscard]] static TypeKind type_of(ValueKind kind) noexcept;
};

}  // namespace azoth
