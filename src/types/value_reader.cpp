// SPDX-License-Identifier: MIT
#include <azoth/types/value_reader.hpp>

#include <azoth/base/error.hpp>
#include <azoth/types/codec.hpp>
#include <azoth/types/text_form.hpp>

namespace azoth {

namespace {

[[noreturn]] void refuse(const Value& value, ValueKind wanted) {
    throw DataError{"column-conversion",
                    "cannot read " + value.to_string() + " as " + std::string{name_of(wanted)} +
                        ": it is of kind " + std::string{name_of(value.kind())} +
                        "; read it into a type of that kind"};
}

/// Runs a reader of Value and gives its refusal this reader's words.
template <class Read>
auto read_as(const Value& value, ValueKind wanted, Read read) {
    try {
        return read(value);
    } catch (const ArgumentError&) {
        refuse(value, wanted);
    }
}

Value from_text(const Value& value, ValueKind wanted) {
    const std::string& text = value.as_text();
    switch (wanted) {
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
            if (const auto parsed = text_form::parse_temporal(wanted, text)) {
                return Value::temporal(wanted, *parsed);
            }
            break;
        case ValueKind::Interval:
            if (const auto parsed = text_form::parse_interval(text)) {
                return Value::interval(*parsed);
            }
            break;
        case ValueKind::Uuid:
            if (auto parsed = text_form::parse_uuid(text)) {
                return Value::ranged(wanted, std::move(*parsed));
            }
            break;
        case ValueKind::Decimal:
            if (text_form::is_decimal(text)) {
                return Value::ranged(wanted, text);
            }
            break;
        case ValueKind::Json:
            return Value::ranged(wanted, text);
        case ValueKind::Null:
        case ValueKind::Boolean:
        case ValueKind::Integer:
        case ValueKind::Real:
        case ValueKind::Text:
        case ValueKind::Bytes:
        case ValueKind::Array:
            break;
    }
    refuse(value, wanted);
}

}  // namespace

bool ValueReader::is_null(int column) const {
    return at(column).is_null();
}

std::int64_t ValueReader::integer(int column) const {
    return read_as(
        at(column), ValueKind::Integer, [](const Value& value) { return value.as_integer(); });
}

double ValueReader::real(int column) const {
    return read_as(at(column), ValueKind::Real, [](const Value& value) { return value.as_real(); });
}

std::string_view ValueReader::text(int column) const {
    return read_as(at(column), ValueKind::Text, [](const Value& value) -> std::string_view {
        return value.as_text();
    });
}

std::span<const std::byte> ValueReader::bytes(int column) const {
    return read_as(
        at(column), ValueKind::Bytes, [](const Value& value) { return value.as_bytes(); });
}

Value ValueReader::value(int column, ValueKind wanted) const {
    const Value& value = at(column);
    if (wanted == ValueKind::Null || wanted == value.kind() || value.is_null()) {
        return value;
    }
    if (wanted == ValueKind::Decimal && value.kind() == ValueKind::Integer) {
        return Value::ranged(wanted, std::to_string(value.as_integer()));
    }
    if (wanted == ValueKind::Boolean) {
        return Value{read_as(value, wanted, [](const Value& one) { return one.as_boolean(); })};
    }
    if (wanted == ValueKind::Integer) {
        return Value::temporal(wanted, integer(column));
    }
    if (wanted == ValueKind::Real) {
        return Value{real(column)};
    }
    if (wanted == ValueKind::Text) {
        return Value{text(column)};
    }
    if (value.kind() == ValueKind::Text) {
        return from_text(value, wanted);
    }
    refuse(value, wanted);
}

void assign_value(const Codec& codec, void* object, const Value& value) {
    codec.load(object, ValueReader{{&value, 1}}, 0);
}

}  // namespace azoth
