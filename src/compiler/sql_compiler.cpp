// SPDX-License-Identifier: MIT
#include "compiler/literal_facts.hpp"
#include "compiler/scope.hpp"

#include <azoth/base/error.hpp>
#include <azoth/compiler/sql_compiler.hpp>

#include <unordered_map>

namespace azoth::compiler {

using tree::ClauseKind;
using tree::Node;
using tree::StatementKind;

namespace {

std::uint32_t rows_per_batch(const Node& statement) noexcept {
    const Node* clause = &statement;
    for (; clause->kind.is(tree::NodeFamily::Clause); clause = clause->child(0)) {
        if (clause->kind == ClauseKind::Options && clause->number != 0) {
            return clause->number;
        }
    }
    return 0;
}

}  // namespace

// The shape is what is compiled: no literal stands in two places of it.
Compiled SqlCompiler::compile(const Node& node) const {
    Compiled compiled{.shape = tree::Shape{node},
                      .mappings = tree::ended_mappings(),
                      .rows_per_batch = rows_per_batch(node)};
    tree::ShapeMatcher matcher;
    static_cast<void>(compiled.shape.matches(node, matcher));
    LiteralFacts facts{matcher.literals()};
    SqlWriter out{.facts = facts};
    with_clause(compiled.shape.root(), out);
    statement(compiled.shape.root(), out);
    numbered(out, compiled);
    compiled.assumptions = std::move(facts).take();
    return compiled;
}

void SqlCompiler::numbered(const SqlWriter& written, Compiled& compiled) const {
    const bool are_numbered = capabilities_.parameter_style == ParameterStyle::Numbered;
    std::unordered_map<std::uint32_t, std::size_t> numbers;
    std::size_t copied = 0;
    for (const SqlWriter::Mark& mark : written.marks) {
        const std::uint32_t literal =
            are_numbered ? written.facts.parameter_of(mark.literal) : mark.literal;
        const auto [known, is_new] = numbers.try_emplace(literal, numbers.size() + 1);
        if (is_new || !are_numbered) {
            compiled.parameters.push_back(literal);
        }
        compiled.sql.append(written.sql, copied, mark.offset - copied);
        compiled.sql += placeholder_text(known->second);
        copied = mark.offset;
    }
    compiled.sql.append(written.sql, copied);
    if (compiled.parameters.size() > static_cast<std::size_t>(capabilities_.max_parameters)) {
        throw CompileError{"too-many-parameters",
                           "cannot compile the statement: it has " +
                               std::to_string(compiled.parameters.size()) +
                               " parameters, and this database takes at most " +
                               std::to_string(capabilities_.max_parameters) +
                               "; split it, or put the values into a table and join that"};
    }
}

void SqlWriter::append(const SqlWriter& part) {
    for (const Mark& mark : part.marks) {
        marks.push_back({sql.size() + mark.offset, mark.literal});
    }
    sql += part.sql;
}

std::string SqlCompiler::table_name(const schema::Table& table) const {
    return table.schema.empty() ? identifier(table.name)
                                : identifier(table.schema) + "." + identifier(table.name);
}

void SqlCompiler::statement(const Node& node, SqlWriter& out) const {
    const DepthGuard deeper{out};
    const Clauses clauses = split_clauses(node);
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
