// SPDX-License-Identifier: MIT
#include "compiler/clauses.hpp"

#include <azoth/compiler/compiled.hpp>

#include <algorithm>

namespace azoth::compiler {

using tree::Kind;
using tree::Node;

namespace {

/// Visits what is written, in the order in which SQL has it, so that the order of calls on a builder does not matter.
/// A CTE is written once, however often it is named.
struct Collector {
    std::vector<const ValueView*>& literals;
    std::vector<const Node*> seen_ctes{};

    void visit(const Node& node) {
        if (node.kind == Kind::Literal) {
            literals.push_back(&node.literal());
            return;
        }
        if (names_its_source(node.kind)) {
            return;
        }
        if (node.kind == Kind::Cte) {
            if (std::ranges::find(seen_ctes, &node) != seen_ctes.end()) {
                return;
            }
            seen_ctes.push_back(&node);
        }
        if (is_clause_or_statement(node.kind)) {
            visit_statement(node);
            return;
        }
        visit_all({node.children(), node.child_count});
    }

    void visit_all(std::span<const Node* const> nodes) {
        for (const Node* node : nodes) {
            visit(*node);
        }
    }

    void visit_clause(const Node* clause) {
        if (clause != nullptr) {
            visit_all(operands(*clause));
        }
    }

    // Their child is the source they are read from: written in FROM or WITH, not here.
    static bool names_its_source(Kind kind) noexcept {
        return kind == Kind::CteReference || kind == Kind::TableColumn || kind == Kind::Member || kind == Kind::Star;
    }

    static bool is_clause_or_statement(Kind kind) noexcept {
        switch (kind) {
            case Kind::Select: case Kind::From: case Kind::Join: case Kind::JoinLink: case Kind::Where:
            case Kind::GroupBy: case Kind::Having: case Kind::OrderBy: case Kind::Limit: case Kind::Offset:
            case Kind::DistinctRows: case Kind::ForUpdate: case Kind::With: case Kind::SetOperation: case Kind::Insert:
            case Kind::Update: case Kind::Delete: case Kind::Values: case Kind::OnConflict: case Kind::DoNothing:
            case Kind::DoUpdate: case Kind::Returning: case Kind::Options: case Kind::Invalid:
                return true;
            case Kind::Member: case Kind::TableColumn: case Kind::Literal: case Kind::Null: case Kind::Constant:
            case Kind::Unary: case Kind::Binary: case Kind::Between: case Kind::In: case Kind::List:
            case Kind::Function: case Kind::Case: case Kind::Cast: case Kind::Collate: case Kind::Label: case Kind::Sort:
            case Kind::Exists: case Kind::ScalarQuery: case Kind::SqlText: case Kind::Star: case Kind::Excluded:
            case Kind::Distinct: case Kind::Filter: case Kind::Over: case Kind::EntitySource: case Kind::TableSource:
            case Kind::Alias: case Kind::SubquerySource: case Kind::Cte: case Kind::CteReference: case Kind::Assign:
            case Kind::Rows:
                return false;
        }
        return false;
    }

    void visit_statement(const Node& node) {
        if (node.kind == Kind::Invalid) {
            return;
        }
        const Clauses clauses = gather(node);
        visit_all({clauses.root->children(), clauses.root->child_count});
        visit_all(clauses.from);
        for (const Node* join : clauses.joins) {
            visit_all(operands(*join));
        }
        visit_all(clauses.values);
        visit_all(clauses.where);
        visit_all(clauses.group_by);
        visit_all(clauses.having);
        visit_all(clauses.order_by);
        visit_clause(clauses.limit);
        visit_clause(clauses.offset);
        visit_clause(clauses.on_conflict);
        visit_clause(clauses.conflict_action);
        visit_clause(clauses.returning);
    }
};

}  // namespace

void collect_literals(const Node& statement, std::vector<const ValueView*>& literals) {
    Collector{literals}.visit(statement);
}

}  // namespace azoth::compiler
