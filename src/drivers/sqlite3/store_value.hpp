// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/error.hpp>
#include <azoth/types/text_form.hpp>

#include <algorithm>
#include <cmath>

/// The form in which SQLite stores values: the same for parameters and for the cells of a batch.
namespace azoth::drivers::sqlite {

/// A null pointer would bind NULL.
[[nodiscard]] inline const char* never_null(const char* data) noexcept {
    return data == nullptr ? "" : data;
}

/// A column with NUMERIC affinity makes 64-bit integers and doubles of decimals; a double keeps 15
/// digits.
[[nodiscard]] inline bool survives_numeric_affinity(std::string_view decimal) {
    if (text_form::parse_integer(decimal)) {
        return true;
    }
    constexpr std::ptrdiff_t digits_of_a_double = 15;
    const std::string_view digits = decimal.substr(0, decimal.find_first_of("eE"));
    const auto first = std::ranges::find_if(digits, [](char c) { return c >= '1' && c <= '9'; });
    const auto significant = std::count_if(first, digits.end(), [](char c) { return c != '.'; });
    const auto number = text_form::parse_real(decimal);
    return text_form::is_decimal(decimal) && number && std::isfinite(*number) &&
           significant <= digits_of_a_double;
}

/// A date or time whose text stands among others where it belongs. The words for infinity do.
[[nodiscard]] inline bool sorts_as_text(const ValueView& value) noexcept {
    constexpr std::int64_t microseconds_per_day = 86'400'000'000;
    constexpr std::int64_t first_day = -719'162;  // 0001-01-01
    constexpr std::int64_t end_day = 2'932'897;   // 10000-01-01
    const std::int64_t number = value.payload.integer;
    if (value.kind == ValueKind::Time) {
        return true;
    }
    if (value.kind == ValueKind::Date) {
        return (number >= first_day && number < end_day) || number == INT32_MAX ||
               number == INT32_MIN;
    }
    return (number >= first_day * microseconds_per_day &&
            number < end_day * microseconds_per_day) ||
           number == INT64_MAX || number == INT64_MIN;
}

/// Stores a value in `target`, which has a function for each of SQLite's kinds, and refuses what
/// SQLite cannot keep. Returns a result code.
template <class Target>
int store_value(const Target& target, const ValueView& value) {
    switch (value.kind) {
        case ValueKind::Null:
            return target.null();
        case ValueKind::Boolean:
            return target.integer(value.payload.boolean ? 1 : 0);
        case ValueKind::Integer:
            return target.integer(value.payload.integer);
        case ValueKind::Real:
            if (std::isnan(value.payload.real)) {
                target.refuse("SQLite stores not-a-number as NULL; store NULL or another number");
            }
            return target.real(value.payload.real);
        case ValueKind::Decimal:
            if (!survives_numeric_affinity(value.characters())) {
                target.refuse(
                    "SQLite keeps 15 digits of a decimal number; store longer ones as text");
            }
            [[fallthrough]];
        case ValueKind::Text:
        case ValueKind::Json:
            return target.text(never_null(value.payload.range.data), value.payload.range.size);
        case ValueKind::Bytes:
            return target.blob(never_null(value.payload.range.data), value.payload.range.size);
        case ValueKind::Uuid: {
            text_form::Short digits;
            const std::string text = text_form::hexadecimal(value.characters());
            if (text.size() != 32) {
                target.refuse("a UUID has 16 bytes; give all of them");
            }
            text.copy(digits.characters.data(), text.size());
            digits.size = 32;
            return target.short_text(digits);
        }
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
            if (!sorts_as_text(value)) {
                target.refuse(
                    "SQLite keeps dates as text, which sorts from the year 1 to 9999 only; store "
                    "one of those, infinity, or a number");
            }
            return target.short_text(
                text_form::of_temporal(value.kind, value.payload.integer, target.stored_form()));
        case ValueKind::Interval:
            return target.short_text(text_form::of_interval(value.payload.interval));
        case ValueKind::Array:
            target.refuse("SQLite has no arrays; store JSON, or rows of a table of their own");
    }
    target.refuse("SQLite has no form for it; give another value");
}

}  // namespace azoth::drivers::sqlite
