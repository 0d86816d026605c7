// SPDX-License-Identifier: MIT
#include "drivers/value_conversion.hpp"

#include <azoth/base/text.hpp>
#include <azoth/types/text_form.hpp>

#include <cmath>
#include <utility>

namespace azoth::drivers {

namespace {

constexpr std::int64_t microseconds_per_day = 86'400'000'000;

std::optional<std::int64_t> integer_of_real(double number) noexcept {
    // Both ends are exact doubles; the upper one does not fit itself.
    if (number >= -0x1p63 && number < 0x1p63 && std::trunc(number) == number) {
        return static_cast<std::int64_t>(number);
    }
    return std::nullopt;
}

/// `12.00` is 12, `12.50` is no integer.
std::optional<std::int64_t> integer_of_decimal(std::string_view text) noexcept {
    const auto point = text.find('.');
    if (point != std::string_view::npos &&
        text.find_first_not_of('0', point + 1) != std::string_view::npos) {
        return std::nullopt;
    }
    return text_form::parse_integer(text.substr(0, point));
}

std::optional<Value> to_boolean(const Value& value) {
    if (value.kind() == ValueKind::Integer &&
        (value.as_integer() == 0 || value.as_integer() == 1)) {
        return Value{value.as_integer() == 1};
    }
    if (value.kind() == ValueKind::Text) {
        const bool is_true = text_utility::equals_ignoring_case(value.as_text(), "true");
        if (is_true || text_utility::equals_ignoring_case(value.as_text(), "false")) {
            return Value{is_true};
        }
    }
    return std::nullopt;
}

std::optional<Value> to_integer(const Value& value) {
    std::optional<std::int64_t> number;
    if (value.kind() == ValueKind::Boolean) {
        number = value.as_integer();
    } else if (value.kind() == ValueKind::Real) {
        number = integer_of_real(value.as_real());
    } else if (value.kind() == ValueKind::Decimal || value.kind() == ValueKind::Text) {
        number = integer_of_decimal(value.as_text());
    }
    return number ? std::optional{Value{static_cast<long long>(*number)}} : std::nullopt;
}

std::optional<Value> to_real(const Value& value) {
    std::optional<double> number;
    if (value.kind() == ValueKind::Integer) {
        const auto rounded = static_cast<double>(value.as_integer());
        number =
            integer_of_real(rounded) == value.as_integer() ? std::optional{rounded} : std::nullopt;
    } else if (value.kind() == ValueKind::Decimal || value.kind() == ValueKind::Text) {
        number = text_form::parse_real(value.as_text());
    }
    return number ? std::optional{Value{*number}} : std::nullopt;
}

std::optional<Value> to_decimal(const Value& value) {
    if (value.kind() == ValueKind::Integer) {
        return Value::ranged(ValueKind::Decimal, std::to_string(value.as_integer()));
    }
    if (value.kind() == ValueKind::Real && std::isfinite(value.as_real())) {
        return Value::ranged(ValueKind::Decimal,
                             std::string{text_form::of_real(value.as_real()).view()});
    }
    if (value.kind() == ValueKind::Text && text_form::is_decimal(value.as_text())) {
        return Value::ranged(ValueKind::Decimal, value.as_text());
    }
    return std::nullopt;
}

std::optional<Value> to_temporal(const Value& value, ValueKind wanted) {
    if (value.kind() == ValueKind::Text) {
        const auto moment = text_form::parse_temporal(wanted, value.as_text());
        return moment ? std::optional{Value::temporal(wanted, *moment)} : std::nullopt;
    }
    if (value.kind() == ValueKind::Date && wanted == ValueKind::DateTime) {
        return Value::temporal(wanted, value.as_integer() * microseconds_per_day);
    }
    if (value.kind() == ValueKind::DateTime && wanted == ValueKind::Date &&
        value.as_integer() % microseconds_per_day == 0) {
        return Value::temporal(wanted, value.as_integer() / microseconds_per_day);
    }
    return std::nullopt;
}

std::optional<Value> to_bytes(const Value& value) {
    if (value.kind() == ValueKind::Text || value.kind() == ValueKind::Uuid) {
        return Value::ranged(ValueKind::Bytes, std::string{value.view().characters()});
    }
    return std::nullopt;
}

std::optional<Value> to_uuid(const Value& value) {
    if (value.kind() == ValueKind::Bytes && value.as_bytes().size() == 16) {
        return Value::ranged(ValueKind::Uuid, std::string{value.view().characters()});
    }
    if (value.kind() == ValueKind::Text) {
        auto bytes = text_form::parse_uuid(value.as_text());
        return bytes ? std::optional{Value::ranged(ValueKind::Uuid, *std::move(bytes))}
                     : std::nullopt;
    }
    return std::nullopt;
}

std::optional<Value> to_text(const Value& value, ValueKind wanted) {
    auto text = text_of(value.view());
    return text ? std::optional{Value::ranged(wanted, *std::move(text))} : std::nullopt;
}

std::optional<Value> to_json(const Value& value) {
    const bool is_literal = value.kind() == ValueKind::Text || value.kind() == ValueKind::Integer ||
                            value.kind() == ValueKind::Real || value.kind() == ValueKind::Boolean;
    return is_literal ? to_text(value, ValueKind::Json) : std::nullopt;
}

std::optional<Value> to_interval(const Value& value) {
    if (value.kind() != ValueKind::Text) {
        return std::nullopt;
    }
    const auto parts = text_form::parse_interval(value.as_text());
    return parts ? std::optional{Value::interval(*parts)} : std::nullopt;
}

}  // namespace

std::optional<std::string> text_of(const ValueView& value) {
    switch (value.kind) {
        case ValueKind::Boolean:
            return value.payload.boolean ? "true" : "false";
        case ValueKind::Integer:
            return std::to_string(value.payload.integer);
        case ValueKind::Real:
            return std::string{text_form::of_real(value.payload.real).view()};
        case ValueKind::Text:
        case ValueKind::Decimal:
        case ValueKind::Json:
            return std::string{value.characters()};
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
            return std::string{text_form::of_temporal(value.kind, value.payload.integer).view()};
        case ValueKind::DateTimeTz:
            return std::string{text_form::of_temporal(value.kind, value.payload.integer).view()} +
                   "+00:00";
        case ValueKind::Interval:
            return std::string{text_form::of_interval(value.payload.interval).view()};
        case ValueKind::Uuid:
            return text_form::of_uuid(value.characters());
        case ValueKind::Null:
        case ValueKind::Bytes:
        case ValueKind::Array:
            return std::nullopt;
    }
    return std::nullopt;
}

std::optional<Value> converted(Value value, ValueKind wanted) {
    if (value.is_null() || wanted == ValueKind::Null || value.kind() == wanted) {
        return value;
    }
    switch (wanted) {
        case ValueKind::Boolean:
            return to_boolean(value);
        case ValueKind::Integer:
            return to_integer(value);
        case ValueKind::Real:
            return to_real(value);
        case ValueKind::Text:
            return to_text(value, wanted);
        case ValueKind::Bytes:
            return to_bytes(value);
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
            return to_temporal(value, wanted);
        case ValueKind::Interval:
            return to_interval(value);
        case ValueKind::Decimal:
            return to_decimal(value);
        case ValueKind::Uuid:
            return to_uuid(value);
        case ValueKind::Json:
            return to_json(value);
        case ValueKind::Null:
        case ValueKind::Array:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace azoth::drivers
