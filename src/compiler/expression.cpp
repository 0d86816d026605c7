// SPDX-License-Identifier: MIT
#include "compiler/scope.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/types/codec.hpp>

namespace azoth::compiler {

using tree::Kind;
using tree::Node;

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
    out.literals.push_back(&literal.literal());
    out.text(placeholder_text(out.literals.size()));
}

void SqlCompiler::literal(const Node& node, SqlWriter& out, Typing) const {
    placeholder(node, out);
}

void SqlCompiler::constant(const Node& node, SqlWriter& out) const {
    out.text(node.code != 0 ? "TRUE" : "FALSE");
}

void SqlCompiler::expression(const Node& node, SqlWriter& out, Typing typing) const {
    const Deeper deeper{out};
    switch (node.kind) {
        case Kind::Member:
            return column_reference(node, out);
        case Kind::TableColumn:
            return query_column(node, out);
        case Kind::Literal:
            return literal(node, out, typing);
        case Kind::Null:
            out.text("NULL");
            return;
        case Kind::Constant:
            return constant(node, out);
        case Kind::Unary:
            return unary(node, out);
        case Kind::Binary:
            return binary(node, out);
        case Kind::Between:
            operand(*node.child(0), node, out);
            operand(*node.child(1), node, out.text(" BETWEEN "));
            operand(*node.child(2), node, out.text(" AND "));
            return;
        case Kind::In:
            return membership(node, out);
        case Kind::List:
            return expressions({node.children(), node.child_count}, out);
        case Kind::Function:
            return function(node, out);
        case Kind::Case:
            return case_expression(node, out);
        case Kind::Cast:
            return cast(node, out);
        case Kind::Collate:
            operand(*node.child(0), node, out);
            out.text(" COLLATE ").text(identifier(node.text()));
            return;
        case Kind::Label:
            return expression(*node.child(0), out, typing);
        case Kind::Sort:
            return sort(node, out);
        case Kind::Exists:
            out.text("EXISTS ");
            return nested_statement(*node.child(0), out);
        case Kind::ScalarQuery:
            return nested_statement(*node.child(0), out);
        case Kind::SqlText:
            out.text(node.text());
            return;
        case Kind::Star:
            out.text("*");
            return;
        case Kind::Excluded:
            return excluded(node, out);
        case Kind::Distinct:
            out.text("DISTINCT ");
            return expression(*node.child(0), out);
        case Kind::Filter:
            expression(*node.child(0), out);
            expression(*node.child(1), out.text(" FILTER (WHERE "));
            out.text(")");
            return;
        case Kind::Over:
            return over(node, out);
        case Kind::Invalid:
            throw CompileError{"invalid-statement",
                               "cannot compile the statement: " + std::string{node.text()}};
        case Kind::EntitySource:
        case Kind::TableSource:
        case Kind::Alias:
        case Kind::SubquerySource:
        case Kind::Cte:
        case Kind::CteReference:
        case Kind::Select:
        case Kind::From:
        case Kind::Join:
        case Kind::JoinLink:
        case Kind::Where:
        case Kind::GroupBy:
        case Kind::Having:
        case Kind::OrderBy:
        case Kind::Limit:
        case Kind::Offset:
        case Kind::DistinctRows:
        case Kind::ForUpdate:
        case Kind::With:
        case Kind::SetOperation:
        case Kind::Insert:
        case Kind::Update:
        case Kind::Delete:
        case Kind::Values:
        case Kind::Assign:
        case Kind::OnConflict:
        case Kind::DoNothing:
        case Kind::DoUpdate:
        case Kind::Returning:
        case Kind::Options:
        case Kind::Rows:
            throw CompileError{"invalid-statement",
                               "cannot compile the statement: a clause stands where a value is "
                               "expected; use .scalar_subquery() or .subquery(\"name\")"};
    }
}

void SqlCompiler::expressions(std::span<const Node* const> nodes, SqlWriter& out) const {
    std::string_view separator;
    for (const Node* node : nodes) {
        expression(*node, out.text(separator));
        separator = ", ";
    }
}

// x IN ()  ->  x IN (NULL) AND (1 != 1)        x NOT IN ()  ->  (x NOT IN (NULL) OR (1 = 1))
void SqlCompiler::membership(const Node& node, SqlWriter& out) const {
    const bool is_negated = node.code != 0;
    const Node& set = *node.child(1);
    const bool is_empty = set.kind == Kind::List && set.child_count == 0;
    out.text(is_empty ? "(" : "");
    operand(*node.child(0), node, out);
    out.text(is_negated ? " NOT IN " : " IN ");
    if (is_empty) {
        out.text(is_negated ? "(NULL) OR (1 = 1))" : "(NULL) AND (1 != 1))");
    } else if (set.kind == Kind::List) {
        out.text("(");
        expression(set, out);
        out.text(")");
    } else {
        nested_statement(set, out);
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
        expression(*node.child(2 * i), out.text(" WHEN "));
        expression(*node.child(2 * i + 1), out.text(" THEN "), Typing::Unknown);
    }
    if (node.code != 0) {
        expression(*node.child(node.child_count - 1U), out.text(" ELSE "), Typing::Unknown);
    }
    out.text(" END");
}

void SqlCompiler::over(const Node& node, SqlWriter& out) const {
    expression(*node.child(0), out);
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

void SqlCompiler::sort(const Node& node, SqlWriter& out) const {
    expression(*node.child(0), out);
    if ((node.code & tree::sort_flag::descending) != 0) {
        out.text(" DESC");
    }
    if ((node.code & tree::sort_flag::nulls_first) != 0) {
        out.text(" NULLS FIRST");
    } else if ((node.code & tree::sort_flag::nulls_last) != 0) {
        out.text(" NULLS LAST");
    }
}

}  // namespace azoth::compiler
