// SPDX-License-Identifier: MIT
#include "dialects/sqlite/compiler.hpp"

namespace azoth::dialects::sqlite {

using compiler::CompiledRows;
using compiler::ParameterLayout;
using compiler::RowOperation;
using compiler::RowShape;

namespace {

constexpr std::uint32_t fewest_rows_in_batch = 8;
constexpr std::uint32_t fewest_deletions_in_batch = 32;
constexpr std::uint32_t most_rows_in_batch = 1000;
constexpr std::size_t most_columns_in_batch = 128;

bool fits_in_batch(const RowShape& shape) {
    const std::size_t columns = shape.values.size() + shape.keys.size() + shape.guards.size();
    return columns > 0 && columns <= most_columns_in_batch &&
           (shape.operation != RowOperation::Delete || shape.guards.empty());
}

bool is_key_list(const RowShape& shape) {
    return shape.operation == RowOperation::Delete && shape.keys.size() == 1 &&
           shape.guards.empty();
}

}  // namespace

// c1, c2
std::string SqliteCompiler::batch_columns(std::span<const schema::Column* const> columns) const {
    std::string text;
    std::size_t number = 0;
    for (const schema::Column* column : columns) {
        text += number == 0 ? "" : ", ";
        text += row_value(*column, "c" + std::to_string(++number));
    }
    return text;
}

std::uint32_t SqliteCompiler::most_rows(const RowShape& shape) const {
    if (is_key_list(shape)) {
        return most_rows_in_batch;
    }
    return shape.rows < fewest_rows_in_batch || !fits_in_batch(shape) ? 1 : most_rows_in_batch;
}

CompiledRows SqliteCompiler::compile_rows(const RowShape& shape) const {
    if (shape.rows == 1 || (is_key_list(shape) && shape.rows < fewest_deletions_in_batch)) {
        return SqlCompiler::compile_rows(shape);
    }
    check_row_count(shape, fits_in_batch(shape) ? most_rows_in_batch : 1);
    switch (shape.operation) {
        case RowOperation::Insert:
            return {batch_insert(shape), ParameterLayout::Batch};
        case RowOperation::Update:
            return {batch_update(shape), ParameterLayout::Batch};
        case RowOperation::Delete:
            return {batch_delete(shape), ParameterLayout::Batch};
    }
    return {};
}

// SQLite has no DEFAULT among values: a key that is NULL is numbered, any other default is written
// out.
std::string SqliteCompiler::column_default(const schema::Column& column) const {
    return column.server_default ? "(" + *column.server_default + ")" : "NULL";
}

// INSERT INTO t (a, b) SELECT c1, c2 FROM azoth_rows(?)
std::string SqliteCompiler::batch_insert(const RowShape& shape) const {
    return "INSERT INTO " + table_name(*shape.table) + " (" + column_list(shape.values) +
           ") SELECT " + batch_columns(shape.values) + " FROM azoth_rows(?)" +
           (shape.returning.empty() ? "" : " RETURNING " + column_list(shape.returning));
}

// UPDATE t SET a=v.c1 FROM azoth_rows(?) AS v WHERE t.id = v.c2
std::string SqliteCompiler::batch_update(const RowShape& shape) const {
    return "UPDATE " + table_name(*shape.table) + " SET " +
           row_assignments(shape, RowOperand::BatchColumn) + " FROM azoth_rows(?) AS v WHERE " +
           row_condition(shape, RowOperand::BatchColumn) +
           (shape.returning.empty() ? "" : " RETURNING " + column_list(shape.returning));
}

// DELETE FROM t WHERE t.id IN (SELECT c1 FROM azoth_rows(?))
// DELETE FROM t WHERE (t.a, t.b) IN (SELECT c1, c2 FROM azoth_rows(?))
std::string SqliteCompiler::batch_delete(const RowShape& shape) const {
    const std::string table = table_name(*shape.table);
    std::string keys;
    for (const schema::Column* key : shape.keys) {
        keys += (keys.empty() ? "" : ", ") + table + "." + identifier(key->name);
    }
    if (shape.keys.size() > 1) {
        keys = "(" + keys + ")";
    }
    return "DELETE FROM " + table + " WHERE " + keys + " IN (SELECT " + batch_columns(shape.keys) +
           " FROM azoth_rows(?))";
}

}  // namespace azoth::dialects::sqlite
