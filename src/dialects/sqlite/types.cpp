// SPDX-License-Identifier: MIT
#include "dialects/sqlite/types.hpp"

#include <azoth/dialects/sql_text.hpp>
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/table_text.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/types/text_form.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace azoth::dialects::sqlite {

namespace {

std::string with_length(std::string_view name, int length) {
    return length == 0 ? std::string{name} : std::string{name} + '(' + std::to_string(length) + ')';
}

std::string numeric(const SqlType& type) {
    if (type.precision == 0) {
        return "NUMERIC";
    }
    return "NUMERIC(" + std::to_string(type.precision) + ", " + std::to_string(type.scale) + ')';
}

/// Characters, not bytes: a length is counted as SQLite's length() counts.
int characters_of(std::string_view text) {
    return static_cast<int>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string enumeration(const SqlType& type) {
    int longest = 0;
    for (const auto& label : type.values) {
        longest = std::max(longest, characters_of(label));
    }
    return with_length("VARCHAR", longest);
}

[[noreturn]] void refuse_array(const SqlType& type) {
    throw CompileError{"type-unsupported",
                       "cannot use the type " + to_string(type) +
                           " with sqlite: it has no arrays; use sql::Json(), or a table of its "
                           "own for the elements"};
}

std::string real_literal(double value) {
    if (std::isnan(value)) {
        return "NULL";  // what SQLite makes of it, too
    }
    if (std::isinf(value)) {
        return value > 0 ? "9e999" : "-9e999";
    }
    return std::string{text_form::of_real(value).view()};
}

std::string text_literal(std::string_view text) {
    if (text.find('\0') == std::string_view::npos) {
        return sql_text::string_literal(text);
    }
    return "CAST(x'" + text_form::hexadecimal(text) +
           "' AS TEXT)";  // a text literal ends at its first zero byte
}

struct Spelling {
    std::string_view text;
    TypeKind kind;
};

constexpr std::array spellings{
    Spelling{"BIGINT", TypeKind::BigInteger},
    Spelling{"BLOB", TypeKind::Binary},
    Spelling{"BOOLEAN", TypeKind::Boolean},
    Spelling{"CHAR", TypeKind::Uuid},
    Spelling{"DATE", TypeKind::Date},
    Spelling{"DATETIME", TypeKind::DateTime},
    Spelling{"DECIMAL", TypeKind::Numeric},
    Spelling{"DOUBLE", TypeKind::Double},
    Spelling{"DOUBLE PRECISION", TypeKind::Double},
    Spelling{"FLOAT", TypeKind::Float},
    Spelling{"INT", TypeKind::Integer},
    Spelling{"INTEGER", TypeKind::Integer},
    Spelling{"INTERVAL", TypeKind::Interval},
    Spelling{"JSON", TypeKind::Json},
    Spelling{"NUMERIC", TypeKind::Numeric},
    Spelling{"REAL", TypeKind::Double},
    Spelling{"SMALLINT", TypeKind::SmallInteger},
    Spelling{"TEXT", TypeKind::Text},
    Spelling{"TIME", TypeKind::Time},
    Spelling{"TIMESTAMP", TypeKind::DateTimeTz},
    Spelling{"VARCHAR", TypeKind::String},
};

/// `10, 2`  ->  {10, 2}
std::optional<std::vector<int>> parse_arguments(std::string_view text) {
    std::vector<int> numbers;
    for (const auto part : text_utility::split(text, ',')) {
        const auto number = text_form::parse_integer(text_utility::trim(part));
        if (!number || *number < 0 || *number > INT32_MAX) {
            return std::nullopt;
        }
        numbers.push_back(static_cast<int>(*number));
    }
    return numbers;
}

/// What the numbers in parentheses mean for a type; false where azoth's type has no place for them.
bool take_arguments(SqlType& type, std::span<const int> numbers) {
    switch (type.kind) {
        case TypeKind::String:
        case TypeKind::Binary:
            type.length = numbers[0];
            return numbers.size() == 1;
        case TypeKind::Numeric:
            type.precision = numbers[0];
            type.scale = numbers.size() > 1 ? numbers[1] : 0;
            return numbers.size() <= 2;
        case TypeKind::Time:
        case TypeKind::DateTime:
        case TypeKind::DateTimeTz:
            type.precision = numbers[0];
            return numbers.size() == 1;
        case TypeKind::Uuid:
            return numbers.size() == 1 && numbers[0] == 32;
        case TypeKind::Boolean:
        case TypeKind::SmallInteger:
        case TypeKind::Integer:
        case TypeKind::BigInteger:
        case TypeKind::Float:
        case TypeKind::Double:
        case TypeKind::Text:
        case TypeKind::Date:
        case TypeKind::Interval:
        case TypeKind::Json:
        case TypeKind::Enum:
        case TypeKind::Array:
        case TypeKind::Native:
            return false;
    }
    return false;
}

}  // namespace

std::string SqliteDialect::type(const SqlType& type) const {
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
            return "FLOAT";
        case TypeKind::Double:
            return "DOUBLE";
        case TypeKind::Numeric:
            return numeric(type);
        case TypeKind::String:
            return with_length("VARCHAR", type.length);
        case TypeKind::Text:
            return "TEXT";
        case TypeKind::Binary:
            return with_length("BLOB", type.length);
        case TypeKind::Date:
            return "DATE";
        case TypeKind::Time:
            return with_length("TIME", type.precision);
        case TypeKind::DateTime:
            return with_length("DATETIME", type.precision);
        case TypeKind::DateTimeTz:
            return with_length("TIMESTAMP", type.precision);
        case TypeKind::Interval:
            return "INTERVAL";
        case TypeKind::Uuid:
            return "CHAR(32)";
        case TypeKind::Json:
            return "JSON";
        case TypeKind::Enum:
            return enumeration(type);
        case TypeKind::Array:
            refuse_array(type);
        case TypeKind::Native:
            return type.name;
    }
    return {};
}

std::string SqliteDialect::literal(const ValueView& value) const {
    switch (value.kind) {
        case ValueKind::Null:
            return "NULL";
        case ValueKind::Boolean:
            return value.payload.boolean ? "1" : "0";
        case ValueKind::Integer:
            return std::to_string(value.payload.integer);
        case ValueKind::Real:
            return real_literal(value.payload.real);
        case ValueKind::Text:
        case ValueKind::Json:
        case ValueKind::Decimal:  // as text: a number would be read as a double
            return text_literal(value.characters());
        case ValueKind::Bytes:
            return "x'" + text_form::hexadecimal(value.characters()) + '\'';
        case ValueKind::Uuid:
            return '\'' + text_form::hexadecimal(value.characters()) + '\'';
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
            return '\'' +
                   std::string{text_form::of_temporal(
                                   value.kind, value.payload.integer, StoredForm::Default)
                                   .view()} +
                   '\'';
        case ValueKind::Interval:
            return '\'' + std::string{text_form::of_interval(value.payload.interval).view()} + '\'';
        case ValueKind::Array:
            refuse_array(SqlType{.kind = TypeKind::Array});
    }
    return "NULL";
}

SqlType parse_type(std::string_view declared) {
    SqlType native{.kind = TypeKind::Native,
                   .name = parse_column("x " + std::string{declared}).type};
    const auto open = declared.find('(');
    const auto word = text_utility::upper_ascii(text_utility::trim(declared.substr(0, open)));
    const auto found = std::ranges::find(spellings, std::string_view{word}, &Spelling::text);
    if (found == spellings.end()) {
        return native;
    }
    SqlType type{.kind = found->kind};
    if (open == std::string_view::npos) {
        return found->kind == TypeKind::Uuid ? native : type;
    }
    const auto close = declared.find(')', open);
    const auto numbers = parse_arguments(declared.substr(open + 1, close - open - 1));
    const bool ends_there =
        close != std::string_view::npos && text_utility::trim(declared.substr(close + 1)).empty();
    return ends_there && numbers && take_arguments(type, *numbers) ? type : native;
}

std::string_view strict_type(const SqlType& type) {
    switch (type.kind) {
        case TypeKind::Boolean:
        case TypeKind::SmallInteger:
        case TypeKind::Integer:
        case TypeKind::BigInteger:
            return "INTEGER";
        case TypeKind::Float:
        case TypeKind::Double:
            return "REAL";
        case TypeKind::Binary:
            return "BLOB";
        case TypeKind::Numeric:
        case TypeKind::String:
        case TypeKind::Text:
        case TypeKind::Date:
        case TypeKind::Time:
        case TypeKind::DateTime:
        case TypeKind::DateTimeTz:
        case TypeKind::Interval:
        case TypeKind::Uuid:
        case TypeKind::Json:
        case TypeKind::Enum:
            return "TEXT";
        case TypeKind::Array:
            refuse_array(type);
        case TypeKind::Native:
            return type.name;
    }
    return "ANY";
}

}  // namespace azoth::dialects::sqlite
