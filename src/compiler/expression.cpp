// SPDX-License-Identifier: MIT
#include "compiler/expect.hpp"
#include "compiler/scope.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/types/codec.hpp>

namespace azoth::compiler {

using tree::ExpressionKind;
using tree::Node;
using tree::NodeFamily;

std::string SqlCompiler::placeholder_text(std::size_t number) const {
    switch (capabilities_.parameter_style) {
        case ParameterStyle::QuestionMark:
            return "?";
        case ParameterStyle::Numbered:
            return "$" + std::to_string(number);
    }
    return {};
}

void SqlCompiler::placeholder(const Node& literal, SqlWriter& out) const {
    const auto number = static_cast<std::uint32_t>(literal.literal().payload.integer);
    out.marks.push_back({out.sql.size(), number});
}

void SqlCompiler::literal(const Node& node, SqlWriter& out, Typing) const {
    placeholder(node, out);
}

void SqlCompiler::constant(const Node& node, SqlWriter& out) const {
    if (capabilities_.boolean_values) {
        out.text(node.code != 0 ? "TRUE" : "FALSE");
    } else {
        out.text(node.code != 0 ? "1" : "0");
    }
}

void SqlCompiler::written(const Node& node, SqlWriter& out, Typing typing) const {
    const DepthGuard deeper{out};
    expect(
        node,
        NodeFamily::Expression,
        "a clause stands where a value is expected; use .scalar_subquery() or .subquery(\"name\")");
    switch (node.kind.expression()) {
        case ExpressionKind::Member:
            return column_reference(node, out);
        case ExpressionKind::TableColumn:
            return query_column(node, out);
        case ExpressionKind::Literal:
            return literal(node, out, typing);
        case ExpressionKind::Null:
            out.text("NULL");
            return;
        case ExpressionKind::Constant:
            return constant(node, out);
        case ExpressionKind::Unary:
            return unary(node, out);
        case ExpressionKind::Binary:
        case ExpressionKind::Function:
        case ExpressionKind::Filter:
        case ExpressionKind::Over:
            return operation(node, out);
        case ExpressionKind::Between:
            return between(node, out);
        case ExpressionKind::In:
            return membership(node, out);
        case ExpressionKind::List:
            return expressions({node.children(), node.child_count}, out);
        case ExpressionKind::Case:
            return case_expression(node, out);
        case ExpressionKind::Cast:
            return cast(node, out);
        case ExpressionKind::Collate:
            operand(*node.child(0), node, out);
            out.text(" COLLATE ").text(identifier(node.text()));
            return;
        case ExpressionKind::Label:
            return written(*node.child(0), out, typing);
        case ExpressionKind::Sort:
            return sort(node, out);
        case ExpressionKind::Exists:
            out.text("EXISTS ");
            return nested_statement(*node.child(0), out);
        case ExpressionKind::ScalarQuery:
            return nested_statement(*node.child(0), out);
        case ExpressionKind::SqlText:
            out.text(node.text());
            return;
        case ExpressionKind::Star:
            out.text("*");
            return;
        case ExpressionKind::Excluded:
            return excluded(node, out);
        case ExpressionKind::Distinct:
            out.text("DISTINCT ");
            return expression(*node.child(0), out);
        case ExpressionKind::ColumnDefault:
            out.text(column_default(*node.entity().required().column_at(node.number)));
            return;
        case ExpressionKind::Assign:
            break;
    }
    throw CompileError{"invalid-statement",
                       "cannot compile the statement: an assignment stands where a value is "
                       "expected; use .values() or .set()"};
}

void SqlCompiler::operation(const Node& node, SqlWriter& out) const {
    if (node.kind == ExpressionKind::Binary) {
        return binary(node, out);
    }
    if (node.kind == ExpressionKind::Function) {
        return function(node, out);
    }
    node.kind == ExpressionKind::Filter ? filter(node, out) : over(node, out);
}

// Between a function and its FILTER or OVER nothing may come.
void SqlCompiler::bare_function(const Node& node, SqlWriter& out) const {
    const bool is_operation =
        node.kind == ExpressionKind::Function || node.kind == ExpressionKind::Filter;
    is_operation ? SqlCompiler::operation(node, out) : expression(node, out);
}

// sum(x) FILTER (WHERE y)
void SqlCompiler::filter(const Node& node, SqlWriter& out) const {
    if (!capabilities_.aggregate_filter) {
        return filter_by_case(node, out);
    }
    bare_function(*node.child(0), out);
    condition(*node.child(1), out.text(" FILTER (WHERE "));
    out.text(")");
}

void SqlCompiler::expressions(std::span<const Node* const> nodes, SqlWriter& out) const {
    std::string_view separator;
    for (const Node* node : nodes) {
        expression(*node, out.text(separator));
        separator = ", ";
    }
}

void SqlCompiler::function(const Node& node, SqlWriter& out) const {
    out.text(node.text()).text("(");
    expressions({node.children(), node.child_count}, out);
    out.text(")");
}

void SqlCompiler::cast(const Node& node, SqlWriter& out) const {
    const auto& target = *static_cast<const Codec*>(node.subject);
    expression(*node.child(0), out.text("CAST("));
    out.text(" AS ").text(type(target.default_type())).text(")");
}

void SqlCompiler::case_expression(const Node& node, SqlWriter& out) const {
    out.text("CASE");
    const std::size_t pairs = node.child_count / 2U;
    for (std::size_t i = 0; i < pairs; ++i) {
        condition(*node.child(2 * i), out.text(" WHEN "));
        expression(*node.child(2 * i + 1), out.text(" THEN "), Typing::Unknown);
    }
    if (node.code != 0) {
        expression(*node.child(node.child_count - 1U), out.text(" ELSE "), Typing::Unknown);
    }
    out.text(" END");
}

void SqlCompiler::over(const Node& node, SqlWriter& out) const {
    bare_function(*node.child(0), out);
    out.text(" OVER (");
    const Node& partition = *node.child(1);
    const Node& order = *node.child(2);
    if (partition.child_count > 0) {
        expression(partition, out.text("PARTITION BY "));
    }
    if (order.child_count > 0) {
        expression(order, out.text(partition.child_count > 0 ? " ORDER BY " : "ORDER BY "));
    }
    out.text(")");
}

// x DESC NULLS LAST  ->  CASE WHEN x IS NULL THEN 1 ELSE 0 END, x DESC, where it has to be said so
void SqlCompiler::sort(const Node& node, SqlWriter& out) const {
    const bool is_first = (node.code & tree::sort_flag::nulls_first) != 0;
    const bool is_last = (node.code & tree::sort_flag::nulls_last) != 0;
    if ((is_first || is_last) && !capabilities_.nulls_order) {
        const tree::Tree is_null =
            tree::make_leaf({.kind = ExpressionKind::Unary,
                             .code = static_cast<std::uint8_t>(tree::UnaryOperator::IsNull)});
        operand(*node.child(0), *is_null.node, out.text("CASE WHEN "));
        out.text(" IS NULL THEN ").text(is_first ? "0 ELSE 1" : "1 ELSE 0").text(" END, ");
    }
    expression(*node.child(0), out);
    if ((node.code & tree::sort_flag::descending) != 0) {
        out.text(" DESC");
    }
    if ((is_first || is_last) && capabilities_.nulls_order) {
        out.text(is_first ? " NULLS FIRST" : " NULLS LAST");
    }
}

}  // namespace azoth::compiler
