// SPDX-License-Identifier: MIT
#include "compiler/expect.hpp"
#include "compiler/scope.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/compiler/sql_compiler.hpp>

#include <algorithm>

namespace azoth::compiler {

using text_utility::quoted;
using tree::ClauseKind;
using tree::ExpressionKind;
using tree::JoinKind;
using tree::Kind;
using tree::Node;
using tree::NodeFamily;
using tree::SourceKind;

namespace {

bool reads_same(const Node& left, const Node& right) noexcept {
    if (left.child_count > 0 && right.child_count > 0) {
        return same_source(*left.child(0), *right.child(0));
    }
    return left.child_count == right.child_count && left.subject == right.subject;
}

/// Members, columns and stars that stand for the sources the items of a SELECT name, each source
/// once, in order. Arguments of aggregates and expressions count too, queries inside them do not.
std::vector<const Node*> item_sources(const Node& select) {
    std::vector<const Node*> found;
    std::vector<const Node*> pending{&select};
    while (!pending.empty()) {
        const Node* node = pending.back();
        pending.pop_back();
        const bool names_source = node->kind == ExpressionKind::Star ||
                                  node->kind == ExpressionKind::Member ||
                                  node->kind == ExpressionKind::TableColumn;
        if (names_source) {
            const bool is_plain_star = node->subject == nullptr && node->child_count == 0;
            if (!is_plain_star && std::ranges::none_of(found, [&](const Node* other) {
                    return reads_same(*other, *node);
                })) {
                found.push_back(node);
            }
        } else {
            const auto below = children_of_same_query(*node);
            pending.insert(pending.end(), below.rbegin(), below.rend());
        }
    }
    return found;
}

bool is_link_target(const Node& join, const Node& item) {
    if (join.child_count > 1) {
        return item.child_count > 0 && same_source(*join.child(1), *item.child(0));
    }
    const auto steps = join.entity().required().link_at(join.number);
    return item.child_count == 0 && steps.back().entity == item.subject;
}

bool is_joined(const Clauses& clauses, const Node& item) {
    return std::ranges::any_of(clauses.joins, [&](const Node* join) {
        if (join->kind == ClauseKind::JoinLink) {
            return is_link_target(*join, item);
        }
        const Node& source = *join->child(1);
        return item.child_count > 0
                   ? same_source(source, *item.child(0))
                   : source.kind == SourceKind::Entity && source.subject == item.subject;
    });
}

/// The items' sources that no join brings in: one is what FROM starts with, more would be a silent
/// cross join.
std::vector<const Node*> starting_points(const Clauses& clauses) {
    std::vector<const Node*> items = item_sources(*clauses.root);
    std::erase_if(items, [&](const Node* item) { return is_joined(clauses, *item); });
    return items;
}

bool is_in(const Scope* scope, const Node& item) {
    for (; scope != nullptr; scope = scope->outer) {
        for (const Source& source : scope->sources) {
            const bool is_same =
                item.child_count > 0
                    ? source.node != nullptr && same_source(*source.node, *item.child(0))
                    : source.entity == item.subject && source.alias.empty();
            if (is_same) {
                return true;
            }
        }
    }
    return false;
}

Source entity_source(const tree::Entity& entity) {
    return {.node = nullptr, .entity = &entity, .table = &entity.required().table()};
}

std::string name_of(const Source& source) {
    return source.alias.empty() && source.table != nullptr ? source.table->full_name()
                                                           : source.alias;
}

[[noreturn]] void throw_cross_join(const Source& first, const Source& second) {
    throw CompileError{"silent-cross-join",
                       "cannot compile the query: nothing joins " + quoted(name_of(first)) +
                           " and " + quoted(name_of(second)) +
                           "; join them along a relationship or on a condition, or say "
                           "cross_join"};
}

void add_source(Scope& scope, Source source) {
    const auto has_name = [&](const Source& other) { return name_of(other) == name_of(source); };
    if (std::ranges::any_of(scope.sources, has_name)) {
        throw CompileError{
            "duplicate-source",
            "cannot compile the query: " + quoted(name_of(source)) +
                " comes twice in its FROM clause; give one of them another name with "
                "alias<…>(\"name\")"};
    }
    scope.sources.push_back(std::move(source));
}

/// For a secondary table, which nobody can give an alias: its own name (empty) where that is free,
/// or with a number.
std::string free_alias(const Scope& scope, const schema::Table& table) {
    const auto is_taken = [&](const std::string& name) {
        return std::ranges::any_of(scope.sources,
                                   [&](const Source& source) { return name_of(source) == name; });
    };
    if (!is_taken(table.full_name())) {
        return {};
    }
    for (int number = 1;; ++number) {
        if (std::string name = table.name + "_" + std::to_string(number); !is_taken(name)) {
            return name;
        }
    }
}

std::string_view keyword(JoinKind kind) noexcept {
    switch (kind) {
        case JoinKind::Inner:
            return " JOIN ";
        case JoinKind::LeftOuter:
            return " LEFT OUTER JOIN ";
        case JoinKind::FullOuter:
            return " FULL OUTER JOIN ";
        case JoinKind::Cross:
            return " CROSS JOIN ";
    }
    return {};
}

bool is_column(Kind kind) noexcept {
    return kind == ExpressionKind::Member || kind == ExpressionKind::TableColumn ||
           kind == ExpressionKind::Star;
}

}  // namespace

Source SqlCompiler::source_of(const Node& node) const {
    if (is_column(node.kind)) {
        return node.child_count > 0 ? source_of(*node.child(0)) : entity_source(node.entity());
    }
    expect(node,
           NodeFamily::Source,
           "this is nothing that can stand in FROM; name an entity, an alias, a subquery or a CTE");
    switch (node.kind.source()) {
        case SourceKind::Entity: {
            Source source = entity_source(node.entity());
            source.node = &node;
            return source;
        }
        case SourceKind::Alias: {
            // Of a table without struct the alias stands over its source.
            Source source =
                node.subject != nullptr ? entity_source(node.entity()) : source_of(*node.child(0));
            source.node = &node;
            source.alias = node.text();
            return source;
        }
        case SourceKind::Table: {
            return {.node = &node, .table = static_cast<const schema::Table*>(node.subject)};
        }
        case SourceKind::Subquery:
        case SourceKind::Cte:
        case SourceKind::CteReference:
            return {.node = &node, .alias = std::string{node.text()}};
    }
    return {};
}

// user_account        employee AS manager        (SELECT …) AS recent        recent (a CTE)
void SqlCompiler::source(const Source& source, SqlWriter& out) const {
    const std::string_view alias_word = capabilities_.table_alias_word ? " AS " : " ";
    const bool is_subquery = source.node != nullptr && source.node->kind == SourceKind::Subquery;
    const bool is_cte = source.node != nullptr && (source.node->kind == SourceKind::Cte ||
                                                   source.node->kind == SourceKind::CteReference);
    if (is_cte) {
        out.text(identifier(source.alias));
    } else if (is_subquery) {
        const Scope* around = out.scope;
        out.scope = around != nullptr ? around->outer
                                      : nullptr;  // a subquery in FROM sees none of its neighbours
        nested_statement(*source.node->child(0), out);
        out.scope = around;
        out.text(alias_word).text(identifier(source.alias));
    } else {
        out.text(table_name(*source.table));
        if (!source.alias.empty()) {
            out.text(alias_word).text(identifier(source.alias));
        }
    }
}

/// Fills the scope before anything that refers to it is written, and writes FROM with its joins
/// into `out`.
void SqlCompiler::from(const Clauses& clauses, Scope& scope, SqlWriter& out) const {
    std::vector<Source> roots;
    for (const Node* node : clauses.from) {
        roots.push_back(source_of(*node));
    }
    auto items = starting_points(clauses);
    if (roots.empty()) {
        if (items.size() > 1) {
            std::erase_if(items, [&](const Node* item) { return is_in(scope.outer, *item); });
        }
        for (const Node* item : items) {
            roots.push_back(source_of(*item));
        }
        const Node* first_join = clauses.joins.empty() ? nullptr : clauses.joins.front();
        if (roots.empty() && first_join != nullptr && first_join->kind == ClauseKind::JoinLink) {
            roots.push_back(entity_source(first_join->entity()));
        }
    }
    if (roots.size() > 1) {
        throw_cross_join(roots[0], roots[1]);
    }
    if (roots.empty()) {
        if (!clauses.joins.empty()) {
            throw CompileError{"no-starting-point",
                               "cannot compile the query: it joins, but nothing says to what; add "
                               "select_from<…>()"};
        }
        return;
    }
    add_source(scope, roots.front());
    source(roots.front(), out.text(" FROM "));
    for (const Node* join : clauses.joins) {
        if (join->kind == ClauseKind::JoinLink) {
            join_link(*join, scope, out);
        } else {
            join_clause(*join, scope, out);
        }
    }
}

void SqlCompiler::join_clause(const Node& join, Scope& scope, SqlWriter& out) const {
    const auto kind = static_cast<JoinKind>(join.code);
    Source joined = source_of(*join.child(1));
    joined.may_be_missing = kind == JoinKind::LeftOuter || kind == JoinKind::FullOuter;
    source(joined, out.text(keyword(kind)));
    add_source(scope, std::move(joined));
    if (join.child_count > 2) {
        condition(*join.child(2), out.text(" ON "));
    }
}

// join(&User::addresses)  ->  JOIN address ON user_account.id = address.user_id
// join(&Post::tags)       ->  JOIN post_tag ON post.id = post_tag.post_id JOIN tag ON
// post_tag.tag_id = tag.id
void SqlCompiler::join_link(const Node& join, Scope& scope, SqlWriter& out) const {
    const auto kind = static_cast<JoinKind>(join.code);
    const auto owner = std::ranges::find_if(scope.sources, [&](const Source& source) {
        return source.entity == join.subject && source.alias.empty();
    });
    const auto aliased = std::ranges::find_if(
        scope.sources, [&](const Source& source) { return source.entity == join.subject; });
    if (owner == scope.sources.end() && aliased == scope.sources.end()) {
        const std::string type{join.entity().type_name()};
        throw CompileError{"join-owner-missing",
                           "cannot compile the query: it joins along a relationship of " + type +
                               ", but the table of " + type +
                               " is not in FROM; join that first, or start with select_from<" +
                               type + ">()"};
    }
    const Source& start = owner != scope.sources.end() ? *owner : *aliased;
    std::string previous = start.alias.empty() ? table_name(*start.table) : identifier(start.alias);
    const auto steps = join.entity().required().link_at(join.number);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const tree::LinkStep& step = steps[i];
        Source joined{.entity = step.entity, .table = step.target};
        if (i + 1 == steps.size() && join.child_count > 1) {
            joined.node = join.child(1);
            joined.alias = join.child(1)->text();
        }
        if (i + 1 < steps.size()) {
            joined.alias = free_alias(scope, *step.target);
        }
        joined.may_be_missing = kind == JoinKind::LeftOuter || kind == JoinKind::FullOuter;
        source(joined, out.text(keyword(kind)));
        const std::string name =
            joined.alias.empty() ? table_name(*joined.table) : identifier(joined.alias);
        for (std::size_t c = 0; c < step.source_columns.size(); ++c) {
            out.text(c == 0 ? " ON " : " AND ");
            out.text(previous).text(".").text(identifier(step.source_columns[c])).text(" = ");
            out.text(name).text(".").text(identifier(step.target_columns[c]));
        }
        previous = name;
        add_source(scope, std::move(joined));
    }
}

}  // namespace azoth::compiler
