// SPDX-License-Identifier: MIT
#include <azoth/statement/text.hpp>

namespace azoth {

/// An integer's type says how wide it is.
TypeKind NamedValue::type_of(const Codec& codec) {
    return codec.kind == ValueKind::Integer ? codec.default_type().kind : type_of(codec.kind);
}

TypeKind NamedValue::type_of(ValueKind kind) noexcept {
    switch (kind) {
        case ValueKind::Boolean:
            return TypeKind::Boolean;
        case ValueKind::Integer:
            return TypeKind::BigInteger;
        case ValueKind::Real:
            return TypeKind::Double;
        case ValueKind::Text:
            return TypeKind::Text;
        case ValueKind::Bytes:
            return TypeKind::Binary;
        case ValueKind::Date:
            return TypeKind::Date;
        case ValueKind::Time:
            return TypeKind::Time;
        case ValueKind::DateTime:
            return TypeKind::DateTime;
        case ValueKind::DateTimeTz:
            return TypeKind::DateTimeTz;
        case ValueKind::Interval:
            return TypeKind::Interval;
        case ValueKind::Decimal:
            return TypeKind::Numeric;
        case ValueKind::Uuid:
            return TypeKind::Uuid;
        case ValueKind::Json:
            return TypeKind::Json;
        case ValueKind::Array:
            return TypeKind::Array;
        case ValueKind::Null:
            return TypeKind::Native;
    }
    return TypeKind::Native;
}

}  // namespace azoth
