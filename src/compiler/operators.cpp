// SPDX-License-Identifier: MIT
#include "compiler/precedence.hpp"
#include "compiler/scope.hpp"

#include <algorithm>

namespace azoth::compiler {

using tree::ExpressionKind;
using tree::Node;
using tree::Operator;
using tree::UnaryOperator;

namespace {

int level_of(Operator operation) noexcept {
    switch (operation) {
        case Operator::Or:
            return OrLevel;
        case Operator::And:
            return AndLevel;
        case Operator::Equal:
        case Operator::NotEqual:
        case Operator::Less:
        case Operator::LessOrEqual:
        case Operator::Greater:
        case Operator::GreaterOrEqual:
        case Operator::Like:
        case Operator::NotLike:
        case Operator::ILike:
        case Operator::NotILike:
        case Operator::IsDistinctFrom:
        case Operator::IsNotDistinctFrom:
        case Operator::Custom:
            return ComparisonLevel;
        case Operator::Concatenate:
            return ConcatenateLevel;
        case Operator::Add:
        case Operator::Subtract:
            return AddLevel;
        case Operator::Multiply:
        case Operator::Divide:
        case Operator::Modulo:
            return MultiplyLevel;
    }
    return Lowest;
}

int level_of(UnaryOperator operation) noexcept {
    switch (operation) {
        case UnaryOperator::Not:
            return NotLevel;
        case UnaryOperator::Negate:
            return NegateLevel;
        case UnaryOperator::IsNull:
        case UnaryOperator::IsNotNull:
            return ComparisonLevel;
    }
    return Lowest;
}

}  // namespace

int precedence_of(const Node& node) noexcept {
    if (node.kind == ExpressionKind::Binary) {
        return level_of(node.binary_operator());
    }
    if (node.kind == ExpressionKind::Unary) {
        return level_of(static_cast<UnaryOperator>(node.code));
    }
    if (node.kind == ExpressionKind::SqlText) {
        return node.text().find(' ') == std::string_view::npos ? Atom
                                                               : Lowest;  // who knows what it holds
    }
    return node.kind == ExpressionKind::Between || node.kind == ExpressionKind::In ? ComparisonLevel
                                                                                   : Atom;
}

bool is_custom(const Node& node) noexcept {
    return node.kind == ExpressionKind::Binary && node.binary_operator() == Operator::Custom;
}

namespace {

bool is_arithmetic(int level) noexcept {
    return level == AddLevel || level == MultiplyLevel;
}

bool is_associative(Operator operation) noexcept {
    return operation == Operator::And || operation == Operator::Or || operation == Operator::Add ||
           operation == Operator::Multiply || operation == Operator::Concatenate;
}

bool needs_parentheses(const Node& node, const Node& parent) noexcept {
    const int own = precedence_of(node);
    const int outer = precedence_of(parent);
    if (own == Atom) {
        return false;
    }
    // Databases disagree on how tightly || binds beside arithmetic; how tightly a custom operator
    // does nobody knows.
    if (is_custom(parent) || (is_custom(node) && outer > ComparisonLevel) ||
        (own == ConcatenateLevel && is_arithmetic(outer)) ||
        (is_arithmetic(own) && outer == ConcatenateLevel)) {
        return true;
    }
    if (own != outer) {
        return own < outer;
    }
    const bool is_same_operator = node.kind == ExpressionKind::Binary &&
                                  parent.kind == ExpressionKind::Binary && node.code == parent.code;
    const bool is_left = parent.child_count > 0 && parent.child(0) == &node;
    return !(is_same_operator && is_associative(node.binary_operator())) &&
           !(is_left && is_arithmetic(own));
}

std::string_view symbol_of(const Node& node) {
    switch (node.binary_operator()) {
        case Operator::And:
            return " AND ";
        case Operator::Or:
            return " OR ";
        case Operator::Equal:
            return " = ";
        case Operator::NotEqual:
            return " != ";
        case Operator::Less:
            return " < ";
        case Operator::LessOrEqual:
            return " <= ";
        case Operator::Greater:
            return " > ";
        case Operator::GreaterOrEqual:
            return " >= ";
        case Operator::Add:
            return " + ";
        case Operator::Subtract:
            return " - ";
        case Operator::Multiply:
            return " * ";
        case Operator::Divide:
            return " / ";
        case Operator::Modulo:
            return " % ";
        case Operator::Concatenate:
            return " || ";
        case Operator::Like:
            return " LIKE ";
        case Operator::NotLike:
            return " NOT LIKE ";
        case Operator::ILike:
            return " ILIKE ";
        case Operator::NotILike:
            return " NOT ILIKE ";
        case Operator::IsDistinctFrom:
            return " IS DISTINCT FROM ";
        case Operator::IsNotDistinctFrom:
            return " IS NOT DISTINCT FROM ";
        case Operator::Custom:
            return {};
    }
    return {};
}

}  // namespace

void SqlCompiler::operand(const Node& given,
                          const Node& parent,
                          SqlWriter& out,
                          Typing typing) const {
    const Node& node = without_label(given);
    if (!needs_parentheses(node, parent)) {
        return expression(node, out, typing);
    }
    out.text("(");
    expression(node, out, typing);
    out.text(")");
}

void SqlCompiler::condition_operand(const Node& given, const Node& parent, SqlWriter& out) const {
    const Node& node = without_label(given);
    if (!needs_parentheses(node, parent)) {
        return condition(node, out);
    }
    out.text("(");
    condition(node, out);
    out.text(")");
}

void SqlCompiler::binary(const Node& node, SqlWriter& out) const {
    const Operator operation = node.binary_operator();
    if (operation == Operator::And || operation == Operator::Or) {
        return conjunction(node, out);
    }
    if (operation == Operator::IsDistinctFrom || operation == Operator::IsNotDistinctFrom) {
        return distinct_from(node, out);
    }
    if ((operation == Operator::ILike || operation == Operator::NotILike) && !capabilities_.ilike) {
        return case_insensitive_like(node, out);
    }
    const Node& left = *node.child(0);
    const Node& right = *node.child(1);
    operand(left, node, out, typing_beside(left, right, out));
    if (operation == Operator::Custom) {
        out.text(" ").text(node.text()).text(" ");
    } else {
        out.text(symbol_of(node));
    }
    operand(right, node, out, typing_beside(right, left, out));
    if (node.number == 1) {
        out.text(" ESCAPE '\\'");
    }
}

// ((a and b) and c) and d: conditions are often joined in a loop, so neither side is walked by
// recursion.
void SqlCompiler::conjunction(const Node& node, SqlWriter& out) const {
    std::vector<const Node*> conditions;
    std::vector<const Node*> pending{&node};
    while (!pending.empty()) {
        const Node* condition = pending.back();
        pending.pop_back();
        if (condition->kind == ExpressionKind::Binary && condition->code == node.code) {
            pending.push_back(condition->child(1));
            pending.push_back(condition->child(0));
        } else {
            conditions.push_back(condition);
        }
    }
    joined(conditions, node, out);
}

// a OR b OR c        Many conditions stand in groups: a database reads `a OR b OR c` as `(a OR b)
// OR c`, and some go only so deep.
void SqlCompiler::joined(std::span<const Node* const> conditions,
                         const Node& parent,
                         SqlWriter& out) const {
    constexpr std::size_t most_in_a_row = 500;
    std::string_view separator;
    if (conditions.size() <= most_in_a_row) {
        for (const Node* condition : conditions) {
            condition_operand(*condition, parent, out.text(separator));
            separator = symbol_of(parent);
        }
        return;
    }
    const std::size_t groups =
        std::min(most_in_a_row, (conditions.size() + most_in_a_row - 1) / most_in_a_row);
    const std::size_t size = (conditions.size() + groups - 1) / groups;
    while (!conditions.empty()) {
        const auto group = conditions.first(std::min(size, conditions.size()));
        joined(group, parent, out.text(separator).text("("));
        out.text(")");
        separator = symbol_of(parent);
        conditions = conditions.subspan(group.size());
    }
}

// a IS DISTINCT FROM b  ->  NOT EXISTS (SELECT a INTERSECT SELECT b), where it has to be said so
void SqlCompiler::distinct_from(const Node& node, SqlWriter& out) const {
    const Node& left = *node.child(0);
    const Node& right = *node.child(1);
    if (!capabilities_.is_distinct_from) {
        const bool is_negated = node.binary_operator() == Operator::IsDistinctFrom;
        expression(left, out.text(is_negated ? "NOT EXISTS (SELECT " : "EXISTS (SELECT "));
        expression(right, out.text(from_dual()).text(" INTERSECT SELECT "));
        out.text(from_dual()).text(")");
        return;
    }
    operand(left, node, out, typing_beside(left, right, out));
    operand(right, node, out.text(symbol_of(node)), typing_beside(right, left, out));
}

// value BETWEEN low AND high
void SqlCompiler::between(const Node& node, SqlWriter& out) const {
    const Node& value = *node.child(0);
    const Node& low = *node.child(1);
    const Node& high = *node.child(2);
    const bool is_known = typing_beside(value, low, out) == Typing::Inferred &&
                          typing_beside(value, high, out) == Typing::Inferred;
    operand(value, node, out, is_known ? Typing::Inferred : Typing::Unknown);
    operand(low, node, out.text(" BETWEEN "), typing_beside(low, value, out));
    operand(high, node, out.text(" AND "), typing_beside(high, value, out));
}

// x IN ()  ->  x IN (NULL) AND (1 != 1)        x NOT IN ()  ->  (x NOT IN (NULL) OR (1 = 1))
void SqlCompiler::membership(const Node& node, SqlWriter& out) const {
    const bool is_negated = node.code != 0;
    const Node& value = *node.child(0);
    const Node& set = *node.child(1);
    if (set.kind != ExpressionKind::List) {
        operand(value, node, out);
        return nested_statement(set, out.text(is_negated ? " NOT IN " : " IN "));
    }
    const std::span elements{set.children(), set.child_count};
    const bool is_known = std::ranges::all_of(elements, [&](const Node* element) {
        return typing_beside(value, *element, out) == Typing::Inferred;
    });
    out.text(elements.empty() ? "(" : "");
    operand(value, node, out, is_known ? Typing::Inferred : Typing::Unknown);
    out.text(is_negated ? " NOT IN (" : " IN (");
    std::string_view separator;
    for (const Node* element : elements) {
        expression(*element, out.text(separator), typing_beside(*element, value, out));
        separator = ", ";
    }
    if (elements.empty()) {
        out.text(is_negated ? "NULL) OR (1 = 1)" : "NULL) AND (1 != 1)");
    }
    out.text(")");
}

// x ILIKE y  ->  lower(x) LIKE lower(y)
void SqlCompiler::case_insensitive_like(const Node& node, SqlWriter& out) const {
    expression(*node.child(0), out.text("lower("));
    out.text(node.binary_operator() == Operator::ILike ? ") LIKE lower(" : ") NOT LIKE lower(");
    expression(*node.child(1), out);
    out.text(")");
}

void SqlCompiler::unary(const Node& node, SqlWriter& out) const {
    const Node& value = *node.child(0);
    switch (static_cast<UnaryOperator>(node.code)) {
        case UnaryOperator::Not:
            return condition_operand(value, node, out.text("NOT "));
        case UnaryOperator::Negate:
            return operand(value, node, out.text("-"), Typing::Unknown);
        case UnaryOperator::IsNull:
            operand(value, node, out, Typing::Unknown);
            out.text(" IS NULL");
            return;
        case UnaryOperator::IsNotNull:
            operand(value, node, out, Typing::Unknown);
            out.text(" IS NOT NULL");
            return;
    }
}

}  // namespace azoth::compiler
