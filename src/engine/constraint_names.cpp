// SPDX-License-Identifier: MIT
#include "engine/constraint_names.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::engine {

namespace {

/// `a, b`, in the order of the alphabet: databases list the columns in an order of their own.
std::string in_order(std::vector<std::string> columns) {
    std::ranges::sort(columns);
    return text_utility::join(columns, ", ");
}

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> columns;
    while (!list.empty()) {
        const auto end = list.find(", ");
        columns.emplace_back(list.substr(0, end));
        list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 2);
    }
    return columns;
}

std::vector<std::string> columns_of(const schema::Index& index) {
    std::vector<std::string> columns;
    for (const schema::IndexElement& element : index.elements) {
        columns.push_back(element.column);
    }
    return columns;
}

/// Calls `visit(name, columns)` for everything in the table that makes rows unique.
template <class Visit>
void for_each_unique(const schema::Table& table, Visit&& visit) {
    for (const schema::UniqueConstraint& unique : table.uniques) {
        visit(unique.name, unique.columns);
    }
    for (const schema::Index& index : table.indexes) {
        if (index.unique) {
            visit(index.name, columns_of(index));
        }
    }
    if (table.primary_key) {
        visit(table.primary_key->name, table.primary_key->columns);
    }
}

}  // namespace

void complete_constraint(ErrorDetails& details, const schema::Table& table) {
    const std::string wanted = in_order(split(details.column));
    for_each_unique(table, [&](const std::string& name, const std::vector<std::string>& columns) {
        if (details.constraint.empty() && !wanted.empty() && in_order(columns) == wanted) {
            details.constraint = name;
        } else if (details.column.empty() && !name.empty() && name == details.constraint &&
                   columns.size() == 1) {
            details.column = columns.front();
        }
    });
}

void throw_with_constraint(const IntegrityError& error, const schema::Table& table) {
    ErrorDetails details = error.details();
    const bool is_of_table = details.table.empty() || details.table == table.name;
    if (error.code() != "unique-violation" || !details.constraint.empty() || !is_of_table) {
        return;
    }
    complete_constraint(details, table);
    if (!details.constraint.empty()) {
        throw IntegrityError{error.code(), error.message(), std::move(details)};
    }
}

const schema::Table* changed_table(const tree::Node& statement) {
    const tree::Node* node = &statement;
    while (!node->kind.is(tree::NodeFamily::Statement) && node->child_count > 0) {
        node = node->child(0);
    }
    const bool changes =
        node->kind == tree::StatementKind::Insert || node->kind == tree::StatementKind::Update;
    if (!changes || node->child_count == 0) {
        return nullptr;
    }
    const tree::Node& source = *node->child(0);
    if (source.kind == tree::SourceKind::Entity) {
        return &source.entity().required().table();
    }
    return source.kind == tree::SourceKind::Table
               ? static_cast<const schema::Table*>(source.subject)
               : nullptr;
}

}  // namespace azoth::engine
