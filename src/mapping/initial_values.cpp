// SPDX-License-Identifier: MIT
#include "mapping/declaration.hpp"
#include "mapping/fresh_object.hpp"

#include <cmath>

#include "base/sql_parts.hpp"

namespace azoth::mapping {

namespace {

/// A value as SQL that every database reads; empty for those that each spells in its own way.
std::string portable_literal(const ValueView& value) {
    switch (value.kind) {
        case ValueKind::Boolean:
            return value.payload.boolean ? "true" : "false";
        case ValueKind::Integer:
        case ValueKind::Decimal:
            return Value::copy_of(value).to_string();
        case ValueKind::Real:
            return std::isfinite(value.payload.real) ? Value::copy_of(value).to_string() : "";
        case ValueKind::Text:
        case ValueKind::Json:
            return sql_parts::in_quotes(value.characters(), '\'');
        case ValueKind::Null:
        case ValueKind::Bytes:
        case ValueKind::Date:
        case ValueKind::Time:
        case ValueKind::DateTime:
        case ValueKind::DateTimeTz:
        case ValueKind::Interval:
        case ValueKind::Uuid:
        case ValueKind::Array:
            return {};
    }
    return {};
}

}  // namespace

namespace {

// What a value-initialised member stands for, migrations know by themselves: but for enumerations,
// whose first label may be another.
std::string initial_value(const MappedColumn& mapped,
                          const schema::Column& column,
                          const FreshObject& fresh) {
    const void* member = fresh.get() + mapped.offset;
    if (mapped.default_value) {
        return portable_literal(mapped.default_value->view());
    }
    if (mapped.codec->is_default(member) && column.type.kind != TypeKind::Enum) {
        return {};
    }
    try {
        Value scratch;
        return portable_literal(mapped.codec->view(member, scratch));
    } catch (const Error&) {
        return {};  // no value of its type
    }
}

}  // namespace

void take_initial_values(const Declaration& declaration, Draft& draft) {
    const LifeCycle& life = declaration.description->life_cycle;
    if (life.construct == nullptr) {
        return;
    }
    try {
        const FreshObject fresh{life};
        for (const MappedColumn& mapped : draft.columns) {
            schema::Column& column = draft.table.columns[mapped.column_index];
            column.initial.sql = initial_value(mapped, column, fresh);
        }
    } catch (const std::exception&) {
        return;  // a constructor that throws says nothing about old rows
    }
}

}  // namespace azoth::mapping
