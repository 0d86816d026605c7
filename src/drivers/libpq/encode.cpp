// SPDX-License-Identifier: MIT
#include "drivers/libpq/encode.hpp"

#include <azoth/types/text_form.hpp>

#include "drivers/libpq/byte_order.hpp"
#include "drivers/libpq/encode_array.hpp"
#include "drivers/libpq/numeric.hpp"
#include "drivers/libpq/type_oids.hpp"
#include "drivers/value_conversion.hpp"

#include <cmath>
#include <limits>

namespace azoth::drivers::libpq {

namespace {

constexpr std::int64_t days_to_2000 = 10'957;
constexpr std::int64_t microseconds_per_day = 86'400'000'000;
constexpr std::int64_t microseconds_to_2000 = days_to_2000 * microseconds_per_day;

template <class Integer>
Encoded append_narrow(std::string& buffer, std::int64_t value) {
    if (value < std::numeric_limits<Integer>::min() ||
        value > std::numeric_limits<Integer>::max()) {
        return Encoded::OutOfRange;
    }
    append_integer(buffer, static_cast<Integer>(value));
    return Encoded::Yes;
}

Encoded append_whole_number(std::string& buffer, std::int64_t value, Oid type) {
    switch (type) {
        case oid::int2:
            return append_narrow<std::int16_t>(buffer, value);
        case oid::int4:
            return append_narrow<std::int32_t>(buffer, value);
        case oid::object:
            if (value < 0 || value > std::numeric_limits<std::uint32_t>::max()) {
                return Encoded::OutOfRange;
            }
            append_integer(buffer, static_cast<std::uint32_t>(value));
            return Encoded::Yes;
        case oid::int8:
            append_integer(buffer, value);
            return Encoded::Yes;
        default:
            return Encoded::NotOfThisType;
    }
}

Encoded append_real(std::string& buffer, double value, Oid type) {
    if (type == oid::float8) {
        append_integer(buffer, std::bit_cast<std::uint64_t>(value));
        return Encoded::Yes;
    }
    if (type != oid::float4) {
        return Encoded::NotOfThisType;
    }
    if (std::isfinite(value) &&
        std::abs(value) > static_cast<double>(std::numeric_limits<float>::max())) {
        return Encoded::OutOfRange;
    }
    append_integer(buffer, std::bit_cast<std::uint32_t>(static_cast<float>(value)));
    return Encoded::Yes;
}

Encoded append_date(std::string& buffer, std::int64_t days) {
    using Limits = std::numeric_limits<std::int32_t>;
    const bool is_infinite = days == Limits::max() || days == Limits::min();
    return append_narrow<std::int32_t>(buffer, is_infinite ? days : days - days_to_2000);
}

Encoded append_timestamp(std::string& buffer, std::int64_t microseconds) {
    using Limits = std::numeric_limits<std::int64_t>;
    const bool is_infinite = microseconds == Limits::max() || microseconds == Limits::min();
    if (!is_infinite && microseconds < Limits::min() + microseconds_to_2000) {
        return Encoded::OutOfRange;
    }
    append_integer(buffer, is_infinite ? microseconds : microseconds - microseconds_to_2000);
    return Encoded::Yes;
}

Encoded append_time(std::string& buffer, std::int64_t microseconds) {
    if (microseconds < 0 || microseconds > microseconds_per_day) {
        return Encoded::OutOfRange;
    }
    append_integer(buffer, microseconds);
    return Encoded::Yes;
}

Encoded append_interval(std::string& buffer, IntervalParts parts) {
    append_integer(buffer, parts.microseconds);
    append_integer(buffer, parts.days);
    append_integer(buffer, parts.months);
    return Encoded::Yes;
}

Encoded append_json(std::string& buffer, std::string_view characters, Oid type) {
    if (type != oid::json && type != oid::jsonb && !oid::is_text(type)) {
        return Encoded::NotOfThisType;
    }
    if (type == oid::jsonb) {
        buffer += '\1';  // version of the form
    }
    buffer += characters;
    return Encoded::Yes;
}

Encoded append_characters(std::string& buffer, std::string_view characters, bool fits) {
    if (fits) {
        buffer += characters;
    }
    return fits ? Encoded::Yes : Encoded::NotOfThisType;
}

/// PostgreSQL counts the year before 1 as 1 BC, and wants no plus sign.
void append_date_text(std::string& buffer, std::string_view iso) {
    if (iso.starts_with('+')) {
        iso.remove_prefix(1);
    }
    const bool negative = iso.starts_with('-') && iso != "-infinity";
    const auto year_end = iso.find('-', 1);
    const auto year = text_form::parse_integer(iso.substr(0, year_end));
    if (!negative && year.value_or(1) != 0) {
        buffer += iso;
        return;
    }
    std::string digits = std::to_string(1 - year.value_or(0));
    buffer.append(digits.size() < 4 ? 4 - digits.size() : 0, '0');
    buffer += digits;
    buffer += iso.substr(year_end);
    buffer += " BC";
}

}  // namespace

bool holds_nul(const ValueView& value) noexcept {
    const bool has_characters = value.kind == ValueKind::Text || value.kind == ValueKind::Json ||
                                value.kind == ValueKind::Decimal;
    return has_characters && value.characters().find('\0') != std::string_view::npos;
}

Encoded append_binary(std::string& buffer, const ValueView& value, Oid type) {
    const auto when = [](bool fits, auto&& append) {
        return fits ? append() : Encoded::NotOfThisType;
    };
    switch (value.kind) {
        case ValueKind::Null:
            return Encoded::NotOfThisType;
        case ValueKind::Boolean:
            return append_characters(
                buffer,
                value.payload.boolean ? std::string_view{"\1", 1} : std::string_view{"\0", 1},
                type == oid::boolean);
        case ValueKind::Integer:
            return append_whole_number(buffer, value.payload.integer, type);
        case ValueKind::Real:
            return append_real(buffer, value.payload.real, type);
        case ValueKind::Text:
            return type == oid::json
                       ? append_json(buffer, value.characters(), type)
                       : append_characters(buffer, value.characters(), oid::is_text(type));
        case ValueKind::Bytes:
            return append_characters(buffer, value.characters(), type == oid::bytea);
        case ValueKind::Date:
            return when(type == oid::date,
                        [&] { return append_date(buffer, value.payload.integer); });
        case ValueKind::Time:
            return when(type == oid::time,
                        [&] { return append_time(buffer, value.payload.integer); });
        case ValueKind::DateTime:
            return when(type == oid::timestamp,
                        [&] { return append_timestamp(buffer, value.payload.integer); });
        case ValueKind::DateTimeTz:
            return when(type == oid::timestamptz,
                        [&] { return append_timestamp(buffer, value.payload.integer); });
        case ValueKind::Interval:
            return when(type == oid::interval,
                        [&] { return append_interval(buffer, value.payload.interval); });
        case ValueKind::Decimal:
            return type == oid::numeric && append_numeric(buffer, value.characters())
                       ? Encoded::Yes
                       : Encoded::NotOfThisType;
        case ValueKind::Uuid:
            return append_characters(
                buffer, value.characters(), type == oid::uuid && value.characters().size() == 16);
        case ValueKind::Json:
            return append_json(buffer, value.characters(), type);
        case ValueKind::Array:
            return append_array(buffer, *value.payload.elements, type);
    }
    return Encoded::NotOfThisType;
}

bool append_text(std::string& buffer, const ValueView& value) {
    switch (value.kind) {
        case ValueKind::Null:
            return false;
        case ValueKind::Bytes:
            buffer += "\\x" + text_form::hexadecimal(value.characters());
            return true;
        case ValueKind::Array:
            return append_array_text(buffer, *value.payload.elements);
        case ValueKind::Date:
        case ValueKind::DateTime:
            append_date_text(buffer,
                             text_form::of_temporal(value.kind, value.payload.integer).view());
            return true;
        case ValueKind::DateTimeTz: {
            const auto text = text_form::of_temporal(value.kind, value.payload.integer);
            const bool is_infinite = text.view().ends_with("infinity");
            append_date_text(buffer, std::string{text.view()} + (is_infinite ? "" : "+00"));
            return true;
        }
        case ValueKind::Boolean:
        case ValueKind::Integer:
        case ValueKind::Real:
        case ValueKind::Text:
        case ValueKind::Time:
        case ValueKind::Interval:
        case ValueKind::Decimal:
        case ValueKind::Uuid:
        case ValueKind::Json:
            buffer += text_of(value).value_or("");
            return true;
    }
    return false;
}

std::string_view range_of(Oid type) noexcept {
    switch (type) {
        case oid::int2:
            return "smallint, which holds -32768 to 32767";
        case oid::int4:
            return "integer, which holds -2147483648 to 2147483647";
        case oid::object:
            return "oid, which holds 0 to 4294967295";
        case oid::float4:
            return "real, which holds numbers up to 3.4e38";
        case oid::date:
            return "date, which holds 4713 BC to 5874897";
        case oid::time:
            return "time, which holds 00:00 to 24:00";
        default:
            return "timestamp, which holds 4713 BC to 294276";
    }
}

}  // namespace azoth::drivers::libpq
