// SPDX-License-Identifier: MIT
#include "dialects/sqlite/decimals.hpp"

#include "compiler/typing.hpp"
#include "dialects/sqlite/compiler.hpp"

#include <azoth/base/text.hpp>
#include <azoth/types/codec.hpp>

#include <algorithm>
#include <vector>

namespace azoth::dialects::sqlite {

using compiler::SqlWriter;
using compiler::Typing;
using tree::ExpressionKind;
using tree::Node;
using tree::Operator;

namespace {

/// Where the scale is not known: of the 15 digits that a binary number keeps, five are left for the
/// whole part.
constexpr int digits_of_unknown_scale = 10;
/// A mean has more digits than what it is the mean of.
constexpr int digits_of_mean = 12;
constexpr int most_digits = 15;

/// An exact decimal, and how many digits it has after the point.
struct Exact {
    std::optional<int> scale{};
};

std::optional<Exact> exactness_of(const Node& node);
std::optional<Exact> of_any(std::span<const Node* const> results);

std::optional<Exact> of_column(const Node& node) {
    const schema::Column* column = compiler::column_read(node);
    if (column == nullptr) {
        return std::nullopt;
    }
    switch (column->type.kind) {
        case TypeKind::Numeric:
            return column->type.precision > 0 ? Exact{column->type.scale} : Exact{};
        case TypeKind::SmallInteger:
        case TypeKind::Integer:
        case TypeKind::BigInteger:
            return Exact{0};
        default:
            return std::nullopt;
    }
}

std::optional<Exact> of_literal(const Node& node) {
    switch (static_cast<ValueKind>(node.code)) {
        case ValueKind::Integer:
            return Exact{0};
        case ValueKind::Decimal:
            return Exact{};
        default:
            return std::nullopt;
    }
}

/// A binary number by its type.
bool is_real(const Node& node) {
    if (node.kind == ExpressionKind::Literal) {
        return static_cast<ValueKind>(node.code) == ValueKind::Real;
    }
    const schema::Column* column = compiler::column_read(node);
    return column != nullptr &&
           (column->type.kind == TypeKind::Float || column->type.kind == TypeKind::Double);
}

/// Beside an exact decimal stands another one, also where it cannot be seen (a column of a
/// subquery): all else does not compile.
std::optional<Exact> beside(const std::optional<Exact>& known, const Node& other) {
    return known && known->scale != 0 && !is_real(other) ? std::optional{Exact{}} : std::nullopt;
}

std::optional<Exact> of_operation(const Node& node) {
    const auto left = exactness_of(*node.child(0));
    const auto right = exactness_of(*node.child(1));
    if (!left || !right) {
        return left ? beside(left, *node.child(1)) : beside(right, *node.child(0));
    }
    const bool is_known = left->scale && right->scale;
    switch (node.binary_operator()) {
        case Operator::Add:
        case Operator::Subtract:
        case Operator::Modulo:
            return is_known ? Exact{std::max(*left->scale, *right->scale)} : Exact{};
        case Operator::Multiply:
            return is_known ? Exact{*left->scale + *right->scale} : Exact{};
        case Operator::Divide:
            return is_known && *left->scale == 0 && *right->scale == 0 ? Exact{0} : Exact{};
        default:
            return std::nullopt;
    }
}

bool is_function(const Node& node, std::string_view name) {
    return node.kind == ExpressionKind::Function &&
           text_utility::equals_ignoring_case(node.text(), name);
}

/// Those whose result is one of their arguments, or a sum of them.
std::optional<Exact> of_function(const Node& node) {
    const bool keeps_scale = is_function(node, "sum") || is_function(node, "min") ||
                             is_function(node, "max") || is_function(node, "coalesce") ||
                             is_function(node, "abs") || is_function(node, "nullif");
    if (!keeps_scale || node.child_count == 0) {
        return std::nullopt;
    }
    return of_any({node.children(), node.child_count});
}

/// Of several results one; nothing where one is no exact decimal.
std::optional<Exact> of_any(std::span<const Node* const> results) {
    std::optional<Exact> all;
    for (const Node* result : results) {
        const auto one = exactness_of(*result);
        if (!one) {
            return std::nullopt;
        }
        if (!all) {
            all = one;
        } else if (all->scale && one->scale) {
            all->scale = std::max(*all->scale, *one->scale);
        } else {
            all->scale.reset();
        }
    }
    return all;
}

// CASE WHEN child 0 THEN child 1 … ELSE the last one END
std::optional<Exact> of_case(const Node& node) {
    std::vector<const Node*> results;
    for (std::size_t i = 1; i < node.child_count; i += 2) {
        results.push_back(node.child(i));
    }
    if (node.code != 0) {
        results.push_back(node.child(node.child_count - 1U));
    }
    return of_any(results);
}

/// Of the first item of a query.
std::optional<Exact> of_query(const Node& query) {
    const Node* statement = &query;
    while (statement->kind.is(tree::NodeFamily::Clause) && statement->child_count > 0) {
        statement = statement->child(0);
    }
    const bool is_select =
        statement->kind == tree::StatementKind::Select && statement->child_count > 0;
    return is_select ? exactness_of(*statement->child(0)) : std::nullopt;
}

std::optional<Exact> exactness_of(const Node& node) {
    if (!node.kind.is(tree::NodeFamily::Expression)) {
        return std::nullopt;
    }
    switch (node.kind.expression()) {
        case ExpressionKind::Member:
        case ExpressionKind::TableColumn:
        case ExpressionKind::Excluded:
            return of_column(node);
        case ExpressionKind::Literal:
            return of_literal(node);
        case ExpressionKind::Binary:
            return of_operation(node);
        case ExpressionKind::Function:
            return of_function(node);
        case ExpressionKind::Label:
        case ExpressionKind::Distinct:
        case ExpressionKind::Filter:
        case ExpressionKind::Over:
        case ExpressionKind::Unary:
            return exactness_of(*node.child(0));
        case ExpressionKind::Case:
            return of_case(node);
        case ExpressionKind::ScalarQuery:
            return of_query(*node.child(0));
        case ExpressionKind::Cast:
            return static_cast<const Codec*>(node.subject)->kind == ValueKind::Decimal
                       ? std::optional{Exact{}}
                       : std::nullopt;
        default:
            return std::nullopt;
    }
}

bool is_arithmetic(const Node& node) noexcept {
    if (node.kind != ExpressionKind::Binary) {
        return false;
    }
    const Operator operation = node.binary_operator();
    return operation == Operator::Add || operation == Operator::Subtract ||
           operation == Operator::Multiply || operation == Operator::Divide ||
           operation == Operator::Modulo;
}

/// What FILTER and OVER belong to.
const Node& innermost(const Node& node) noexcept {
    const Node* inner = &node;
    while (inner->kind == ExpressionKind::Filter || inner->kind == ExpressionKind::Over) {
        inner = inner->child(0);
    }
    return *inner;
}

/// Digits to which a value that a column of this type is given is rounded.
std::optional<int> digits_assigned(const Node& target, const Node& value) {
    const schema::Column* column = compiler::column_read(target);
    const bool is_computed = value.kind == ExpressionKind::Function || is_arithmetic(value);
    const bool has_scale =
        column != nullptr && column->type.kind == TypeKind::Numeric && column->type.precision > 0;
    return has_scale && is_computed ? std::optional{column->type.scale} : std::nullopt;
}

}  // namespace

std::optional<int> rounded_digits(const Node& node) {
    const Node& inner = innermost(node);
    if (is_function(inner, "avg") && inner.child_count > 0) {
        const auto argument = exactness_of(*inner.child(0));
        return argument && argument->scale != 0 ? std::optional{digits_of_mean} : std::nullopt;
    }
    if (!is_arithmetic(inner) && !is_function(inner, "sum")) {
        return std::nullopt;
    }
    const auto exact = exactness_of(inner);
    if (!exact || exact->scale == 0) {
        return std::nullopt;  // of whole numbers, or no decimal
    }
    return std::min(exact->scale.value_or(digits_of_unknown_scale), most_digits);
}

// Decimals are bound as texts, which only a column turns into numbers.
void SqliteCompiler::literal(const Node& node, SqlWriter& out, Typing typing) const {
    const auto kind = static_cast<ValueKind>(node.code);
    const bool is_time =
        kind == ValueKind::Time || kind == ValueKind::DateTime || kind == ValueKind::DateTimeTz;
    if (is_time && out.compared != nullptr) {
        return stored_literal(node, out);
    }
    const bool is_decimal = kind == ValueKind::Decimal;
    if (!is_decimal || typing == Typing::Inferred) {
        return placeholder(node, out);
    }
    placeholder(node, out.text("CAST("));
    out.text(" AS NUMERIC)");
}

// price + tax  ->  round(price + tax, 2)        sum(price)  ->  round(sum(price), 2)
void SqliteCompiler::operation(const Node& node, SqlWriter& out) const {
    const std::optional<int> digits = rounded_digits(node);
    if (!digits) {
        return SqlCompiler::operation(node, out);
    }
    SqlCompiler::operation(node, out.text("round("));
    out.text(", ").text(std::to_string(*digits)).text(")");
}

void SqliteCompiler::function(const Node& node, SqlWriter& out) const {
    out.text(node.text()).text("(");
    std::string_view separator;
    for (std::size_t i = 0; i < node.child_count; ++i) {
        expression(*node.child(i), out.text(separator), Typing::Unknown);
        separator = ", ";
    }
    out.text(")");
}

// SET price = price * ?  ->  SET price = round(price * ?, 2): what NUMERIC(10, 2) does elsewhere
void SqliteCompiler::assigned(const Node& assignment, SqlWriter& out) const {
    const Node& value = *assignment.child(1);
    const schema::Column* column = compiler::column_read(*assignment.child(0));
    if (column != nullptr && column->stored_as.form) {
        return stored_value(*column, assignment, out);
    }
    const std::optional<int> digits = digits_assigned(*assignment.child(0), value);
    if (!digits || rounded_digits(value) == digits) {
        return SqlCompiler::assigned(assignment, out);
    }
    SqlCompiler::assigned(assignment, out.text("round("));
    out.text(", ").text(std::to_string(*digits)).text(")");
}

}  // namespace azoth::dialects::sqlite
