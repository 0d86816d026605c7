// SPDX-License-Identifier: MIT
#include "dialects/postgresql/types.hpp"

#include "dialects/postgresql/dialect.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/types/text_form.hpp>

#include <algorithm>
#include <array>

namespace azoth::dialects::postgresql {

namespace {

std::string with_number(std::string_view name, int number, std::string_view rest = {}) {
    auto text = std::string{name};
    if (number != 0) {
        text += '(' + std::to_string(number) + ')';
    }
    return text.append(rest);
}

std::string numeric(const SqlType& type) {
    if (type.precision == 0) {
        return "NUMERIC";
    }
    return "NUMERIC(" + std::to_string(type.precision) + ", " + std::to_string(type.scale) + ')';
}

std::string enumeration(const SqlType& type, std::string_view schema) {
    if (type.name.empty()) {
        throw CompileError{"type-unsupported",
                           "cannot use the type " + to_string(type) +
                               " with postgresql: its enums are types with a name; give it one"};
    }
    const auto full = enum_name(type, schema);
    return dialect().table_name(full.name, full.schema);
}

std::string array(const SqlType& type, std::string_view schema) {
    if (type.element.size() != 1) {
        throw CompileError{"type-unsupported",
                           "cannot use the type " + to_string(type) +
                               " with postgresql: it does not say of what; write Array(Integer())"};
    }
    return type_in_schema(type.element.front(), schema) + "[]";
}

struct Spelling {
    std::string_view text;
    TypeKind kind;
};

constexpr std::array spellings{
    Spelling{"bigint", TypeKind::BigInteger},
    Spelling{"boolean", TypeKind::Boolean},
    Spelling{"bytea", TypeKind::Binary},
    Spelling{"character varying", TypeKind::String},
    Spelling{"date", TypeKind::Date},
    Spelling{"double precision", TypeKind::Double},
    Spelling{"integer", TypeKind::Integer},
    Spelling{"interval", TypeKind::Interval},
    Spelling{"jsonb", TypeKind::Json},
    Spelling{"numeric", TypeKind::Numeric},
    Spelling{"real", TypeKind::Float},
    Spelling{"smallint", TypeKind::SmallInteger},
    Spelling{"text", TypeKind::Text},
    Spelling{"time without time zone", TypeKind::Time},
    Spelling{"timestamp with time zone", TypeKind::DateTimeTz},
    Spelling{"timestamp without time zone", TypeKind::DateTime},
    Spelling{"uuid", TypeKind::Uuid},
};

/// `timestamp(3) without time zone`  ->  `timestamp without time zone` and `3`
struct Parts {
    std::string word{};
    std::vector<std::int64_t> numbers{};
    bool readable = true;
};

Parts parts_of(std::string_view formatted) {
    const auto open = formatted.find('(');
    const auto close = formatted.find(')', open);
    if (open == std::string_view::npos || close == std::string_view::npos) {
        return {.word = std::string{formatted}};
    }
    Parts parts{.word = std::string{formatted.substr(0, open)}.append(formatted.substr(close + 1))};
    for (const auto part : text_utility::split(formatted.substr(open + 1, close - open - 1), ',')) {
        const auto number = text_form::parse_integer(text_utility::trim(part));
        parts.readable = parts.readable && number.has_value();
        parts.numbers.push_back(number.value_or(0));
    }
    return parts;
}

/// A number of 0 or below has no place: 0 means the database's default in an SqlType.
bool take_numbers(SqlType& type, const Parts& parts) {
    if (parts.numbers.empty()) {
        return parts.readable;
    }
    if (!parts.readable || parts.numbers[0] <= 0) {
        return false;
    }
    const auto first = static_cast<int>(parts.numbers[0]);
    switch (type.kind) {
        case TypeKind::String:
            type.length = first;
            return true;
        case TypeKind::Numeric:
            type.precision = first;
            type.scale = parts.numbers.size() > 1 ? static_cast<int>(parts.numbers[1]) : 0;
            return type.scale >= 0;
        case TypeKind::Time:
        case TypeKind::DateTime:
        case TypeKind::DateTimeTz:
            type.precision = first;
            return true;
        case TypeKind::Boolean:
        case TypeKind::SmallInteger:
        case TypeKind::Integer:
        case TypeKind::BigInteger:
        case TypeKind::Float:
        case TypeKind::Double:
        case TypeKind::Text:
        case TypeKind::Binary:
        case TypeKind::Date:
        case TypeKind::Interval:
        case TypeKind::Uuid:
        case TypeKind::Json:
        case TypeKind::Enum:
        case TypeKind::Array:
        case TypeKind::Native:
            return false;
    }
    return false;
}

}  // namespace

EnumName enum_name(const SqlType& type, std::string_view schema) {
    const auto dot = type.name.find('.');
    if (dot == std::string::npos) {
        return {.schema = std::string{schema}, .name = type.name};
    }
    return {.schema = type.name.substr(0, dot), .name = type.name.substr(dot + 1)};
}

std::string type_in_schema(const SqlType& type, std::string_view schema) {
    switch (type.kind) {
        case TypeKind::Boolean:
            return "BOOLEAN";
        case TypeKind::SmallInteger:
            return "SMALLINT";
        case TypeKind::Integer:
            return "INTEGER";
        case TypeKind::BigInteger:
            return "BIGINT";
        case TypeKind::Float:
            return type.precision > 24 ? "DOUBLE PRECISION" : "REAL";
        case TypeKind::Double:
            return "DOUBLE PRECISION";
        case TypeKind::Numeric:
            return numeric(type);
        case TypeKind::String:
            return with_number("VARCHAR", type.length);
        case TypeKind::Text:
            return "TEXT";
        case TypeKind::Binary:
            return "BYTEA";  // has no bound
        case TypeKind::Date:
            return "DATE";
        case TypeKind::Time:
            return with_number("TIME", type.precision, " WITHOUT TIME ZONE");
        case TypeKind::DateTime:
            return with_number("TIMESTAMP", type.precision, " WITHOUT TIME ZONE");
        case TypeKind::DateTimeTz:
            return with_number("TIMESTAMP", type.precision, " WITH TIME ZONE");
        case TypeKind::Interval:
            return "INTERVAL";
        case TypeKind::Uuid:
            return "UUID";
        case TypeKind::Json:
            return "JSONB";
        case TypeKind::Enum:
            return enumeration(type, schema);
        case TypeKind::Array:
            return array(type, schema);
        case TypeKind::Native:
            return type.name;
    }
    return {};
}

std::string PostgresqlDialect::type(const SqlType& type) const {
    return type_in_schema(type, {});
}

SqlType parse_type(std::string_view formatted) {
    if (formatted.ends_with("[]")) {
        return Array(parse_type(formatted.substr(0, formatted.size() - 2)));
    }
    const auto parts = parts_of(formatted);
    const auto found = std::ranges::find(spellings, std::string_view{parts.word}, &Spelling::text);
    if (found != spellings.end()) {
        SqlType type{.kind = found->kind};
        if (take_numbers(type, parts)) {
            return type;
        }
    }
    return Native(formatted);
}

}  // namespace azoth::dialects::postgresql
