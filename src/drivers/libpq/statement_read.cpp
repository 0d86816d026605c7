// SPDX-License-Identifier: MIT
#include "drivers/libpq/statement.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include "drivers/libpq/type_oids.hpp"

namespace azoth::drivers::libpq {

// An empty cell may be NULL, whose bytes must not be read; none of the fixed forms is empty.

std::int64_t Statement::integer(int column) const {
    const std::string_view found = characters(column);
    if (!found.empty()) [[likely]] {
        switch (type_of(column)) {
            case oid::int8:
                return read_integer<std::int64_t>(found.data());
            case oid::int4:
                return read_integer<std::int32_t>(found.data());
            case oid::int2:
                return read_integer<std::int16_t>(found.data());
            case oid::boolean:
                return found.front() == 0 ? 0 : 1;
            default:
                break;
        }
    }
    return checked_value(column, ValueKind::Integer).as_integer();
}

double Statement::real(int column) const {
    const std::string_view found = characters(column);
    const Oid type = type_of(column);
    if (type == oid::float8 && !found.empty()) [[likely]] {
        return read_double(found.data());
    }
    if (type == oid::float4 && !found.empty()) {
        return static_cast<double>(read_float(found.data()));
    }
    return checked_value(column, ValueKind::Real).as_real();
}

std::string_view Statement::text(int column) const {
    const std::string_view found = characters(column);
    const Oid type = type_of(column);
    if ((oid::is_text(type) || type == oid::json) && (!found.empty() || !is_null(column)))
        [[likely]] {
        return found;
    }
    return converted_.emplace_back(checked_value(column, ValueKind::Text).as_text());
}

std::span<const std::byte> Statement::bytes(int column) const {
    const Oid type = type_of(column);
    if (is_null(column) || !(type == oid::bytea || type == oid::uuid || oid::is_text(type))) {
        refuse_column(column, ValueKind::Bytes);
    }
    const std::string_view found = characters(column);
    return std::as_bytes(std::span{found.data(), found.size()});
}

bool Statement::read(int column, std::int64_t& value) const {
    if (is_empty(column) && is_null(column)) {
        return false;
    }
    value = integer(column);
    return true;
}

bool Statement::read(int column, double& value) const {
    if (is_empty(column) && is_null(column)) {
        return false;
    }
    value = real(column);
    return true;
}

bool Statement::read(int column, std::string_view& value) const {
    if (is_empty(column) && is_null(column)) {
        return false;
    }
    value = text(column);
    return true;
}

Value Statement::value(int column, ValueKind wanted) const {
    return is_null(column) ? Value{} : checked_value(column, wanted);
}

Value Statement::checked_value(int column, ValueKind wanted) const {
    if (is_null(column)) {
        refuse_column(column, wanted);
    }
    auto result = decode({type_of(column), characters(column)}, wanted);
    if (!result) {
        refuse_column(column, wanted);
    }
    return *std::move(result);
}

/// A moment that the server can keep, and a DateTime cannot.
bool Statement::is_too_late(int column) const {
    const Oid type = type_of(column);
    return !is_null(column) && (type == oid::timestamp || type == oid::timestamptz) &&
           !decode({type, characters(column)}, ValueKind::Null);
}

void Statement::refuse_column(int column, ValueKind wanted) const {
    if (is_too_late(column)) {
        throw DataError{
            "column-conversion",
            "cannot read column " + text_utility::quoted(column_name(column)) +
                ": the moment lies behind 294247-01-10 04:00:54, the last that DateTime and "
                "DateTimeTz hold; read it as text, by a cast in the statement",
            {.statement = sql_, .column = std::string{column_name(column)}}};
    }
    const std::string found = is_null(column)
                                  ? "NULL"
                                  : std::string{name_of(kind_of(type_of(column)))} + " (type " +
                                        std::to_string(type_of(column)) + ")";
    throw DataError{"column-conversion",
                    "cannot read column " + text_utility::quoted(column_name(column)) + " as " +
                        std::string{name_of(wanted)} + ": the database sent " + found +
                        "; read it as what it is, or cast it in the statement",
                    {.statement = sql_, .column = std::string{column_name(column)}}};
}

}  // namespace azoth::drivers::libpq
