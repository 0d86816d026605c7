// SPDX-License-Identifier: MIT
#include "compiler/scope.hpp"

#include <azoth/base/error.hpp>
#include <azoth/compiler/sql_compiler.hpp>

#include <algorithm>

namespace azoth::compiler {

using tree::Kind;
using tree::Node;
using tree::SetOperator;

namespace {

/// Makes a scope the current one for as long as it lives.
class Entered {
public:
    Entered(SqlWriter& out, Scope& scope) noexcept : out_(out), previous_(out.scope) { out.scope = &scope; }
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;
    ~Entered() { out_.scope = previous_; }

private:
    SqlWriter& out_;
    const Scope* previous_;
};

std::string_view keyword(SetOperator operation) noexcept {
    switch (operation) {
        case SetOperator::Union: return " UNION ";
        case SetOperator::UnionAll: return " UNION ALL ";
        case SetOperator::Intersect: return " INTERSECT ";
        case SetOperator::Except: return " EXCEPT ";
    }
    return {};
}

bool has_tail(const Clauses& clauses) noexcept {
    return !clauses.order_by.empty() || clauses.limit != nullptr || clauses.offset != nullptr;
}

void find_ctes(const Node& node, std::vector<const Node*>& found) {
    for (std::size_t i = 0; i < node.child_count; ++i) {
        find_ctes(*node.child(i), found);
    }
    if (node.kind == Kind::Cte && std::ranges::none_of(found, [&](const Node* other) { return same_source(*other, node); })) {
        found.push_back(&node);
    }
}

}  // namespace

// WITH [RECURSIVE] name(columns) AS (…), …
void SqlCompiler::with_clause(const Node& statement, SqlWriter& out) const {
    std::vector<const Node*> ctes;
    find_ctes(statement, ctes);
    if (ctes.empty()) {
        return;
    }
    const bool is_recursive = std::ranges::any_of(ctes, [](const Node* cte) { return cte->code != 0; });
    out.text(is_recursive ? "WITH RECURSIVE " : "WITH ");
    std::string_view separator;
    for (const Node* cte : ctes) {
        cte_definition(*cte, out.text(separator));
        separator = ", ";
    }
    out.text(" ");
}

void SqlCompiler::cte_definition(const Node& cte, SqlWriter& out) const {
    out.text(identifier(cte.text())).text("(");
    std::string_view separator;
    for (const OutputColumn& column : output_columns(*cte.child(0))) {
        out.text(separator).text(identifier(column.name));
        separator = ", ";
    }
    out.text(") AS ");
    nested_statement(*cte.child(0), out);
}

void SqlCompiler::nested_statement(const Node& node, SqlWriter& out) const {
    out.text("(");
    statement(node, out);
    out.text(")");
}

void SqlCompiler::select(const Clauses& clauses, SqlWriter& out) const {
    Scope scope{.outer = out.scope};
    const Entered entered{out, scope};
    // FROM is written first, into a writer of its own, because the items need its names; its literals come later.
    SqlWriter from_writer{.scope = &scope, .labels = out.labels};
    from(clauses, scope, from_writer);

    out.text(clauses.distinct ? "SELECT DISTINCT " : "SELECT ");
    select_items(clauses, scope, out);
    if (capabilities_.parameter_style == ParameterStyle::Numbered && !from_writer.literals.empty()) {
        // Numbers depend on what stands before: written again behind the items.
        scope.sources.clear();
        from(clauses, scope, out);
    } else {
        out.text(from_writer.sql);
        out.literals.insert(out.literals.end(), from_writer.literals.begin(), from_writer.literals.end());
    }
    where(clauses, out);
    if (!clauses.group_by.empty()) {
        expressions(clauses.group_by, out.text(" GROUP BY "));
    }
    std::string_view separator = " HAVING ";
    for (const Node* condition : clauses.having) {
        expression(*condition, out.text(separator));
        separator = " AND ";
    }
    tail(clauses, out);
    if (clauses.lock != nullptr) {
        row_lock(*clauses.lock, out);
    }
}

void SqlCompiler::select_items(const Clauses& clauses, const Scope&, SqlWriter& out) const {
    std::string_view separator;
    for (std::size_t i = 0; i < clauses.root->child_count; ++i) {
        select_item(*clauses.root->child(i), out.text(separator));
        separator = ", ";
    }
}

// Conditions of several calls are joined by AND; one that is an OR is put in parentheses then.
void SqlCompiler::where(const Clauses& clauses, SqlWriter& out) const {
    const bool has_several = clauses.where.size() > 1;
    std::string_view separator = " WHERE ";
    for (const Node* condition : clauses.where) {
        const bool is_or =
            condition->kind == Kind::Binary && condition->binary_operator() == tree::Operator::Or && has_several;
        expression(*condition, out.text(separator).text(is_or ? "(" : ""));
        out.text(is_or ? ")" : "");
        separator = " AND ";
    }
}

void SqlCompiler::tail(const Clauses& clauses, SqlWriter& out) const {
    if (!clauses.order_by.empty()) {
        expressions(clauses.order_by, out.text(" ORDER BY "));
    }
    if (clauses.limit != nullptr || clauses.offset != nullptr) {
        limit(clauses, out);
    }
}

void SqlCompiler::limit(const Clauses& clauses, SqlWriter& out) const {
    if (clauses.limit != nullptr) {
        expression(*clauses.limit->child(1), out.text(" LIMIT "));
    }
    if (clauses.offset != nullptr) {
        expression(*clauses.offset->child(1), out.text(" OFFSET "));
    }
}

void SqlCompiler::row_lock(const Node&, SqlWriter& out) const {
    out.text(" FOR UPDATE");
}

// a.union_(b)  ->  SELECT … UNION SELECT …
void SqlCompiler::set_operation(const Clauses& clauses, SqlWriter& out) const {
    const auto operation = static_cast<SetOperator>(clauses.root->code);
    compound_member(*clauses.root->child(0), *clauses.root, out);
    compound_member(*clauses.root->child(1), *clauses.root, out.text(keyword(operation)));
    if (!has_tail(clauses)) {
        return;
    }
    Scope scope{.outer = out.scope, .bare_columns = true};
    for (const OutputColumn& column : output_columns(*clauses.root)) {
        if (column.entity != nullptr) {
            scope.sources.push_back(
                {.node = column.alias, .entity = column.entity, .table = &column.entity->required().table()});
        }
    }
    const Entered entered{out, scope};
    tail(clauses, out);
}

void SqlCompiler::compound_member(const Node& node, const Node& operation, SqlWriter& out) const {
    const Clauses clauses = gather(node);
    const bool is_compound = clauses.root->kind == Kind::SetOperation;
    const bool is_left = &node == operation.child(0);
    const bool continues_left = is_compound && is_left && clauses.root->code == operation.code && !has_tail(clauses);
    if ((!is_compound && !has_tail(clauses)) || continues_left) {
        return statement(node, out);
    }
    if (!parenthesizes_compounds()) {
        if (is_compound && is_left && !has_tail(clauses)) {
            return statement(node, out);
        }
        throw CompileError{"compound-member", "cannot compile the query: this database takes no ORDER BY, LIMIT or "
                                              "compound inside a member of a compound query; select from "
                                              ".subquery(\"name\") instead"};
    }
    nested_statement(node, out);
}

}  // namespace azoth::compiler
