// SPDX-License-Identifier: MIT
#include "compiler/precedence.hpp"
#include "compiler/scope.hpp"

#include <azoth/base/error.hpp>
#include <azoth/compiler/sql_compiler.hpp>

// Where a database has no boolean values, a condition is no value and a value is no condition.
namespace azoth::compiler {

using tree::ExpressionKind;
using tree::Node;

namespace {

enum class Truth : std::uint8_t { Value, Condition, Unknown };

/// `Unknown` is left as it stands: only who wrote it knows.
Truth truth_of(const Node& given) noexcept {
    const Node& node = without_label(given);
    if (node.kind == ExpressionKind::SqlText || is_custom(node)) {
        return Truth::Unknown;
    }
    const int level = precedence_of(node);
    const bool is_condition =
        (level >= OrLevel && level <= ComparisonLevel) || node.kind == ExpressionKind::Exists;
    return is_condition ? Truth::Condition : Truth::Value;
}

}  // namespace

// a > b  ->  CASE WHEN a > b THEN 1 ELSE 0 END
void SqlCompiler::expression(const Node& node, SqlWriter& out, Typing typing) const {
    if (capabilities_.boolean_values || truth_of(node) != Truth::Condition) {
        return written(node, out, typing);
    }
    written(node, out.text("CASE WHEN "), typing);
    out.text(" THEN 1 ELSE 0 END");
}

// flag  ->  flag = 1
void SqlCompiler::condition(const Node& node, SqlWriter& out) const {
    written(node, out, Typing::Inferred);
    if (!capabilities_.boolean_values && truth_of(node) == Truth::Value) {
        out.text(" = 1");
    }
}

// sum(x) FILTER (WHERE y)  ->  sum(CASE WHEN y THEN x END)
// count(*) FILTER (WHERE y)  ->  count(CASE WHEN y THEN 1 END)
void SqlCompiler::filter_by_case(const Node& node, SqlWriter& out) const {
    const Node& aggregate = *node.child(0);
    if (aggregate.kind != ExpressionKind::Function || aggregate.child_count == 0) {
        throw CompileError{"unsupported-clause",
                           "cannot compile the statement: this database has no FILTER, and this is "
                           "no aggregate of a value; put the condition into case_() inside it"};
    }
    tree::Owner made;
    std::vector<const Node*> arguments{aggregate.children(),
                                       aggregate.children() + aggregate.child_count};
    const bool is_distinct = arguments.front()->kind == ExpressionKind::Distinct;
    const Node* value = is_distinct ? arguments.front()->child(0) : arguments.front();
    if (value->kind == ExpressionKind::Star) {
        value = tree::make_node(made, {.kind = ExpressionKind::SqlText, .text = "1"}, {});
    }
    const Node* chosen =
        tree::make_node(made, {.kind = ExpressionKind::Case}, {node.child(1), value});
    arguments.front() =
        is_distinct ? tree::make_node(made, {.kind = ExpressionKind::Distinct}, {chosen}) : chosen;
    const tree::Parts call{.kind = ExpressionKind::Function, .text = aggregate.text()};
    bare_function(*tree::make_node(made, call, std::span<const Node* const>{arguments}), out);
}

}  // namespace azoth::compiler
