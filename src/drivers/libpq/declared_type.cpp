// SPDX-License-Identifier: MIT
#include "drivers/libpq/declared_type.hpp"

#include "drivers/libpq/type_oids.hpp"

namespace azoth::drivers::libpq {

// Told, a value no longer adapts to where it stands, so only those are that have nothing to adapt
// to. Not so: texts (also enumerations, names, ranges); json, which is jsonb as well; 64 bits,
// which functions that take integer refuse; decimals and doubles, which would be rounded into an
// integer column without a word, and against a numeric column decide whether its index is used;
// moments with a zone, which a column without one would get in the zone of the connection.
Oid declared_type(TypeKind type) noexcept {
    switch (type) {
        case TypeKind::Boolean:
            return oid::boolean;
        case TypeKind::SmallInteger:  // few functions take smallint; all that take more take this
        case TypeKind::Integer:
            return oid::int4;
        case TypeKind::Binary:
            return oid::bytea;
        case TypeKind::Date:
            return oid::date;
        case TypeKind::Time:
            return oid::time;
        case TypeKind::DateTime:
            return oid::timestamp;
        case TypeKind::Interval:
            return oid::interval;
        case TypeKind::Uuid:
            return oid::uuid;
        case TypeKind::BigInteger:
        case TypeKind::Float:
        case TypeKind::Double:
        case TypeKind::Numeric:
        case TypeKind::String:
        case TypeKind::Text:
        case TypeKind::DateTimeTz:
        case TypeKind::Json:
        case TypeKind::Enum:
        case TypeKind::Array:
        case TypeKind::Native:
            return 0;
    }
    return 0;
}

}  // namespace azoth::drivers::libpq
