// SPDX-License-Identifier: MIT
#include "compiler/scope.hpp"

#include <algorithm>

namespace azoth::compiler {

using tree::Kind;
using tree::Node;

namespace {

void add_output(std::vector<OutputColumn>& columns, OutputColumn column) {
    const std::string base = column.name;
    for (int number = 1; std::ranges::any_of(columns, [&](const auto& other) { return other.name == column.name; });
         ++number) {
        column.name = base + "_" + std::to_string(number);
    }
    columns.push_back(std::move(column));
}

void add_star(std::vector<OutputColumn>& columns, const Node& star) {
    const tree::TableMapping& mapping = star.entity().required();
    for (const schema::Column* column : mapping.columns()) {
        add_output(columns, {column->name, &star.entity(), 0, star.child_count > 0 ? star.child(0) : nullptr});
    }
}

void add_item(std::vector<OutputColumn>& columns, const Node& item) {
    switch (item.kind) {
        case Kind::Star:
            if (item.subject != nullptr) {
                add_star(columns, item);
            }
            return;
        case Kind::Label: return add_output(columns, {std::string{item.text()}, nullptr, 0, nullptr});
        case Kind::Member: {
            const schema::Column* column = item.entity().required().column_at(item.number);
            const Node* alias = item.child_count > 0 ? item.child(0) : nullptr;
            return add_output(columns, {column != nullptr ? column->name : "", &item.entity(), item.number, alias});
        }
        case Kind::TableColumn: {
            std::string name{item.text()};
            return add_output(columns, {std::move(name), static_cast<const tree::Entity*>(item.subject), item.number, nullptr});
        }
        case Kind::Function: return add_output(columns, {std::string{item.text()} + "_1", nullptr, 0, nullptr});
        case Kind::Literal: case Kind::Null: case Kind::Constant: case Kind::Unary: case Kind::Binary:
        case Kind::Between: case Kind::In: case Kind::List: case Kind::Case: case Kind::Cast: case Kind::Collate:
        case Kind::Sort: case Kind::Exists: case Kind::ScalarQuery: case Kind::SqlText: case Kind::Excluded:
        case Kind::Distinct: case Kind::Filter: case Kind::Over: case Kind::EntitySource: case Kind::TableSource:
        case Kind::Alias: case Kind::SubquerySource: case Kind::Cte: case Kind::CteReference: case Kind::Select:
        case Kind::From: case Kind::Join: case Kind::JoinLink: case Kind::Where: case Kind::GroupBy: case Kind::Having:
        case Kind::OrderBy: case Kind::Limit: case Kind::Offset: case Kind::DistinctRows: case Kind::ForUpdate:
        case Kind::With: case Kind::SetOperation: case Kind::Insert: case Kind::Update: case Kind::Delete:
        case Kind::Values: case Kind::Assign: case Kind::OnConflict: case Kind::DoNothing: case Kind::DoUpdate:
        case Kind::Returning: case Kind::Options: case Kind::Rows: case Kind::Invalid:
            return add_output(columns, {"anon_1", nullptr, 0, nullptr});
    }
}

}  // namespace

std::vector<OutputColumn> output_columns(const Node& statement) {
    const Node* node = &statement;
    while (node->kind != Kind::Select) {
        // Clauses lead to their statement, a compound to its first member: both are child 0.
        node = node->child(0);
    }
    std::vector<OutputColumn> columns;
    for (std::size_t i = 0; i < node->child_count; ++i) {
        add_item(columns, *node->child(i));
    }
    return columns;
}

bool same_source(const Node& left, const Node& right) noexcept {
    if (&left == &right) {
        return true;
    }
    const auto is_cte = [](Kind kind) { return kind == Kind::Cte || kind == Kind::CteReference; };
    if (is_cte(left.kind) && is_cte(right.kind)) {
        return left.text() == right.text();
    }
    if (left.kind != right.kind || left.text() != right.text()) {
        return false;
    }
    return left.kind == Kind::SubquerySource || left.subject == right.subject;
}

}  // namespace azoth::compiler
