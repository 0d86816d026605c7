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

CompiledRows SqlCompiler::compile_rows(const RowShape& shape) const {
    if (shape.rows > most_rows(shape)) {
        throw CompileError{"too-many-rows",
                           "cannot compile a statement for " + std::to_string(shape.rows) +
                               " rows of " + shape.table->full_name() + ": at most " +
                               std::to_string(most_rows(shape)) + " fit; send them in groups"};
    }
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

// INSERT INTO t (a, b) VALUES (?, ?), (?, ?) RETURNING id
std::string SqlCompiler::insert_rows(const RowShape& shape) const {
    const auto name = [&](const schema::Column& column) { return identifier(column.name); };
    std::string sql = "INSERT INTO " + table_name(*shape.table);
    if (shape.values.empty()) {
        sql += " DEFAULT VALUES";
    } else {
        sql += " (" + listed(shape.values, ", ", name) + ") VALUES ";
        std::size_t number = 0;
        for (std::uint32_t row = 0; row < shape.rows; ++row) {
            sql += row == 0 ? "(" : ", (";
            sql += listed(shape.values, ", ", [&](const schema::Column&) {
                return placeholder_text(++number);
            });
            sql += ")";
        }
    }
    return shape.returning.empty() ? sql
                                   : sql + " RETURNING " + listed(shape.returning, ", ", name);
}

// t.id = ? AND t.a IS NOT DISTINCT FROM ?
std::string SqlCompiler::row_condition(const RowShape& shape, std::size_t& number) const {
    const auto compared = [&](std::string_view comparison) {
        return [&, comparison](const schema::Column& column) {
            return table_name(*shape.table) + "." + identifier(column.name) +
                   std::string{comparison} + placeholder_text(++number);
        };
    };
    std::string sql = listed(shape.keys, " AND ", compared(" = "));
    if (!shape.guards.empty()) {
        const std::string_view same =
            capabilities_.is_distinct_from ? " IS NOT DISTINCT FROM " : " IS ";
        sql += (sql.empty() ? "" : " AND ") + listed(shape.guards, " AND ", compared(same));
    }
    return sql;
}

// UPDATE t SET a=? WHERE t.id = ? AND t.a IS NOT DISTINCT FROM ?
std::string SqlCompiler::update_rows(const RowShape& shape) const {
    std::size_t number = 0;
    const auto assigned = [&](const schema::Column& column) {
        return identifier(column.name) + "=" + placeholder_text(++number);
    };
    const auto name = [&](const schema::Column& column) { return identifier(column.name); };
    std::string sql =
        "UPDATE " + table_name(*shape.table) + " SET " + listed(shape.values, ", ", assigned);
    sql += " WHERE " + row_condition(shape, number);
    return shape.returning.empty() ? sql
                                   : sql + " RETURNING " + listed(shape.returning, ", ", name);
}

// DELETE FROM t WHERE t.id = ? AND t.a IS NOT DISTINCT FROM ?        DELETE FROM t WHERE t.id IN
// (?, ?)
std::string SqlCompiler::delete_rows(const RowShape& shape) const {
    std::size_t number = 0;
    std::string sql = "DELETE FROM " + table_name(*shape.table) + " WHERE ";
    if (shape.rows == 1) {
        return sql + row_condition(shape, number);
    }
    sql += table_name(*shape.table) + "." + identifier(shape.keys.front()->name) + " IN (";
    for (std::uint32_t row = 0; row < shape.rows; ++row) {
        sql += (row == 0 ? "" : ", ") + placeholder_text(++number);
    }
    return sql + ")";
}

}  // namespace azoth::compiler
