// SPDX-License-Identifier: MIT
#include "compiler/clauses.hpp"

#include <azoth/base/error.hpp>
#include <azoth/schema/table.hpp>

#include <algorithm>
#include <cstring>

namespace azoth::compiler {

using tree::Kind;
using tree::Node;

namespace {

void prepend(std::vector<const Node*>& list, std::span<const Node* const> more) {
    list.insert(list.begin(), more.begin(), more.end());
}

void keep_last(const Node*& slot, const Node& clause) {
    if (slot == nullptr) {
        slot = &clause;
    }
}

// An object's row as set() would have given it: columns by name, literals that stay where they are.
std::vector<const Node*> expanded(const Node& object, tree::Owner& owner) {
    const auto& columns = object.child(1)->entity().required().columns();
    const auto* values = static_cast<const ValueView*>(object.subject);
    const auto* positions = reinterpret_cast<const char*>(values + object.number);
    std::vector<const Node*> pairs;
    for (std::uint32_t i = 0; i < object.number; ++i) {
        std::uint16_t position = 0;
        std::memcpy(&position, positions + i * sizeof(position), sizeof(position));
        const Node* column = tree::make_node(
            owner, {.kind = Kind::TableColumn, .text = columns.at(position)->name}, {});
        const Node* value = tree::make_node(owner,
                                            {.kind = Kind::Literal,
                                             .code = static_cast<std::uint8_t>(values[i].kind),
                                             .subject = values + i,
                                             .subject_hash = 1},
                                            {});
        pairs.push_back(tree::make_node(owner, {.kind = Kind::Assign}, {column, value}));
    }
    return pairs;
}

void sort_in_values(const Node& clause, Clauses& clauses) {
    switch (static_cast<tree::ValuesForm>(clause.code)) {
        case tree::ValuesForm::Pairs:
            return prepend(clauses.values, operands(clause));
        case tree::ValuesForm::Rows:
            return prepend(clauses.rows, operands(clause));
        case tree::ValuesForm::Object:
            return prepend(clauses.values, expanded(clause, clauses.made));
    }
}

// Clauses arrive last first.
void sort_in(const Node& clause, Clauses& clauses) {
    switch (clause.kind) {
        case Kind::From:
            return prepend(clauses.from, operands(clause));
        case Kind::Join:
        case Kind::JoinLink: {
            const Node* join[] = {&clause};
            return prepend(clauses.joins, join);
        }
        case Kind::Where:
            return prepend(clauses.where, operands(clause));
        case Kind::GroupBy:
            return prepend(clauses.group_by, operands(clause));
        case Kind::Having:
            return prepend(clauses.having, operands(clause));
        case Kind::OrderBy:
            return prepend(clauses.order_by, operands(clause));
        case Kind::Values:
            return sort_in_values(clause, clauses);
        case Kind::Limit:
            return keep_last(clauses.limit, clause);
        case Kind::Offset:
            return keep_last(clauses.offset, clause);
        case Kind::ForUpdate:
            return keep_last(clauses.lock, clause);
        case Kind::OnConflict:
            return keep_last(clauses.on_conflict, clause);
        case Kind::DoNothing:
        case Kind::DoUpdate:
            return keep_last(clauses.conflict_action, clause);
        case Kind::Returning:
            return keep_last(clauses.returning, clause);
        case Kind::DistinctRows:
            clauses.distinct = true;
            return;
        case Kind::Options:
            return;
        case Kind::Invalid:
            throw CompileError{"invalid-statement",
                               "cannot compile the statement: " + std::string{clause.text()}};
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
        case Kind::Select:
        case Kind::With:
        case Kind::SetOperation:
        case Kind::Insert:
        case Kind::Update:
        case Kind::Delete:
        case Kind::Assign:
        case Kind::Rows:
            throw CompileError{"invalid-statement",
                               "cannot compile the statement: its tree has an expression where a "
                               "clause belongs; build it with the functions of azoth/statement"};
    }
}

}  // namespace

bool is_statement_root(Kind kind) noexcept {
    return kind == Kind::Select || kind == Kind::SetOperation || kind == Kind::Insert ||
           kind == Kind::Update || kind == Kind::Delete;
}

std::span<const Node* const> operands(const Node& clause) noexcept {
    return {clause.children() + 1, clause.child_count - 1U};
}

Clauses gather(const Node& statement) {
    Clauses clauses;
    const Node* node = &statement;
    for (; !is_statement_root(node->kind); node = node->child(0)) {
        sort_in(*node, clauses);
    }
    clauses.root = node;
    return clauses;
}

}  // namespace azoth::compiler
