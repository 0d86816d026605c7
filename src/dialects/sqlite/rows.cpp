// SPDX-License-Identifier: MIT
#include "dialects/sqlite/compiler.hpp"

#include "dialects/sql_text.hpp"

namespace azoth::dialects::sqlite {

using compiler::CompiledRows;
using compiler::ParameterLayout;
using compiler::ReturnPath;
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

/// RETURNING keeps every row in a table of its own: three times the cost of the INSERT.
bool returns_key_alone(const RowShape& shape) {
    return shape.operation == RowOperation::Insert && shape.generated_key != nullptr &&
           shape.returning.size() == 1 && shape.returning.front() == shape.generated_key;
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
    RowShape sent = shape;
    const ReturnPath path = returns_key_alone(shape) ? ReturnPath::CountedKeys : ReturnPath::Rows;
    if (path == ReturnPath::CountedKeys) {
        sent.returning.clear();
    }
    if (sent.rows == 1 || (is_key_list(sent) && sent.rows < fewest_deletions_in_batch)) {
        CompiledRows plain = SqlCompiler::compile_rows(sent);
        plain.returned = path;
        return plain;
    }
    check_row_count(sent, fits_in_batch(sent) ? most_rows_in_batch : 1);
    const auto batch = [&](std::string sql) {
        return CompiledRows{std::move(sql), ParameterLayout::Batch, path};
    };
    switch (sent.operation) {
        case RowOperation::Insert: {
            CompiledRows compiled = batch(batch_insert(sent));
            if (path == ReturnPath::CountedKeys) {
                compiled.greatest_key = "SELECT max(" + identifier(shape.generated_key->name) +
                                        ") FROM " + table_name(*shape.table);
            }
            return compiled;
        }
        case RowOperation::Update:
            return batch(batch_update(sent));
        case RowOperation::Delete:
            return batch(batch_delete(sent));
    }
    return {};
}

// SQLite has no DEFAULT among values: a key that is NULL is numbered, any other default is written
// out.
std::string SqliteCompiler::column_default(const schema::Column& column) const {
    return column.server_default ? "(" + *column.server_default + ")" : "NULL";
}

// A key of several columns, one that is DESC and one of a table WITHOUT ROWID have an index.
//
// SELECT count(*) FROM pragma_table_info('t', 'main') WHERE name = 'id' COLLATE NOCASE AND pk = 1
// AND upper(type) = 'INTEGER' AND NOT EXISTS (SELECT 1 FROM pragma_index_list('t', 'main') WHERE
// origin = 'pk')
std::string SqliteCompiler::counts_keys(const RowShape& shape) const {
    const schema::Table& table = *shape.table;
    std::string place = "(" + sql_text::string_literal(table.name);
    if (!table.schema.empty()) {
        place += ", " + sql_text::string_literal(table.schema);
    }
    place += ")";
    return "SELECT count(*) FROM pragma_table_info" + place +
           " WHERE name = " + sql_text::string_literal(shape.generated_key->name) +
           " COLLATE NOCASE AND pk = 1 AND upper(type) = 'INTEGER' AND NOT EXISTS (SELECT 1 FROM "
           "pragma_index_list" +
           place + " WHERE origin = 'pk')";
}

// SELECT id FROM t WHERE rowid = ?
std::string SqliteCompiler::key_of_row(const RowShape& shape) const {
    return "SELECT " + identifier(shape.generated_key->name) + " FROM " + table_name(*shape.table) +
           " WHERE rowid = ?";
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
