// SPDX-License-Identifier: MIT
#include "compiler/literals.hpp"
#include "compiler/scope.hpp"

#include <azoth/base/error.hpp>
#include <azoth/compiler/sql_compiler.hpp>

namespace azoth::compiler {

using tree::ClauseKind;
using tree::Node;
using tree::StatementKind;

namespace {

std::uint32_t rows_per_batch(const Node& statement) noexcept {
    const Node* clause = &statement;
    for (; clause->kind.is(tree::Family::Clause); clause = clause->child(0)) {
        if (clause->kind == ClauseKind::Options && clause->number != 0) {
            return clause->number;
        }
    }
    return 0;
}

}  // namespace

Compiled SqlCompiler::compile(const Node& node) const {
    SqlWriter out;
    with_clause(node, out);
    statement(node, out);
    if (out.literals.size() > static_cast<std::size_t>(capabilities_.max_parameters)) {
        throw CompileError{"too-many-parameters",
                           "cannot compile the statement: it has " +
                               std::to_string(out.literals.size()) +
                               " parameters, and this database takes at most " +
                               std::to_string(capabilities_.max_parameters) +
                               "; split it, or put the values into a table and join that"};
    }
    return {std::move(out.sql), plan_literals(node, out.literals), rows_per_batch(node)};
}

std::string SqlCompiler::table_name(const schema::Table& table) const {
    return table.schema.empty() ? identifier(table.name)
                                : identifier(table.schema) + "." + identifier(table.name);
}

void SqlCompiler::statement(const Node& node, SqlWriter& out) const {
    const Deeper deeper{out};
    const Clauses clauses = gather(node);
    switch (clauses.root->kind.statement()) {
        case StatementKind::Select:
            return select(clauses, out);
        case StatementKind::SetOperation:
            return set_operation(clauses, out);
        case StatementKind::Insert:
            return insert(clauses, out);
        case StatementKind::Update:
            return update(clauses, out);
        case StatementKind::Delete:
            return delete_from(clauses, out);
    }
}

}  // namespace azoth::compiler
