// SPDX-License-Identifier: MIT
#include <azoth/migrate/compare/compare.hpp>

#include <algorithm>

#include "base/sql_parts.hpp"
#include "migrate/operations/lookup.hpp"

namespace azoth::migrate {

using namespace operations;

std::optional<std::string> neutral_value(const SqlType& type, const NativeValue& native) {
    switch (type.kind) {
        case TypeKind::Boolean:
            return "false";
        case TypeKind::SmallInteger:
        case TypeKind::Integer:
        case TypeKind::BigInteger:
        case TypeKind::Float:
        case TypeKind::Double:
        case TypeKind::Numeric:
            return "0";
        case TypeKind::String:
        case TypeKind::Text:
        case TypeKind::Binary:
            return "''";
        case TypeKind::Date:
            return "'1970-01-01'";
        case TypeKind::Time:
            return "'00:00:00'";
        case TypeKind::DateTime:
            return "'1970-01-01 00:00:00'";
        case TypeKind::DateTimeTz:
            return "'1970-01-01 00:00:00+00'";
        case TypeKind::Interval:
            return "'0'";
        case TypeKind::Uuid:
            return "'00000000-0000-0000-0000-000000000000'";
        case TypeKind::Json:
            return "'null'";
        case TypeKind::Array:
            return "'{}'";
        case TypeKind::Enum:
            return type.values.empty()
                       ? std::nullopt
                       : std::optional{sql_parts::in_quotes(type.values.front(), '\'')};
        case TypeKind::Native:
            return native ? native(type) : std::nullopt;
    }
    return std::nullopt;
}

namespace {

bool needs_filler(const schema::Column& column) {
    return !column.nullable && !column.server_default && !column.computed &&
           !column.autoincrement && column.identity == schema::Identity::No;
}

/// `'it''s'` in `name IN ('it''s', 'b')`; nothing for any other condition.
std::optional<std::string> first_allowed(const std::string& condition, const std::string& column) {
    constexpr std::string_view opening = " IN ('";
    const std::size_t found = condition.find(opening);
    if (found == std::string::npos || !mentions_identifier(condition.substr(0, found), column)) {
        return std::nullopt;
    }
    const std::size_t begin = found + opening.size() - 1;
    const std::string text = condition.substr(
        begin, sql_parts::quoted_length(std::string_view{condition}.substr(begin)));
    return begin + text.size() < condition.size() ? std::optional{text} : std::nullopt;
}

/// Where the database has no enumerations, a check that comes with the column says what it may
/// hold.
std::optional<std::string> value_for(const AddColumn& add,
                                     std::span<const Operation> operations,
                                     const NativeValue& native) {
    if (!add.column.initial.sql.empty()) {
        return add.column.initial.sql;
    }
    for (const Operation& step : operations) {
        const auto* constraint = std::get_if<AddConstraint>(&step);
        const auto* check = constraint != nullptr && constraint->table == add.table
                                ? std::get_if<schema::CheckConstraint>(&constraint->constraint)
                                : nullptr;
        auto value =
            check == nullptr ? std::nullopt : first_allowed(check->expression, add.column.name);
        if (value) {
            return value;
        }
    }
    return neutral_value(add.column.type, native);
}

}  // namespace

std::vector<Operation> with_fillers(std::span<const Operation> operations,
                                    const NativeValue& native) {
    std::vector<Operation> result;
    for (const Operation& step : operations) {
        const auto* add = std::get_if<AddColumn>(&step);
        const auto value = add != nullptr && needs_filler(add->column)
                               ? value_for(*add, operations, native)
                               : std::nullopt;
        if (!value) {
            result.push_back(step);
            continue;
        }
        AddColumn filled = *add;
        filled.column.server_default = value;
        result.emplace_back(std::move(filled));
        AlterColumn emptied{.table = add->table, .column = add->column.name};
        emptied.existing.server_default = value;
        emptied.modified.server_default = std::optional<std::string>{};
        result.emplace_back(std::move(emptied));
    }
    return result;
}

}  // namespace azoth::migrate
