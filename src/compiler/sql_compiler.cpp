// SPDX-License-Identifier: MIT
#include "compiler/literals.hpp"
#include "compiler/scope.hpp"

#include <azoth/base/error.hpp>
#include <azoth/compiler/sql_compiler.hpp>

namespace azoth::compiler {

using tree::Kind;
using tree::Node;

namespace {

std::uint32_t rows_per_batch(const Node& statement) noexcept {
    const Node* clause = &statement;
    for (; !is_statement_root(clause->kind); clause = clause->child(0)) {
        if (clause->kind == Kind::Options && clause->number != 0) {
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
    switch (clauses.root->kind) {
        case Kind::Select:
            return select(clauses, out);
        case Kind::SetOperation:
            return set_operation(clauses, out);
        case Kind::Insert:
            return insert(clauses, out);
        case Kind::Update:
            return update(clauses, out);
        case Kind::Delete:
            return delete_from(clauses, out);
        case Kind::Member:
        case Kind::TableColumn:
        case Kind::Literal:
        case Kind::Null:
        case Kind::Constant:
        case Kind::Unary:
        case Kind::Binary:
        case Kind::Between:
        case Kind::In:
        case Kind::List:
        case Kind::Function:
        case Kind::Case:
        case Kind::Cast:
        case Kind::Collate:
        case Kind::Label:
        case Kind::Sort:
        case Kind::Exists:
        case Kind::ScalarQuery:
        case Kind::SqlText:
        case Kind::Star:
        case Kind::Excluded:
        case Kind::Distinct:
        case Kind::Filter:
        case Kind::Over:
        case Kind::EntitySource:
        case Kind::TableSource:
        case Kind::Alias:
        case Kind::SubquerySource:
        case Kind::Cte:
        case Kind::CteReference:
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
        case Kind::Values:
        case Kind::Assign:
        case Kind::OnConflict:
        case Kind::DoNothing:
        case Kind::DoUpdate:
        case Kind::Returning:
        case Kind::Options:
        case Kind::Rows:
        case Kind::Invalid:
            break;
    }
    throw CompileError{"invalid-statement",
                       "cannot compile the statement: it has no SELECT, INSERT, UPDATE or DELETE; "
                       "start with one of those functions"};
}

}  // namespace azoth::compiler
