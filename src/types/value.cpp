// SPDX-License-Identifier: MIT
#include <azoth/types/value.hpp>

#include <azoth/base/error.hpp>
#include <azoth/types/text_form.hpp>

#include <cmath>
#include <cstring>
#include <utility>

#include "base/sql_parts.hpp"
#include "types/storage.hpp"

namespace azoth {

namespace {

[[noreturn]] void refuse(ValueKind from, std::string_view wanted) {
    throw ArgumentError{"value-kind",
                        "cannot read a value of kind " + std::string{name_of(from)} + " as " +
                            std::string{wanted} +
                            ": it would lose something; ask for its own kind, or use to_string()"};
}

std::string array_literal(const std::vector<Value>& elements) {
    std::string result = "[";
    for (const Value& element : elements) {
        if (result.size() > 1) {
            result += ", ";
        }
        result += element.to_string();
    }
    return result + "]";
}

}  // namespace

std::string_view name_of(ValueKind kind) noexcept {
    switch (kind) {
        case ValueKind::Null:
            return "NULL";
        case ValueKind::Boolean:
            return "boolean";
        case ValueKind::Integer:
            return "integer";
        case ValueKind::Real:
            return "real";
        case ValueKind::Text:
            return "text";
        case ValueKind::Bytes:
            return "bytes";
        case ValueKind::Date:
            return "date";
        case ValueKind::Time:
            return "time";
        case ValueKind::DateTime:
            return "date and time";
        case ValueKind::DateTimeTz:
            return "date and time with time zone";
        case ValueKind::Interval:
            return "interval";
        case ValueKind::Decimal:
            return "decimal";
        case ValueKind::Uuid:
            return "UUID";
        case ValueKind::Json:
            return "JSON";
        case ValueKind::Array:
            return "array";
    }
    return "unknown";
}

Value::Value(bool value) noexcept : kind_(ValueKind::Boolean), payload_{.boolean = value} {}
Value::Value(int value) noexcept : kind_(ValueKind::Integer), payload_{.integer = value} {}
Value::Value(long value) noexcept : kind_(ValueKind::Integer), payload_{.integer = value} {}
Value::Value(long long value) noexcept : kind_(ValueKind::Integer), payload_{.integer = value} {}
Value::Value(unsigned value) noexcept : kind_(ValueKind::Integer), payload_{.integer = value} {}
Value::Value(double value) noexcept : kind_(ValueKind::Real), payload_{.real = value} {}

Value::Value(const char* text) {
    if (text != nullptr) {
        kind_ = ValueKind::Text;
        characters_ = text;
    }
}

Value::Value(std::string text) noexcept : kind_(ValueKind::Text), characters_(std::move(text)) {}
Value::Value(std::string_view text) : kind_(ValueKind::Text), characters_(text) {}

Value::Value(std::span<const std::byte> bytes)
    : kind_(ValueKind::Bytes),
      characters_(reinterpret_cast<const char*>(bytes.data()), bytes.size()) {}

Value Value::temporal(ValueKind kind, std::int64_t value) noexcept {
    Value result;
    result.kind_ = kind;
    result.payload_.integer = value;
    return result;
}

Value Value::ranged(ValueKind kind, std::string characters) noexcept {
    Value result{std::move(characters)};
    result.kind_ = kind;
    return result;
}

Value Value::interval(IntervalParts parts) noexcept {
    Value result;
    result.kind_ = ValueKind::Interval;
    result.payload_.interval = parts;
    return result;
}

Value Value::array(std::vector<Value> elements) noexcept {
    Value result;
    result.kind_ = ValueKind::Array;
    result.elements_ = std::move(elements);
    return result;
}

Value Value::copy_of(const ValueView& view) {
    switch (storage_of(view.kind)) {
        case Storage::None:
            return {};
        case Storage::Boolean:
            return view.payload.boolean;
        case Storage::Integer:
            return temporal(view.kind, view.payload.integer);
        case Storage::Real:
            return view.payload.real;
        case Storage::Characters:
            return ranged(view.kind, std::string{view.characters()});
        case Storage::Interval:
            return interval(view.payload.interval);
        case Storage::Elements:
            return array(*view.payload.elements);
    }
    return {};
}

ValueView Value::view() const noexcept {
    switch (storage_of(kind_)) {
        case Storage::None:
            return {};
        case Storage::Boolean:
            return ValueView::boolean(payload_.boolean);
        case Storage::Integer:
            return ValueView::temporal(kind_, payload_.integer);
        case Storage::Real:
            return ValueView::real(payload_.real);
        case Storage::Characters:
            return ValueView::ranged(kind_, characters_);
        case Storage::Interval:
            return {kind_, {.interval = payload_.interval}};
        case Storage::Elements:
            return {kind_, {.elements = &elements_}};
    }
    return {};
}

bool Value::as_boolean() const {
    if (kind_ == ValueKind::Boolean) {
        return payload_.boolean;
    }
    if (kind_ == ValueKind::Integer && (payload_.integer == 0 || payload_.integer == 1)) {
        return payload_.integer == 1;
    }
    refuse(kind_, "boolean");
}

std::int64_t Value::as_integer() const {
    if (storage_of(kind_) == Storage::Integer) {
        return payload_.integer;
    }
    if (kind_ == ValueKind::Boolean) {
        return payload_.boolean ? 1 : 0;
    }
    refuse(kind_, "integer");
}

double Value::as_real() const {
    if (kind_ == ValueKind::Real) {
        return payload_.real;
    }
    constexpr std::int64_t exact_limit = std::int64_t{1} << 53;
    if (kind_ == ValueKind::Integer && payload_.integer >= -exact_limit &&
        payload_.integer <= exact_limit) {
        return static_cast<double>(payload_.integer);
    }
    refuse(kind_, "real");
}

const std::string& Value::as_text() const {
    if (kind_ == ValueKind::Text || kind_ == ValueKind::Decimal || kind_ == ValueKind::Json) {
        return characters_;
    }
    refuse(kind_, "text");
}

std::span<const std::byte> Value::as_bytes() const {
    if (kind_ == ValueKind::Bytes || kind_ == ValueKind::Uuid) {
        return std::as_bytes(std::span{characters_});
    }
    refuse(kind_, "bytes");
}

const std::vector<Value>& Value::as_array() const {
    if (kind_ == ValueKind::Array) {
        return elements_;
    }
    refuse(kind_, "array");
}

IntervalParts Value::as_interval() const {
    if (kind_ == ValueKind::Interval) {
        return payload_.interval;
    }
    refuse(kind_, "interval");
}

std::string Value::to_string() const {
    switch (kind_) {
        case ValueKind::Null:
            return "NULL";
        case ValueKind::Boolean:
            return payload_.boolean ? "true" : "false";
        case ValueKind::Integer:
            return std::to_string(payload_.integer);
        case ValueKind::Real:
            return std::string{text_form::of_real(payload_.real).view()};
        case ValueKind::Decimal:
            return characters_;
        case ValueKind::Text:
        case ValueKind::Json:
            return sql_parts::in_quotes(characters_, '\'');
        case ValueKind::Bytes:
            return "x'" + text_form::hexadecimal(characters_) + "'";
        case ValueKind::Uuid:
            return text_form::of_uuid(characters_);
        case ValueKind::Interval:
            return std::string{text_form::of_interval(payload_.interval).view()};
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
            return std::string{text_form::of_temporal(kind_, payload_.integer).view()};
        case ValueKind::DateTimeTz:
            return std::string{text_form::of_temporal(kind_, payload_.integer).view()} + "+00:00";
        case ValueKind::Array:
            return array_literal(elements_);
    }
    return {};
}

bool operator==(const Value& left, const Value& right) {
    if (left.kind_ != right.kind_) {
        return false;
    }
    switch (storage_of(left.kind_)) {
        case Storage::None:
            return true;
        case Storage::Boolean:
            return left.payload_.boolean == right.payload_.boolean;
        case Storage::Integer:
            return left.payload_.integer == right.payload_.integer;
        case Storage::Real:
            return left.payload_.real == right.payload_.real ||
                   (std::isnan(left.payload_.real) && std::isnan(right.payload_.real));
        case Storage::Characters:
            return left.characters_ == right.characters_;
        case Storage::Interval:
            return left.payload_.interval == right.payload_.interval;
        case Storage::Elements:
            return left.elements_ == right.elements_;
    }
    return false;
}

}  // namespace azoth
