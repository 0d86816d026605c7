// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/compiler/sql_compiler.hpp>

#include <algorithm>

namespace azoth::compiler {

namespace {

/// `parts[0]separator parts[1]…` of the columns' names.
template <class Format>
std::string listed(std::span<const schema::Column* const> columns,
                   std::string_view separator,
                   Format&& format) {
    std::string text;
    for (const schema::Column* column : columns) {
        text += text.empty() ? "" : separator;
        text += format(*column);
    }
    return text;
}

}  // namespace

std::uint32_t SqlCompiler::most_rows(const RowShape& shape) const {
    const bool is_one_by_one =
        shape.operation == RowOperation::Update || !shape.guards.empty() ||
        (shape.operation == RowOperation::Delete && shape.keys.size() != 1) ||
        (shape.operation == RowOperation::Insert && !capabilities_.multi_row_values) ||
        !shape.returning.empty() || shape.values.empty();
    if (is_one_by_one && !(shape.operation == RowOperation::Delete && shape.keys.size() == 1 &&
                           shape.guards.empty())) {
        return 1;
    }
    constexpr std::size_t usual_most = 1000;
    const std::size_t parameters =
        std::max<std::size_t>(1, shape.values.size() + shape.keys.size());
    const auto allowed = static_cast<std::size_t>(capabilities_.max_parameters) / parameters;
    return static_cast<std::uint32_t>(std::clamp<std::size_t>(allowed, 1, usual_most));
}

void SqlCompiler::check_row_count(const RowShape& shape, std::uint32_t most) {
    if (shape.rows > most) {
        throw CompileError{"too-many-rows",
                           "cannot compile a statement for " + std::to_string(shape.rows) +
                               " rows of " + shape.table->full_name() + ": at most " +
                               std::to_string(most) + " fit; send them in groups"};
    }
}

CompiledRows SqlCompiler::compile_rows(const RowShape& shape) const {
    check_row_count(shape, most_rows(shape));
    switch (shape.operation) {
        case RowOperation::Insert:
            return {insert_rows(shape)};
        case RowOperation::Update:
            return {update_rows(shape)};
        case RowOperation::Delete:
            return {delete_rows(shape)};
    }
    return {};
}

std::string SqlCompiler::column_list(std::span<const schema::Column* const> columns) const {
    return listed(
        columns, ", ", [&](const schema::Column& column) { return identifier(column.name); });
}

std::string SqlCompiler::column_default(const schema::Column&) const {
    return "DEFAULT";
}

// INSERT INTO t (a, b) VALUES (?, ?), (?, ?) RETURNING id
std::string SqlCompiler::insert_rows(const RowShape& shape) const {
    std::string sql = "INSERT INTO " + table_name(*shape.table);
    if (shape.values.empty()) {
        sql += no_values(*shape.table);
    } else {
        sql += " (" + column_list(shape.values) + ") VALUES ";
        std::size_t number = 0;
        for (std::uint32_t row = 0; row < shape.rows; ++row) {
            sql += row == 0 ? "(" : ", (";
            sql += listed(shape.values, ", ", [&](const schema::Column& column) {
                return row_value(column, placeholder_text(++number));
            });
            sql += ")";
        }
    }
    return shape.returning.empty() ? sql : sql + " RETURNING " + column_list(shape.returning);
}

std::string SqlCompiler::row_value(const schema::Column& /*column*/, std::string operand) const {
    return operand;
}

// $3    or    v.c3
std::string SqlCompiler::row_operand(RowOperand operand, std::size_t number) const {
    switch (operand) {
        case RowOperand::Placeholder:
            return placeholder_text(number);
        case RowOperand::BatchColumn:
            return "v.c" + std::to_string(number);
    }
    return {};
}

// a=$1, b=$2, c=DEFAULT
std::string SqlCompiler::row_assignments(const RowShape& shape, RowOperand operand) const {
    std::size_t number = 0;
    std::string sql = listed(shape.values, ", ", [&](const schema::Column& column) {
        return identifier(column.name) + "=" + row_value(column, row_operand(operand, ++number));
    });
    for (const schema::Column* column : shape.defaults) {
        sql += (sql.empty() ? "" : ", ") + identifier(column->name) + "=" + column_default(*column);
    }
    return sql;
}

// t.id = $3 AND t.a IS NOT DISTINCT FROM $4
std::string SqlCompiler::row_condition(const RowShape& shape, RowOperand operand) const {
    std::size_t number = shape.values.size();
    const auto stored = [&](const schema::Column& column) {
        return table_name(*shape.table) + "." + identifier(column.name);
    };
    const auto given = [&](const schema::Column& column) {
        return row_value(column, row_operand(operand, ++number));
    };
    std::string sql = listed(shape.keys, " AND ", [&](const schema::Column& column) {
        return stored(column) + " = " + given(column);
    });
    if (!shape.guards.empty()) {
        sql += sql.empty() ? "" : " AND ";
        sql += listed(shape.guards, " AND ", [&](const schema::Column& column) {
            return same_value(stored(column), given(column));
        });
    }
    return sql;
}

// a IS NOT DISTINCT FROM b    or    EXISTS (SELECT a INTERSECT SELECT b)
std::string SqlCompiler::same_value(const std::string& left, const std::string& right) const {
    return capabilities_.is_distinct_from ? left + " IS NOT DISTINCT FROM " + right
                                          : "EXISTS (SELECT " + left + from_dual() +
                                                " INTERSECT SELECT " + right + from_dual() + ")";
}

// UPDATE t SET a=? WHERE t.id = ? AND t.a IS NOT DISTINCT FROM ?
std::string SqlCompiler::update_rows(const RowShape& shape) const {
    const std::string sql = "UPDATE " + table_name(*shape.table) + " SET " +
                            row_assignments(shape, RowOperand::Placeholder) + " WHERE " +
                            row_condition(shape, RowOperand::Placeholder);
    return shape.returning.empty() ? sql : sql + " RETURNING " + column_list(shape.returning);
}

// SELECT a, b FROM t WHERE t.id = ?
std::string SqlCompiler::select_row(const RowShape& shape) const {
    RowShape query{.table = shape.table, .keys = shape.keys};
    return "SELECT " + column_list(shape.returning) + " FROM " + table_name(*shape.table) +
           " WHERE " + row_condition(query, RowOperand::Placeholder);
}

// DELETE FROM t WHERE t.id = ? AND t.a IS NOT DISTINCT FROM ?
// DELETE FROM t WHERE t.id IN (?, ?)
std::string SqlCompiler::delete_rows(const RowShape& shape) const {
    std::string sql = "DELETE FROM " + table_name(*shape.table) + " WHERE ";
    if (shape.rows == 1) {
        return sql + row_condition(shape, RowOperand::Placeholder);
    }
    sql += table_name(*shape.table) + "." + identifier(shape.keys.front()->name) + " IN (";
    for (std::uint32_t row = 0; row < shape.rows; ++row) {
        sql += (row == 0 ? "" : ", ") + row_value(*shape.keys.front(), placeholder_text(row + 1));
    }
    return sql + ")";
}

}  // namespace azoth::compiler
