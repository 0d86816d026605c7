// SPDX-License-Identifier: MIT
#include <azoth/types/enum_in.hpp>
#include <azoth/types/sql_type.hpp>

#include <utility>

#include "base/escape.hpp"

namespace azoth {

namespace {

std::string call(std::string_view name, std::string_view arguments = {}) {
    return std::string{name} + '(' + std::string{arguments} + ')';
}

std::string sized(std::string_view name, int size) {
    return call(name, size == 0 ? std::string{} : std::to_string(size));
}

std::string numeric_text(const SqlType& type) {
    if (type.precision == 0) {
        return call("Numeric");
    }
    return call("Numeric", std::to_string(type.precision) + ", " + std::to_string(type.scale));
}

std::string string_text(const SqlType& type) {
    if (type.collation.empty()) {
        return sized("String", type.length);
    }
    return call("String", std::to_string(type.length) + ", " + escape::cpp_string(type.collation));
}

std::string enum_text(const SqlType& type) {
    std::string labels;
    for (const std::string& label : type.values) {
        labels += (labels.empty() ? "" : ", ") + escape::cpp_string(label);
    }
    return call("Enum", escape::cpp_string(type.name) + ", {" + labels + '}');
}

}  // namespace

ValueKind value_kind_of(const SqlType& type) noexcept {
    switch (type.kind) {
        case TypeKind::Boolean:
            return ValueKind::Boolean;
        case TypeKind::SmallInteger:
        case TypeKind::Integer:
        case TypeKind::BigInteger:
            return ValueKind::Integer;
        case TypeKind::Float:
        case TypeKind::Double:
            return ValueKind::Real;
        case TypeKind::Numeric:
            return ValueKind::Decimal;
        case TypeKind::String:
        case TypeKind::Text:
        case TypeKind::Enum:
            return ValueKind::Text;
        case TypeKind::Binary:
            return ValueKind::Bytes;
        case TypeKind::Date:
            return ValueKind::Date;
        case TypeKind::Time:
            return ValueKind::Time;
        case TypeKind::DateTime:
            return ValueKind::DateTime;
        case TypeKind::DateTimeTz:
            return ValueKind::DateTimeTz;
        case TypeKind::Interval:
            return ValueKind::Interval;
        case TypeKind::Uuid:
            return ValueKind::Uuid;
        case TypeKind::Json:
            return ValueKind::Json;
        case TypeKind::Array:
            return ValueKind::Array;
        case TypeKind::Native:
            return ValueKind::Null;
    }
    return ValueKind::Null;
}

const SqlType* enum_in(const SqlType& type) noexcept {
    const auto* inner = &type;
    while (inner->kind == TypeKind::Array && inner->element.size() == 1) {
        inner = &inner->element.front();
    }
    return inner->kind == TypeKind::Enum ? inner : nullptr;
}

std::string to_string(const SqlType& type) {
    switch (type.kind) {
        case TypeKind::Boolean:
            return call("Boolean");
        case TypeKind::SmallInteger:
            return call("SmallInteger");
        case TypeKind::Integer:
            return call("Integer");
        case TypeKind::BigInteger:
            return call("BigInteger");
        case TypeKind::Float:
            return sized("Float", type.precision);
        case TypeKind::Double:
            return call("Double");
        case TypeKind::Numeric:
            return numeric_text(type);
        case TypeKind::String:
            return string_text(type);
        case TypeKind::Text:
            return call(
                "Text",
                type.collation.empty() ? std::string{} : escape::cpp_string(type.collation));
        case TypeKind::Binary:
            return sized("LargeBinary", type.length);
        case TypeKind::Date:
            return call("sql::Date");
        case TypeKind::Time:
            return sized("sql::Time", type.precision);
        case TypeKind::DateTime:
            return sized("sql::DateTime", type.precision);
        case TypeKind::DateTimeTz:
            return sized("sql::DateTimeTz", type.precision);
        case TypeKind::Interval:
            return call("sql::Interval");
        case TypeKind::Uuid:
            return call("sql::Uuid");
        case TypeKind::Json:
            return call("sql::Json");
        case TypeKind::Enum:
            return enum_text(type);
        case TypeKind::Array:
            return call("Array", type.element.empty() ? std::string{} : to_string(type.element[0]));
        case TypeKind::Native:
            return call("Native", escape::cpp_string(type.name));
    }
    return {};
}

namespace sql {

Enum::Enum(std::string_view type_name, std::vector<std::string> labels) {
    name = type_name;
    values = std::move(labels);
}

Array::Array(SqlType of) {
    element.push_back(std::move(of));
}

}  // namespace sql

}  // namespace azoth
