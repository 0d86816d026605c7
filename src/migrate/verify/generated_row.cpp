// SPDX-License-Identifier: MIT
#include "migrate/verify/generated_row.hpp"

#include <azoth/base/text.hpp>
#include <azoth/dialects/dialect.hpp>
#include <azoth/dialects/live_schema.hpp>
#include <azoth/migrate/verify/proof.hpp>

#include <algorithm>

#include "base/sql_parts.hpp"

namespace azoth::migrate {
namespace {

std::string two_digits(std::size_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string text_value(const SqlType& type, std::size_t number) {
    std::string text = "value " + std::to_string(number);
    if (type.length > 0 && text.size() > static_cast<std::size_t>(type.length)) {
        text = std::to_string(number).substr(0, static_cast<std::size_t>(type.length));
    }
    return "'" + text + "'";
}

/// Not every database has words for truth.
std::optional<std::string> spelled_value(const SqlType& type,
                                         std::size_t number,
                                         const dialects::Dialect& dialect) {
    return type.kind == TypeKind::Boolean
               ? std::optional{dialect.literal(ValueView::boolean(number % 2 != 0))}
               : generated_value(type, number);
}

bool fills_itself(const schema::Column& column) {
    return column.computed || column.identity == schema::Identity::Always;
}

}  // namespace

std::optional<std::string> generated_value(const SqlType& type, std::size_t number) {
    std::string digits = std::to_string(number);
    const std::string day = "2026-01-" + two_digits(number % 28 + 1);
    switch (type.kind) {
        case TypeKind::Boolean:
            return number % 2 == 0 ? "false" : "true";
        case TypeKind::SmallInteger:
        case TypeKind::Integer:
        case TypeKind::BigInteger:
            return digits;
        case TypeKind::Float:
        case TypeKind::Double:
            return digits + ".5";
        case TypeKind::Numeric:
            return type.precision == type.scale && type.precision > 0 ? "0" : digits;
        case TypeKind::String:
        case TypeKind::Text:
            return text_value(type, number);
        case TypeKind::Binary:
            return "'" + digits + "'";
        case TypeKind::Date:
            return "'" + day + "'";
        case TypeKind::Time:
            return "'11:40:" + two_digits(number % 60) + "'";
        case TypeKind::DateTime:
            return "'" + day + " 11:40:00'";
        case TypeKind::DateTimeTz:
            return "'" + day + " 11:40:00+00'";
        case TypeKind::Interval:
            return "'" + digits + " days'";
        case TypeKind::Uuid:
            return "'00000000-0000-0000-0000-0000000000" + two_digits(number % 100) + "'";
        case TypeKind::Json:
            return "'" + digits + "'";
        case TypeKind::Enum:
            return type.values.empty() ? std::nullopt
                                       : std::optional{sql_parts::in_quotes(
                                             type.values[number % type.values.size()], '\'')};
        case TypeKind::Array:
            return "'{}'";
        case TypeKind::Native:
            return std::nullopt;
    }
    return std::nullopt;
}

std::string generated_row(const schema::Table& table,
                          std::size_t number,
                          const dialects::Dialect& dialect,
                          UnknownTypes unknown) {
    ColumnValues others;
    for (const schema::Column& column : table.columns) {
        if (column.type.kind != TypeKind::Native || unknown == UnknownTypes::LeftOut) {
            continue;
        }
        const auto neutral = dialect.live_schema().neutral_value(column.type.name);
        if (unknown == UnknownTypes::AsText) {
            others[column.name] = "'" + std::to_string(number) + "'";
        } else if (neutral) {
            others[column.name] = *neutral;
        }
    }
    return generated_row_with(table, number, others, dialect);
}

std::string generated_row_with(const schema::Table& table,
                               std::size_t number,
                               const ColumnValues& others,
                               const dialects::Dialect& dialect) {
    std::vector<std::string> names;
    std::vector<std::string> values;
    for (const schema::Column& column : table.columns) {
        const auto other = others.find(column.name);
        const auto value = other == others.end() ? spelled_value(column.type, number, dialect)
                                                 : std::optional{other->second};
        if (!fills_itself(column) && value) {
            names.push_back(dialect.identifier(column.name));
            values.push_back(*value);
        }
    }
    const std::string into = "INSERT INTO " + dialect.table_name(table.name, table.schema);
    return names.empty() ? into + " DEFAULT VALUES"
                         : into + " (" + text_utility::join(names, ", ") + ") VALUES (" +
                               text_utility::join(values, ", ") + ")";
}

}  // namespace azoth::migrate
