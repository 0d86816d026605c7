// SPDX-License-Identifier: MIT
#include <azoth/compiler/clauses.hpp>
#include "compiler/expect.hpp"

#include <azoth/base/error.hpp>
#include <azoth/schema/table.hpp>

#include <algorithm>
#include <cstring>

namespace azoth::compiler {

using tree::ClauseKind;
using tree::ExpressionKind;
using tree::Node;
using tree::NodeFamily;

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
    const tree::TableMapping& mapping = object.child(1)->entity().required();
    const auto& columns = mapping.columns();
    const Node* table =
        tree::make_node(owner, {.kind = tree::SourceKind::Table, .subject = &mapping.table()}, {});
    const auto* values = static_cast<const ValueView*>(object.subject);
    const auto* positions = reinterpret_cast<const char*>(values + object.number);
    std::vector<const Node*> pairs;
    for (std::uint32_t i = 0; i < object.number; ++i) {
        std::uint16_t position = 0;
        std::memcpy(&position, positions + i * sizeof(position), sizeof(position));
        const Node* column = tree::make_node(
            owner,
            {.kind = ExpressionKind::TableColumn, .text = columns.at(position)->name},
            {table});
        const Node* value = tree::make_node(owner,
                                            {.kind = ExpressionKind::Literal,
                                             .code = static_cast<std::uint8_t>(values[i].kind),
                                             .subject = values + i,
                                             .subject_hash = 1},
                                            {});
        pairs.push_back(tree::make_node(owner, {.kind = ExpressionKind::Assign}, {column, value}));
    }
    return pairs;
}

// Without the mapping nobody knew which members have initialisers.
void refuse_early(const Node& values) {
    if (values.subject != nullptr) {
        const tree::Entity& entity = values.entity();
        static_cast<void>(entity.required().table());
        throw CompileError{"statement-too-early",
                           "cannot compile the statement: it was made before " +
                               std::string{entity.type_name()} +
                               " was mapped; make it in a function"};
    }
}

void sort_in_values(const Node& clause, Clauses& clauses) {
    switch (static_cast<tree::ValuesForm>(clause.code)) {
        case tree::ValuesForm::Pairs:
            refuse_early(clause);
            return prepend(clauses.values, operands(clause));
        case tree::ValuesForm::Rows:
            return prepend(clauses.rows, operands(clause));
        case tree::ValuesForm::Object:
            return prepend(clauses.values, expanded(clause, clauses.made));
    }
}

// Clauses arrive last first.
void sort_in(const Node& clause, Clauses& clauses) {
    switch (clause.kind.clause()) {
        case ClauseKind::From:
            return prepend(clauses.from, operands(clause));
        case ClauseKind::Join:
        case ClauseKind::JoinLink: {
            const Node* join[] = {&clause};
            return prepend(clauses.joins, join);
        }
        case ClauseKind::Where:
            return prepend(clauses.where, operands(clause));
        case ClauseKind::GroupBy:
            return prepend(clauses.group_by, operands(clause));
        case ClauseKind::Having:
            return prepend(clauses.having, operands(clause));
        case ClauseKind::OrderBy:
            return prepend(clauses.order_by, operands(clause));
        case ClauseKind::Values:
            return sort_in_values(clause, clauses);
        case ClauseKind::Limit:
            return keep_last(clauses.limit, clause);
        case ClauseKind::Offset:
            return keep_last(clauses.offset, clause);
        case ClauseKind::ForUpdate:
            return keep_last(clauses.lock, clause);
        case ClauseKind::OnConflict:
            return keep_last(clauses.on_conflict, clause);
        case ClauseKind::DoNothing:
        case ClauseKind::DoUpdate:
            return keep_last(clauses.conflict_action, clause);
        case ClauseKind::Returning:
            return keep_last(clauses.returning, clause);
        case ClauseKind::DistinctRows:
            clauses.distinct = true;
            return;
        case ClauseKind::Options:
            return;
    }
}

}  // namespace

std::span<const Node* const> operands(const Node& clause) noexcept {
    return {clause.children() + 1, clause.child_count - 1U};
}

Clauses split_clauses(const Node& statement) {
    Clauses clauses;
    const Node* node = &statement;
    for (; !node->kind.is(NodeFamily::Statement); node = node->child(0)) {
        expect(*node,
               NodeFamily::Clause,
               "its tree has an expression where a clause belongs; build it with the functions of "
               "azoth/statement");
        sort_in(*node, clauses);
    }
    clauses.root = node;
    return clauses;
}

}  // namespace azoth::compiler
