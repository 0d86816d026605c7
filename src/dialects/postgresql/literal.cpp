// SPDX-License-Identifier: MIT
#include "dialects/postgresql/dialect.hpp"
#include "dialects/postgresql/quoted_text.hpp"

#include <azoth/base/error.hpp>
#include <azoth/types/text_form.hpp>

#include <cmath>

namespace azoth::dialects::postgresql {

namespace {

std::string cast(std::string_view text, std::string_view type) {
    return quoted_text(text).append("::").append(type);
}

std::string text_literal(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
        throw CompileError{"bad-literal",
                           "cannot write a text as a literal for postgresql: it contains a zero "
                           "byte, which its texts "
                           "cannot hold; use LargeBinary() for such data"};
    }
    return quoted_text(text);
}

std::string real_literal(double value) {
    if (std::isnan(value)) {
        return cast("NaN", "double precision");
    }
    if (std::isinf(value)) {
        return cast(value > 0 ? "Infinity" : "-Infinity", "double precision");
    }
    return std::string{text_form::of_real(value).view()};
}

std::string decimal_literal(std::string_view text) {
    const bool is_special = text.find_first_of("NnIi") != std::string_view::npos;
    return is_special ? cast(text, "numeric") : std::string{text};
}

std::string array_literal(const Dialect& dialect, const std::vector<Value>& elements) {
    if (elements.empty()) {
        return "'{}'";
    }
    std::string text;
    for (const auto& element : elements) {
        text += (text.empty() ? "" : ", ") + dialect.literal(element.view());
    }
    return "ARRAY[" + text + ']';
}

std::string_view temporal_type(ValueKind kind) noexcept {
    if (kind == ValueKind::Date) {
        return "date";
    }
    if (kind == ValueKind::Time) {
        return "time";
    }
    return kind == ValueKind::DateTime ? "timestamp" : "timestamptz";
}

/// The text form of a DateTimeTz is UTC without saying so.
std::string temporal_literal(ValueKind kind, std::int64_t value) {
    auto text = std::string{text_form::of_temporal(kind, value).view()};
    if (kind == ValueKind::DateTimeTz && text.find("infinity") == std::string::npos &&
        !text.ends_with("Z") && text.find('+') == std::string::npos) {
        text += "+00";
    }
    return cast(text, temporal_type(kind));
}

}  // namespace

std::string PostgresqlDialect::literal(const ValueView& value) const {
    switch (value.kind) {
        case ValueKind::Null:
            return "NULL";
        case ValueKind::Boolean:
            return value.payload.boolean ? "TRUE" : "FALSE";
        case ValueKind::Integer:
            return std::to_string(value.payload.integer);
        case ValueKind::Real:
            return real_literal(value.payload.real);
        case ValueKind::Text:
            return text_literal(value.characters());
        case ValueKind::Bytes:
            return cast("\\x" + text_form::hexadecimal(value.characters()), "bytea");
        case ValueKind::Decimal:
            return decimal_literal(value.characters());
        case ValueKind::Uuid:
            return cast(text_form::of_uuid(value.characters()), "uuid");
        case ValueKind::Json:
            return text_literal(value.characters()) + "::jsonb";
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
            return temporal_literal(value.kind, value.payload.integer);
        case ValueKind::Interval:
            return cast(text_form::of_interval(value.payload.interval).view(), "interval");
        case ValueKind::Array:
            return array_literal(*this, *value.payload.elements);
    }
    return "NULL";
}

}  // namespace azoth::dialects::postgresql
