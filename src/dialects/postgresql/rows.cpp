// SPDX-License-Identifier: MIT
#include "dialects/postgresql/compiler.hpp"

#include <algorithm>

namespace azoth::dialects::postgresql {

using compiler::CompiledRows;
using compiler::ParameterLayout;
using compiler::RowOperation;
using compiler::RowShape;

namespace {

// From about 50,000 rows on, unnest turns good plans into bad ones.
constexpr std::uint32_t most_rows_in_arrays = 1000;

/// Values, keys and guards, as the parameters come.
std::vector<const schema::Column*> all_columns(const RowShape& shape) {
    std::vector<const schema::Column*> columns = shape.values;
    columns.insert(columns.end(), shape.keys.begin(), shape.keys.end());
    columns.insert(columns.end(), shape.guards.begin(), shape.guards.end());
    return columns;
}

// unnest takes arrays of arrays apart to the last element.
bool has_arrays(const RowShape& shape) {
    return std::ranges::any_of(all_columns(shape), [](const schema::Column* column) {
        return column->type.kind == TypeKind::Array || column->type.kind == TypeKind::Native;
    });
}

// `varchar(3)[]` would cut longer values without a word; the column itself refuses them.
SqlType without_bounds(SqlType type) {
    type.length = 0;
    type.precision = 0;
    type.scale = 0;
    type.collation.clear();
    return type;
}

std::string array_name(std::size_t index) {
    return "c" + std::to_string(index + 1);
}

std::string array_names(std::size_t first, std::size_t count, std::string_view prefix) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += (i == 0 ? "" : ", ") + std::string{prefix} + array_name(first + i);
    }
    return text;
}

}  // namespace

std::uint32_t PostgresqlCompiler::most_rows(const RowShape& shape) const {
    const bool has_columns = !shape.values.empty() || !shape.keys.empty();
    return has_columns && !has_arrays(shape) ? most_rows_in_arrays : 1;
}

CompiledRows PostgresqlCompiler::compile_rows(const RowShape& shape) const {
    if (shape.rows == 1) {
        return SqlCompiler::compile_rows(shape);
    }
    switch (shape.operation) {
        case RowOperation::Insert:
            return {insert_arrays(shape), ParameterLayout::Batch};
        case RowOperation::Update:
            return {update_arrays(shape), ParameterLayout::Batch};
        case RowOperation::Delete:
            return {delete_arrays(shape), ParameterLayout::Batch};
    }
    return {};
}

// $1::VARCHAR[]
std::string PostgresqlCompiler::array_placeholder(const schema::Column& column,
                                                  std::size_t number) const {
    return placeholder_text(number) + "::" + type(without_bounds(column.type)) + "[]";
}

// unnest($1::BIGINT[], $2::VARCHAR[]) AS v(c1, c2)
std::string PostgresqlCompiler::unnest(const RowShape& shape, std::string_view ordinality) const {
    const auto columns = all_columns(shape);
    std::string sql = "unnest(";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        sql += (i == 0 ? "" : ", ") + array_placeholder(*columns[i], i + 1);
    }
    sql += ordinality.empty() ? ") AS v(" : ") WITH ORDINALITY AS v(";
    sql += array_names(0, columns.size(), "");
    return sql + (ordinality.empty() ? "" : ", " + std::string{ordinality}) + ")";
}

std::string PostgresqlCompiler::returned(const RowShape& shape) const {
    std::string sql;
    for (const schema::Column* column : shape.returning) {
        sql += (sql.empty() ? " RETURNING " : ", ") +
               (shape.operation == RowOperation::Insert ? "" : table_name(*shape.table) + ".") +
               identifier(column->name);
    }
    return sql;
}

// INSERT INTO t (a, b) SELECT v.c1, v.c2 FROM unnest(…) WITH ORDINALITY AS v(c1, c2, n) ORDER BY
// v.n RETURNING id
//
// Rows are inserted, and serial keys are drawn, in the order of the SELECT.
std::string PostgresqlCompiler::insert_arrays(const RowShape& shape) const {
    return "INSERT INTO " + table_name(*shape.table) + " (" + column_list(shape.values) +
           ") SELECT " + array_names(0, shape.values.size(), "v.") + " FROM " + unnest(shape, "n") +
           " ORDER BY v.n" + returned(shape);
}

// UPDATE t SET a=v.c1 FROM unnest($1::VARCHAR[], $2::BIGINT[]) AS v(c1, c2) WHERE t.id = v.c2
std::string PostgresqlCompiler::update_arrays(const RowShape& shape) const {
    return "UPDATE " + table_name(*shape.table) + " SET " +
           row_assignments(shape, RowOperand::BatchColumn) + " FROM " + unnest(shape, {}) +
           " WHERE " + row_condition(shape, RowOperand::BatchColumn) + returned(shape);
}

// DELETE FROM t WHERE t.id = ANY($1::BIGINT[])
// DELETE FROM t USING unnest($1::BIGINT[], $2::BIGINT[]) AS v(c1, c2) WHERE t.a = v.c1 AND t.b =
// v.c2
std::string PostgresqlCompiler::delete_arrays(const RowShape& shape) const {
    if (shape.keys.size() == 1 && shape.guards.empty()) {
        const schema::Column& key = *shape.keys.front();
        return "DELETE FROM " + table_name(*shape.table) + " WHERE " + table_name(*shape.table) +
               "." + identifier(key.name) + " = ANY(" + array_placeholder(key, 1) + ")" +
               returned(shape);
    }
    return "DELETE FROM " + table_name(*shape.table) + " USING " + unnest(shape, {}) + " WHERE " +
           row_condition(shape, RowOperand::BatchColumn) + returned(shape);
}

}  // namespace azoth::dialects::postgresql
