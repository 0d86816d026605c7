// SPDX-License-Identifier: MIT
#include "drivers/libpq/decode.hpp"

#include <azoth/types/text_form.hpp>

#include "drivers/libpq/byte_order.hpp"
#include "drivers/libpq/decode_array.hpp"
#include "drivers/libpq/network_address.hpp"
#include "drivers/libpq/numeric.hpp"
#include "drivers/libpq/type_oids.hpp"
#include "drivers/value_conversion.hpp"

#include <limits>
#include <utility>

namespace azoth::drivers::libpq {

namespace {

constexpr std::int64_t days_to_2000 = 10'957;
constexpr std::int64_t microseconds_to_2000 = days_to_2000 * 86'400'000'000;

using Decoded = std::optional<Value>;

Value whole_number(std::int64_t value) {
    return static_cast<long long>(value);
}

Value ranged(ValueKind kind, std::string_view characters) {
    return Value::ranged(kind, std::string{characters});
}

Decoded date(std::string_view bytes) {
    using Limits = std::numeric_limits<std::int32_t>;
    const auto days = read_integer<std::int32_t>(bytes.data());
    const bool is_infinite = days == Limits::max() || days == Limits::min();
    return Value::temporal(ValueKind::Date, is_infinite ? days : days + days_to_2000);
}

Decoded timestamp(std::string_view bytes, ValueKind kind) {
    using Limits = std::numeric_limits<std::int64_t>;
    const auto moment = read_integer<std::int64_t>(bytes.data());
    if (moment == Limits::max() || moment == Limits::min()) {
        return Value::temporal(kind, moment);
    }
    std::int64_t result = 0;
    if (__builtin_add_overflow(moment, microseconds_to_2000, &result)) {
        return std::nullopt;
    }
    return Value::temporal(kind, result);
}

Decoded interval(std::string_view bytes) {
    return Value::interval({.microseconds = read_integer<std::int64_t>(bytes.data()),
                            .days = read_integer<std::int32_t>(bytes.data() + 8),
                            .months = read_integer<std::int32_t>(bytes.data() + 12)});
}

/// There is no kind for a time with a zone: `12:34:56.000000+02:00`.
Decoded time_with_zone(std::string_view bytes) {
    std::string text{
        text_form::of_temporal(ValueKind::Time, read_integer<std::int64_t>(bytes.data())).view()};
    const int west = read_integer<std::int32_t>(bytes.data() + 8);
    const int east = west < 0 ? -west : west;
    text += west <= 0 ? '+' : '-';
    for (const int part : {east / 3600, east / 60 % 60}) {
        text += text.back() == '+' || text.back() == '-' ? "" : ":";
        text += static_cast<char>('0' + part / 10);
        text += static_cast<char>('0' + part % 10);
    }
    return Value{std::move(text)};
}

/// Bits as `0` and `1`, as SQL writes them.
Decoded bits(std::string_view bytes) {
    if (bytes.size() < 4) {
        return std::nullopt;
    }
    const auto count = static_cast<std::size_t>(read_integer<std::uint32_t>(bytes.data()));
    if ((count + 7) / 8 != bytes.size() - 4) {
        return std::nullopt;
    }
    std::string text(count, '0');
    for (std::size_t i = 0; i < count; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[4 + i / 8]);
        text[i] = (byte >> (7U - i % 8U) & 1U) != 0 ? '1' : '0';
    }
    return Value{std::move(text)};
}

Decoded jsonb(std::string_view bytes) {
    if (!bytes.starts_with('\1')) {
        return std::nullopt;
    }
    return ranged(ValueKind::Json, bytes.substr(1));
}

Decoded numeric(std::string_view bytes) {
    auto text = numeric_text(bytes);
    return text ? Decoded{Value::ranged(ValueKind::Decimal, *std::move(text))} : std::nullopt;
}

Decoded of_unknown_type(std::string_view bytes) {
    if (is_plain_text(bytes)) {
        return Value{bytes};
    }
    if (auto array = decode_array(bytes)) {
        return array;
    }
    return ranged(ValueKind::Bytes, bytes);
}

/// Length of the fixed forms; 0 for the others.
std::size_t fixed_size(Oid type) noexcept {
    switch (type) {
        case oid::boolean:
            return 1;
        case oid::int2:
            return 2;
        case oid::int4:
        case oid::float4:
        case oid::date:
        case oid::object:
        case oid::xid:
        case oid::cid:
        case oid::regproc:
        case oid::regclass:
        case oid::regtype:
            return 4;
        case oid::int8:
        case oid::float8:
        case oid::time:
        case oid::timestamp:
        case oid::timestamptz:
            return 8;
        case oid::timetz:
            return 12;
        case oid::interval:
        case oid::uuid:
            return 16;
        default:
            return 0;
    }
}

/// The forms of fixed size, which has been checked.
Decoded of_fixed_size(const Cell& cell) {
    const char* const data = cell.bytes.data();
    switch (cell.type) {
        case oid::boolean:
            return Value{*data != 0};
        case oid::int2:
            return whole_number(read_integer<std::int16_t>(data));
        case oid::int4:
            return whole_number(read_integer<std::int32_t>(data));
        case oid::int8:
            return whole_number(read_integer<std::int64_t>(data));
        case oid::float4:
            return Value{static_cast<double>(read_float(data))};
        case oid::float8:
            return Value{read_double(data)};
        case oid::date:
            return date(cell.bytes);
        case oid::time:
            return Value::temporal(ValueKind::Time, read_integer<std::int64_t>(data));
        case oid::timetz:
            return time_with_zone(cell.bytes);
        case oid::timestamp:
            return timestamp(cell.bytes, ValueKind::DateTime);
        case oid::timestamptz:
            return timestamp(cell.bytes, ValueKind::DateTimeTz);
        case oid::interval:
            return interval(cell.bytes);
        case oid::uuid:
            return ranged(ValueKind::Uuid, cell.bytes);
        default:
            // oid and its relatives
            return whole_number(read_integer<std::uint32_t>(data));
    }
}

Decoded of_varying_size(const Cell& cell) {
    const auto [type, bytes] = cell;
    switch (type) {
        case oid::numeric:
            return numeric(bytes);
        case oid::bytea:
            return ranged(ValueKind::Bytes, bytes);
        case oid::json:
            return ranged(ValueKind::Json, bytes);
        case oid::jsonb:
            return jsonb(bytes);
        case oid::bit:
        case oid::varbit:
            return bits(bytes);
        case oid::inet:
        case oid::cidr:
        case oid::macaddr:
            return network_address(cell);
        default:
            break;
    }
    if (oid::is_text(type)) {
        return Value{bytes};
    }
    return oid::element_of(type) != 0 ? decode_array(bytes) : of_unknown_type(bytes);
}

}  // namespace

