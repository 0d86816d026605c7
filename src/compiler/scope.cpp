// SPDX-License-Identifier: MIT
#include "compiler/scope.hpp"

#include "compiler/literal_facts.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace azoth::compiler {

using text_utility::quoted;
using tree::ExpressionKind;
using tree::Kind;
using tree::Node;
using tree::NodeFamily;
using tree::SourceKind;
using tree::StatementKind;

namespace {

/// Names the columns of a list of items, as they come.
class OutputNames {
public:
    explicit OutputNames(std::span<const Node* const> items) {
        for (const Node* item : items) {
            if (item->kind == ExpressionKind::Label) {
                taken_.emplace(item->text());
            }
        }
    }

    void add(const Node& item) {
        if (!item.kind.is(NodeFamily::Expression)) {
            return add_unique({.name = numbered("anon")});
        }
        switch (item.kind.expression()) {
            case ExpressionKind::Star:
                return add_star(item);
            case ExpressionKind::Label:
                columns_.push_back({.name = std::string{item.text()}});
                return;
            case ExpressionKind::Member:
                return add_member(item);
            case ExpressionKind::TableColumn:
                return add_query_column(item);
            case ExpressionKind::Function:
                return add_unique({.name = numbered(item.text())});
            case ExpressionKind::Literal:
            case ExpressionKind::Null:
            case ExpressionKind::Constant:
            case ExpressionKind::Unary:
            case ExpressionKind::Binary:
            case ExpressionKind::Between:
            case ExpressionKind::In:
            case ExpressionKind::List:
            case ExpressionKind::Case:
            case ExpressionKind::Cast:
            case ExpressionKind::Collate:
            case ExpressionKind::Sort:
            case ExpressionKind::Exists:
            case ExpressionKind::ScalarQuery:
            case ExpressionKind::SqlText:
            case ExpressionKind::Excluded:
            case ExpressionKind::Distinct:
            case ExpressionKind::Filter:
            case ExpressionKind::Over:
            case ExpressionKind::Assign:
            case ExpressionKind::ColumnDefault:
                return add_unique({.name = numbered("anon")});
        }
    }

    [[nodiscard]] std::vector<OutputColumn> take() && { return std::move(columns_); }

private:
    void add_star(const Node& star) {
        if (star.subject == nullptr) {
            return;
        }
        for (const schema::Column* column : star.entity().required().columns()) {
            add_unique({column->name,
                        &star.entity(),
                        column,
                        star.child_count > 0 ? star.child(0) : nullptr});
        }
    }

    void add_member(const Node& member) {
        const schema::Column* column = member.entity().required().column_at(member.number);
        const Node* alias = member.child_count > 0 ? member.child(0) : nullptr;
        add_unique({column != nullptr ? column->name : "", &member.entity(), column, alias});
    }

    void add_query_column(const Node& item) {
        const auto* entity = static_cast<const tree::Entity*>(item.subject);
        const schema::Column* column =
            entity != nullptr ? entity->required().column_at(item.number) : nullptr;
        add_unique({.name = entity == nullptr ? std::string{item.text()} : query_column_name(item),
                    .entity = entity,
                    .column = column});
    }

    void add_unique(OutputColumn column) {
        const std::string base = column.name;
        for (int number = 1; !taken_.insert(column.name).second; ++number) {
            column.name = base + "_" + std::to_string(number);
        }
        columns_.push_back(std::move(column));
    }

    std::string numbered(std::string_view base) {
        return std::string{base} + "_" + std::to_string(++last_number_[std::string{base}]);
    }

    std::vector<OutputColumn> columns_{};
    std::set<std::string, std::less<>> taken_{};
    std::map<std::string, int> last_number_{};
};

/// Calls `visit` with every node, those below a node before it, without using up the stack.
template <class Visit>
void visit_below_first(const Node& root, Visit&& visit) {
    std::vector<std::pair<const Node*, std::size_t>> path{{&root, 0}};
    std::set<const Node*> queries;  // columns name the query they are read from: once is enough
    while (!path.empty()) {
        auto& [node, next] = path.back();
        if (next < node->child_count) {
            const Node* child = node->child(next++);
            if (!child->kind.is(NodeFamily::Source) || queries.insert(child).second) {
                path.emplace_back(child, 0);
            }
        } else {
            visit(*node);
            path.pop_back();
        }
    }
}

}  // namespace

