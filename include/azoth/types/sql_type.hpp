// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/value.hpp>

#include <initializer_list>

namespace azoth {

enum class TypeKind : std::uint8_t {
    Boolean,
    SmallInteger,
    Integer,
    BigInteger,
    Float,    ///< 4 bytes, or 8 where more than 24 binary digits are asked for (`precision`)
    Double,   ///< 8 bytes
    Numeric,  ///< exact, precision and scale
    String,   ///< VARCHAR(length), or without bound when the length is 0
    Text,
    Binary,
    Date,
    Time,
    DateTime,
    DateTimeTz,
    Interval,
    Uuid,
    Json,
    Enum,   ///< a closed list of texts; `name` is the type's name where the database has such types
    Array,  ///< `element` says of what
    Native,  ///< a type of one database, written as it is there (`name`)
};

/// A column's type as plain data. Dialects spell it; two reflected types are equal when all fields
/// are.
struct SqlType {
    TypeKind kind = TypeKind::String;
    int length = 0;     ///< characters or bytes; 0: without bound
    int precision = 0;  ///< Numeric: digits in all; Float: binary digits; Time and DateTime: digits
                        ///< of the second; 0: the database's default
    int scale = 0;
    std::string name{};  ///< Native: the spelling; Enum: the type's name
    std::string collation{};
    std::vector<std::string> values{};  ///< Enum: labels in order
    std::vector<SqlType> element{};     ///< Array: exactly one

    friend bool operator==(const SqlType&, const SqlType&) = default;
};

/// How values of this type travel; Null for Native: as the database hands them out.
[[nodiscard]] ValueKind value_kind_of(const SqlType& type) noexcept;
/// `String(30)`: the type as it is written in C++.
[[nodiscard]] std::string to_string(const SqlType& type);

/// The types as they are written in models and revisions: `String(30)`, `Numeric(10, 2)`. Each is
/// an SqlType whose kind is known to the compiler, so that a type that cannot hold a member is
/// refused.
namespace sql {

template <TypeKind Kind>
struct TypeOf : SqlType {
    static constexpr TypeKind static_kind = Kind;
    TypeOf() : SqlType{.kind = Kind} {}
};

struct Boolean : TypeOf<TypeKind::Boolean> {};
struct SmallInteger : TypeOf<TypeKind::SmallInteger> {};
struct Integer : TypeOf<TypeKind::Integer> {};
struct BigInteger : TypeOf<TypeKind::BigInteger> {};
/// `Float()`: single precision. `Float(53)`: at least so many binary digits; with more than 24 it
/// is double precision where the database tells the two apart, and keeps the word FLOAT elsewhere.
struct Float : TypeOf<TypeKind::Float> {
    Float() = default;
    explicit Float(int binary_digits) { precision = binary_digits; }
};
struct Double : TypeOf<TypeKind::Double> {};
struct Date : TypeOf<TypeKind::Date> {};
struct Uuid : TypeOf<TypeKind::Uuid> {};
struct Json : TypeOf<TypeKind::Json> {};
struct Interval : TypeOf<TypeKind::Interval> {};

struct Numeric : TypeOf<TypeKind::Numeric> {
    Numeric() = default;
    explicit Numeric(int digits, int after_point = 0) {
        precision = digits;
        scale = after_point;
    }
};
struct String : TypeOf<TypeKind::String> {
    String() = default;
    explicit String(int characters, std::string_view collate = {}) {
        length = characters;
        collation = collate;
    }
};
struct Text : TypeOf<TypeKind::Text> {
    Text() = default;
    explicit Text(std::string_view collate) { collation = collate; }
};
struct LargeBinary : TypeOf<TypeKind::Binary> {
    LargeBinary() = default;
    explicit LargeBinary(int bytes) { length = bytes; }
};
struct Time : TypeOf<TypeKind::Time> {
    Time() = default;
    explicit Time(int second_digits) { precision = second_digits; }
};
struct DateTime : TypeOf<TypeKind::DateTime> {
    DateTime() = default;
    explicit DateTime(int second_digits) { precision = second_digits; }
};
struct DateTimeTz : TypeOf<TypeKind::DateTimeTz> {
    DateTimeTz() = default;
    explicit DateTimeTz(int second_digits) { precision = second_digits; }
};
struct Enum : TypeOf<TypeKind::Enum> {
    Enum() = default;
    Enum(std::string_view type_name, std::vector<std::string> labels);
};
struct Array : TypeOf<TypeKind::Array> {
    Array() = default;
    explicit Array(SqlType of);
};
/// `Native("tsvector")`: passed to the database as it is.
struct Native : TypeOf<TypeKind::Native> {
    Native() = default;
    explicit Native(std::string_view spelling) { name = spelling; }
};

}  // namespace sql

// Date, Time, DateTime, DateTimeTz, Interval and Uuid are the names of C++ value types in azoth;
// their SQL types are written sql::Date() and so on.
using sql::Array;
using sql::BigInteger;
using sql::Boolean;
using sql::Double;
using sql::Enum;
using sql::Float;
using sql::Integer;
using sql::LargeBinary;
using sql::Native;
using sql::Numeric;
using sql::SmallInteger;
using sql::String;
using sql::Text;

}  // namespace azoth