ValueKind kind_of(Oid type) noexcept {
    switch (type) {
        case oid::boolean:
            return ValueKind::Boolean;
        case oid::int2:
        case oid::int4:
        case oid::int8:
        case oid::object:
        case oid::xid:
        case oid::cid:
        case oid::regproc:
        case oid::regclass:
        case oid::regtype:
            return ValueKind::Integer;
        case oid::float4:
        case oid::float8:
            return ValueKind::Real;
        case oid::numeric:
            return ValueKind::Decimal;
        case oid::bytea:
            return ValueKind::Bytes;
        case oid::date:
            return ValueKind::Date;
        case oid::time:
            return ValueKind::Time;
        case oid::timestamp:
            return ValueKind::DateTime;
        case oid::timestamptz:
            return ValueKind::DateTimeTz;
        case oid::interval:
            return ValueKind::Interval;
        case oid::uuid:
            return ValueKind::Uuid;
        case oid::json:
        case oid::jsonb:
            return ValueKind::Json;
        case oid::void_:
            return ValueKind::Null;
        default:
            return oid::element_of(type) != 0 ? ValueKind::Array : ValueKind::Text;
    }
}

std::optional<Value> natural_value(const Cell& cell) {
    const std::size_t size = fixed_size(cell.type);
    if (size == 0) {
        return of_varying_size(cell);
    }
    return cell.bytes.size() == size ? of_fixed_size(cell) : std::nullopt;
}

std::optional<Value> decode(const Cell& cell, ValueKind wanted) {
    auto natural = natural_value(cell);
    if (!natural) {
        return std::nullopt;
    }
    if (cell.type == oid::float4 && (wanted == ValueKind::Text || wanted == ValueKind::Decimal)) {
        // As a float it is 0.1; the same number as a double would be 0.10000000149.
        return converted(Value{text_form::of_float(read_float(cell.bytes.data())).view()}, wanted);
    }
    return converted(*std::move(natural), wanted);
}

bool is_plain_text(std::string_view bytes) noexcept {
    std::size_t i = 0;
    while (i < bytes.size()) {
        const auto lead = static_cast<unsigned char>(bytes[i]);
        const bool is_control = lead < 0x20 && lead != '\t' && lead != '\n' && lead != '\r';
        if (is_control || lead == 0x7F || (lead >= 0x80 && lead < 0xC2) || lead > 0xF4) {
            return false;
        }
        const std::size_t following = lead < 0x80 ? 0U : lead < 0xE0 ? 1U : lead < 0xF0 ? 2U : 3U;
        for (std::size_t k = 1; k <= following; ++k) {
            if (i + k >= bytes.size() ||
                (static_cast<unsigned char>(bytes[i + k]) & 0xC0U) != 0x80U) {
                return false;
            }
        }
        i += following + 1;
    }
    return true;
}

}  // namespace azoth::drivers::libpq