DepthGuard::DepthGuard(SqlWriter& out) : out_(out) {
    constexpr int deepest = 1'000;
    if (out.depth >= deepest) {
        throw CompileError{
            "too-deep",
            "cannot compile the statement: its expressions lie more than 1,000 deep inside one "
            "another; split it, or use in_() for a long list of alternatives"};
    }
    ++out.depth;
}

DepthGuard::~DepthGuard() {
    --out_.depth;
}

std::vector<OutputColumn> output_columns(std::span<const Node* const> items) {
    OutputNames names{items};
    for (const Node* item : items) {
        names.add(*item);
    }
    return std::move(names).take();
}

std::span<const Node* const> items_of(const Node& statement) noexcept {
    const Node* node = &statement;
    while (node->kind != StatementKind::Select) {
        // Clauses lead to their statement, a compound to its first member: both are child 0.
        node = node->child(0);
    }
    return {node->children(), node->child_count};
}

std::vector<OutputColumn> output_columns(const Node& statement) {
    return output_columns(items_of(statement));
}

std::span<const Node* const> children_of_same_query(const Node& node) noexcept {
    if (node.kind == ExpressionKind::Exists || node.kind == ExpressionKind::ScalarQuery) {
        return {};
    }
    const bool is_in_query =
        node.kind == ExpressionKind::In && node.child(1)->kind != ExpressionKind::List;
    return {node.children(), is_in_query ? 1U : node.child_count};
}

namespace {

/// The label of a query's column. Databases disagree on what becomes of a wrong one.
std::string selected_label(const Node& query, std::string_view label) {
    std::vector<std::string> names;
    for (OutputColumn& column : output_columns(*query.child(0))) {
        names.push_back(std::move(column.name));
    }
    if (std::ranges::find(names, label) == names.end()) {
        throw CompileError{"column-not-selected",
                           "cannot compile the statement: query " + quoted(query.text()) +
                               " has no column " + quoted(label) +
                               text_utility::did_you_mean(label, names)};
    }
    return std::string{label};
}

}  // namespace

std::string query_column_name(const Node& column) {
    const Node& query = *column.child(0);
    if (column.subject == nullptr) {
        const bool is_query = query.kind == SourceKind::Subquery || query.kind == SourceKind::Cte ||
                              query.kind == SourceKind::CteReference;
        return is_query ? selected_label(query, column.text()) : std::string{column.text()};
    }
    const schema::Column* wanted = column.entity().required().column_at(column.number);
    const auto columns = output_columns(*query.child(0));
    const auto match = std::ranges::find_if(columns, [&](const OutputColumn& given) {
        return wanted != nullptr && given.entity == column.subject && given.column == wanted;
    });
    if (match == columns.end()) {
        throw CompileError{"column-not-selected",
                           "cannot compile the statement: query " + quoted(query.text()) +
                               " does not select column " +
                               quoted(wanted != nullptr ? wanted->name : "?") +
                               "; add it to the query's items"};
    }
    return match->name;
}

std::vector<const Node*> ctes_of(const Node& statement, LiteralFacts& facts) {
    std::vector<const Node*> found;
    visit_below_first(statement, [&](const Node& node) {
        if (node.kind != SourceKind::Cte) {
            return;
        }
        const auto same = std::ranges::find_if(
            found, [&](const Node* other) { return other->text() == node.text(); });
        if (same == found.end()) {
            found.push_back(&node);
        } else if (*same != &node && !is_same_expression(**same, node, facts)) {
            throw CompileError{"duplicate-cte",
                               "cannot compile the query: two different queries are named " +
                                   quoted(node.text()) +
                                   " in it; give each .cte() a name of its own"};
        }
    });
    return found;
}

bool same_source(const Node& left, const Node& right) noexcept {
    if (&left == &right) {
        return true;
    }
    const auto is_cte = [](Kind kind) {
        return kind == SourceKind::Cte || kind == SourceKind::CteReference;
    };
    if (is_cte(left.kind) && is_cte(right.kind)) {
        return left.text() == right.text();
    }
    if (left.kind != right.kind || left.text() != right.text()) {
        return false;
    }
    return left.kind == SourceKind::Subquery || left.subject == right.subject;
}

}  // namespace azoth::compiler
