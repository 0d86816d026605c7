// SPDX-License-Identifier: MIT
#include "orm/unit_of_work/flush_error.hpp"

#include <algorithm>

#include "engine/constraint_names.hpp"

namespace azoth::orm {

using compiler::RowOperation;

std::string described(const Cell& cell) {
    const std::string name{mapper_of(cell).type_name()};
    const bool has_key =
        cell.state == ObjectState::Persistent ||
        std::ranges::none_of(cell.family->key, [&](const mapping::MappedColumn* column) {
            return column->unset != mapping::Unset::Never &&
                   column->codec->is_default(known_value(cell, *column));
        });
    if (!has_key) {
        return "a new " + name;
    }
    std::string key;
    for (const mapping::MappedColumn* column : cell.family->key) {
        Value scratch;
        key += (key.empty() ? "" : ", ") +
               Value::copy_of(column->codec->view(known_value(cell, *column), scratch)).to_string();
    }
    return name + (cell.family->key.size() > 1 ? " (" + key + ")" : " " + key);
}

namespace {

std::string_view verb(RowOperation operation) noexcept {
    switch (operation) {
        case RowOperation::Insert:
            return "insert";
        case RowOperation::Update:
            return "update";
        case RowOperation::Delete:
            return "delete";
    }
    return "write";
}

template <class E>
void rethrow_as(const DatabaseError& error,
                const std::string& message,
                const ErrorDetails& details) {
    if (dynamic_cast<const E*>(&error) != nullptr) {
        throw E{error.code(), message, details};
    }
}

}  // namespace

void throw_named(const DatabaseError& error,
                 RowOperation operation,
                 const Cell& cell,
                 std::size_t row,
                 std::size_t rows) {
    const schema::Table& table = cell.family->mapper.table();
    ErrorDetails details = error.details();
    if (details.table.empty()) {
        details.table = table.name;
    }
    engine::complete_constraint(details, table);
    std::string message = "cannot " + std::string{verb(operation)} + " " + described(cell);
    if (rows > 1) {
        message += " (" + std::to_string(row + 1) + " of " + std::to_string(rows) + ")";
    }
    message += " in table \"" + table.full_name() + "\"";
    if (!details.column.empty()) {
        message += ", column \"" + details.column + "\"";
    }
    if (!details.constraint.empty()) {
        message += ", constraint \"" + details.constraint + "\"";
    }
    message += ": " + error.message() +
               "; call rollback(), mend the object (session.failed_object<" +
               std::string{cell.family->mapper.type_name()} + ">()) and add it again";
    rethrow_as<IntegrityError>(error, message, details);
    rethrow_as<DataError>(error, message, details);
    throw DatabaseError{error.code(), message, details};
}

void throw_stale(RowOperation operation, const Cell& cell, RowGuard guard) {
    const std::string table = "table \"" + cell.family->mapper.table().full_name() + "\"";
    std::string why = "its row is not in " + table + " any more";
    if (operation == RowOperation::Insert) {
        why = "the database took the row for " + table +
              " and inserted none; a trigger may have dropped it";
    } else if (guard == RowGuard::Values) {
        why = "its row was changed by someone else, or is gone, since it was read";
    }
    throw StaleDataError{"stale-row",
                         "cannot " + std::string{verb(operation)} + " " + described(cell) + ": " +
                             why +
                             "; call rollback(), and refresh the object before it is changed again",
                         {.retryable = operation != RowOperation::Insert}};
}

}  // namespace azoth::orm
