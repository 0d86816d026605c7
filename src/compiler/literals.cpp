// SPDX-License-Identifier: MIT
#include "compiler/scope.hpp"

#include <azoth/compiler/compiled.hpp>

#include <algorithm>
#include <utility>

namespace azoth::compiler {

using tree::Kind;
using tree::Node;

namespace {

/// Visits what is written, in the order in which SQL has it, so that the order of calls on a
/// builder does not matter. Works on a list of its own in place of the stack, which long chains of
/// conditions would use up.
class Collector {
public:
    Collector(const Node& statement, std::vector<const ValueView*>& literals)
        : statement_(statement), literals_(literals) {}

    void run() {
        pending_.push_back(&statement_);
        while (!pending_.empty()) {
            const Node* node = pending_.back();
            pending_.pop_back();
            visit(*node);
        }
    }

private:
    void visit(const Node& node) {
        if (node.kind == Kind::Literal) {
            literals_.push_back(&node.literal());
        } else if (node.kind == Kind::Cte) {
            visit_ctes();
        } else if (is_clause_or_statement(node.kind)) {
            visit_statement(node);
        } else if (!names_its_source(node.kind)) {
            expect({node.children(), node.child_count});
        }
    }

    // All CTEs are written in one WITH clause, each once, however often they are named.
    void visit_ctes() {
        if (std::exchange(has_ctes_, true)) {
            return;
        }
        std::vector<const Node*> queries;
        for (const Node* cte : ctes_of(statement_)) {
            queries.push_back(cte->child(0));
        }
        expect(queries);
    }

    void expect(std::span<const Node* const> nodes) {
        pending_.insert(pending_.end(), nodes.rbegin(), nodes.rend());
    }

    // Their child is the source they are read from: written in FROM or WITH, not here.
    static bool names_its_source(Kind kind) noexcept {
        return kind == Kind::CteReference || kind == Kind::TableColumn || kind == Kind::Member ||
               kind == Kind::Star;
    }

    static bool is_clause_or_statement(Kind kind) noexcept {
        switch (kind) {
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
            case Kind::OnConflict:
            case Kind::DoNothing:
            case Kind::DoUpdate:
            case Kind::Returning:
            case Kind::Options:
            case Kind::Invalid:
                return true;
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
            case Kind::Assign:
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
        std::vector<const Node*>& parts = parts_;
        parts.clear();
        const auto add = [&](std::span<const Node* const> nodes) {
            parts.insert(parts.end(), nodes.begin(), nodes.end());
        };
        const auto add_operands = [&](const Node* clause) {
            if (clause != nullptr) {
                add(operands(*clause));
            }
        };
        const std::span<const Node* const> items{clauses.root->children(),
                                                 clauses.root->child_count};
        add(items);
        add(clauses.from);
        if (clauses.from.empty() && clauses.root->kind == Kind::Select) {
            add_implied_source(items, clauses);
        }
        for (const Node* join : clauses.joins) {
            add_operands(join);
        }
        add(clauses.values);
        add(clauses.rows);
        add(clauses.where);
        add(clauses.group_by);
        add(clauses.having);
        add(clauses.order_by);
        add_operands(clauses.limit);
        add_operands(clauses.offset);
        add_operands(clauses.on_conflict);
        add_operands(clauses.conflict_action);
        add_operands(clauses.returning);
        expect(parts);
    }

    // Without FROM the items say where they come from: a subquery or a CTE is written there.
    void add_implied_source(std::span<const Node* const> items, const Clauses& clauses) {
        for (const Node* source : query_sources_of(items)) {
            const bool is_joined = std::ranges::any_of(clauses.joins, [&](const Node* join) {
                return join->kind == Kind::Join && same_source(*join->child(1), *source);
            });
            if (!is_joined) {
                parts_.push_back(source);
            }
        }
    }

    const Node& statement_;
    std::vector<const ValueView*>& literals_;
    std::vector<const Node*> pending_{};
    std::vector<const Node*> parts_{};
    bool has_ctes_ = false;
};

}  // namespace

void collect_literals(const Node& statement, std::vector<const ValueView*>& literals) {
    Collector{statement, literals}.run();
}

}  // namespace azoth::compiler
