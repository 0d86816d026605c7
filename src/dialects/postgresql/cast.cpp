// SPDX-License-Identifier: MIT
#include "dialects/postgresql/ddl.hpp"
#include "dialects/postgresql/types.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

/// https://www.postgresql.org/docs/15/sql-createcast.html: ALTER COLUMN TYPE takes casts that an
/// assignment takes; others must be written out.
namespace azoth::dialects::postgresql {

namespace {

enum class Cast : std::uint8_t {
    Assignment,   ///< nothing to be said
    Explicit,     ///< `a::type`
    ThroughText,  ///< `a::text::type`
    FromTruth,    ///< true is 1
    ToTruth,      ///< all but 0 is true
    ToJson,       ///< `to_jsonb(a)`
    None
};

enum class Family : std::uint8_t {
    Truth,
    Number,
    Text,
    Binary,
    Moment,
    TimeOfDay,
    Interval,
    Uuid,
    Json,
    Enum,
    Array,
    Native
};

Family family_of(const SqlType& type) noexcept {
    switch (type.kind) {
        case TypeKind::Boolean:
            return Family::Truth;
        case TypeKind::SmallInteger:
        case TypeKind::Integer:
        case TypeKind::BigInteger:
        case TypeKind::Float:
        case TypeKind::Double:
        case TypeKind::Numeric:
            return Family::Number;
        case TypeKind::String:
        case TypeKind::Text:
            return Family::Text;
        case TypeKind::Binary:
            return Family::Binary;
        case TypeKind::Date:
        case TypeKind::DateTime:
        case TypeKind::DateTimeTz:
            return Family::Moment;
        case TypeKind::Time:
            return Family::TimeOfDay;
        case TypeKind::Interval:
            return Family::Interval;
        case TypeKind::Uuid:
            return Family::Uuid;
        case TypeKind::Json:
            return Family::Json;
        case TypeKind::Enum:
            return Family::Enum;
        case TypeKind::Array:
            return Family::Array;
        case TypeKind::Native:
            return Family::Native;
    }
    return Family::Native;
}

/// A date has no time of day, and a time of day no date.
bool is_between_times(const SqlType& from, Family before, Family after) noexcept {
    const bool has_time = before == Family::Moment && from.kind != TypeKind::Date;
    return (has_time && after == Family::TimeOfDay) ||
           (before == Family::TimeOfDay && after == Family::Interval) ||
           (before == Family::Interval && after == Family::TimeOfDay);
}

Cast cast_between(const SqlType& from, const SqlType& to);

Cast array_cast(const SqlType& from, const SqlType& to) {
    if (from.element.size() != 1 || to.element.size() != 1) {
        return Cast::None;
    }
    return cast_between(from.element.front(), to.element.front());
}

Cast cast_between(const SqlType& from, const SqlType& to) {
    const auto before = family_of(from);
    const auto after = family_of(to);
    if (before == Family::Array && after == Family::Array) {
        return array_cast(from, to);
    }
    if (before == Family::Enum || after == Family::Enum) {
        return after == Family::Text ? Cast::Assignment : Cast::ThroughText;
    }
    if (before == after || after == Family::Text || is_between_times(from, before, after)) {
        return Cast::Assignment;
    }
    if (before == Family::Text || before == Family::Native) {
        return Cast::Explicit;
    }
    if (before == Family::Truth && after == Family::Number) {
        return Cast::FromTruth;
    }
    if (before == Family::Number && after == Family::Truth) {
        return Cast::ToTruth;
    }
    if (before == Family::Json && (after == Family::Number || after == Family::Truth)) {
        return Cast::Explicit;
    }
    if (after == Family::Json) {
        return Cast::ToJson;
    }
    return after == Family::Native ? Cast::Assignment : Cast::None;
}

[[noreturn]] void refuse(const ddl::AlterColumn& statement) {
    throw CompileError{
        "no-cast",
        "cannot change the type of column " + text_utility::quoted(statement.existing.name) +
            " of table " + text_utility::quoted(statement.table.name) + " from " +
            to_string(statement.existing.type) + " to " + to_string(statement.modified.type) +
            ": PostgreSQL has no cast between them; say what becomes of the values with "
            ".using_expression in op.alter_column (autogenerate writes the step with --no-verify)"};
}

/// Arrays have the casts of their elements, but no expression over each of them.
std::string text_of(Cast cast,
                    const ddl::AlterColumn& statement,
                    const std::string& column,
                    const std::string& type) {
    const bool is_array = statement.modified.type.kind == TypeKind::Array &&
                          statement.existing.type.kind == TypeKind::Array;
    switch (cast) {
        case Cast::Assignment:
            return "";
        case Cast::Explicit:
            return column + "::" + type;
        case Cast::ThroughText:
            return column + (is_array ? "::text[]::" : "::text::") + type;
        case Cast::FromTruth:
            return is_array ? column + "::integer[]::" + type
                            : "CASE WHEN " + column + " THEN 1 WHEN NOT " + column + " THEN 0 END";
        case Cast::ToTruth:
            return is_array ? column + "::integer[]::" + type : column + " <> 0";
        case Cast::ToJson:
            return is_array ? column + "::text[]::" + type : "to_jsonb(" + column + ")";
        case Cast::None:
            refuse(statement);
    }
    return "";
}

}  // namespace

std::string cast_clause(const ddl::AlterColumn& statement,
                        const std::string& column,
                        const std::string& type) {
    const auto cast = cast_between(statement.existing.type, statement.modified.type);
    const auto text = text_of(cast, statement, column, type);
    return text.empty() ? "" : " USING " + text;
}

}  // namespace azoth::dialects::postgresql
