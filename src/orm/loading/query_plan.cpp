// SPDX-License-Identifier: MIT
#include "orm/loading/query_plan.hpp"

#include <azoth/orm/loading/options.hpp>

#include <algorithm>
#include <string>

namespace azoth {

LoaderOption LoaderOption::extended(std::span<const tree::Tree> options) const noexcept {
    tree::Tree whole = tree;
    std::vector<const tree::Node*> children{tree.node->children(),
                                            tree.node->children() + tree.node->child_count};
    for (const tree::Tree& option : options) {
        children.push_back(option.node);
        whole.owner.keep(option.owner);
    }
    const tree::Parts parts{.kind = tree::ClauseKind::Options,
                            .code = tree.node->code,
                            .number = tree.node->number,
                            .subject = tree.node->subject};
    whole.node = tree::make_node(whole.owner, parts, std::span<const tree::Node* const>{children});
    return LoaderOption{{std::move(whole)}};
}

namespace orm {

using mapping::LinkKind;
using tree::ClauseKind;
using tree::ExpressionKind;
using tree::Node;
using tree::SourceKind;
using tree::StatementKind;
using tree::Tree;

LoaderOption loader_option(Strategy strategy,
                           const tree::Entity& owner,
                           std::size_t offset) noexcept {
    return LoaderOption{{tree::make_leaf({.kind = ClauseKind::Options,
                                          .code = static_cast<std::uint8_t>(strategy),
                                          .number = static_cast<std::uint32_t>(offset),
                                          .subject = &owner})}};
}

namespace {

bool is_root(const Node& node) noexcept {
    return node.kind == StatementKind::Select || node.kind == StatementKind::SetOperation;
}

bool has_options(const Node& statement) noexcept {
    const Node* clause = &statement;
    while (clause->kind != ClauseKind::Options && !is_root(*clause) && clause->child_count > 0) {
        clause = clause->child(0);
    }
    return clause->kind == ClauseKind::Options;
}

/// The clauses of a statement, the root first.
std::vector<const Node*> chain_of(const Node& statement) {
    std::vector<const Node*> chain{&statement};
    while (!is_root(*chain.back()) && chain.back()->child_count > 0) {
        chain.push_back(chain.back()->child(0));
    }
    std::ranges::reverse(chain);
    return chain;
}

bool changes_rows(const Node& clause) noexcept {
    return clause.kind == ClauseKind::Limit || clause.kind == ClauseKind::Offset ||
           clause.kind == ClauseKind::DistinctRows || clause.kind == ClauseKind::GroupBy ||
           clause.kind == StatementKind::SetOperation;
}

Tree rebuilt(const Tree& statement,
             std::span<const Node* const> chain,
             std::span<const Tree> extra_items) {
    Tree result{statement.owner, nullptr};
    const Node& root = *chain[0];
    std::vector<const Node*> items{root.children(), root.children() + root.child_count};
    for (const Tree& item : extra_items) {
        items.push_back(item.node);
        result.owner.keep(item.owner);
    }
    result.node = tree::make_node(result.owner,
                                  {.kind = root.kind, .code = root.code, .number = root.number},
                                  std::span<const Node* const>{items});
    for (const Node* clause : chain.subspan(1)) {
        std::vector<const Node*> children{clause->children(),
                                          clause->children() + clause->child_count};
        children[0] = result.node;
        result.node = tree::make_node(result.owner,
                                      {.kind = clause->kind,
                                       .code = clause->code,
                                       .number = clause->number,
                                       .subject = clause->subject,
                                       .text = clause->text()},
                                      std::span<const Node* const>{children});
    }
    return result;
}

// SELECT user_account.…  ->  SELECT user_account.…, addresses_1.… … LEFT OUTER JOIN address AS
// addresses_1 ON …
void add_joins(QueryPlan& plan, std::span<const Node* const> chain) {
    std::vector<Tree> stars;
    std::vector<Tree> aliases;
    for (const JoinedLink& link : plan.joined) {
        const tree::Entity& target = *link.slot->relationship->target;
        aliases.push_back(
            azoth::detail::alias_tree(target, link.slot->relationship->member + "_1"));
        stars.push_back(tree::make_tree(
            {.kind = ExpressionKind::Star,
             .code = static_cast<std::uint8_t>(azoth::detail::Presence::MayBeMissing),
             .subject = &target},
            aliases.back()));
    }
    Tree statement = rebuilt(plan.statement, chain, stars);
    for (std::size_t i = 0; i < plan.joined.size(); ++i) {
        statement = azoth::detail::link_join(std::move(statement),
                                             tree::JoinKind::LeftOuter,
                                             plan.joined[i].slot->relationship->owner->entity(),
                                             plan.joined[i].slot->relationship->offset,
                                             std::move(aliases[i]));
    }
    plan.statement = std::move(statement);
}

/// The relationship of a joined_load that can be had by a join; null otherwise.
const LinkSlot* joinable(const Node& option,
                         EntityStore* single,
                         std::span<const Node* const> chain,
                         bool has_many) {
    if (static_cast<Strategy>(option.code) != Strategy::Joined || single == nullptr ||
        option.subject != &single->mapper.entity() || chain[0]->kind != StatementKind::Select ||
        chain[0]->child_count != 1) {
        return nullptr;
    }
    const mapping::Relationship* link = single->mapper.find_relationship(option.number);
    if (link == nullptr || !link->order_by.empty()) {
        return nullptr;
    }
    const auto locks = [](const Node* clause) { return clause->kind == ClauseKind::ForUpdate; };
    if (std::ranges::any_of(chain, locks)) {
        return nullptr;  // the rows that are locked are those of the statement, not those it brings
    }
    const bool is_many = link->kind == LinkKind::Many;
    // A second Many would multiply the rows of the first.
    const bool is_refused =
        is_many && (has_many || std::ranges::any_of(chain, [](const Node* clause) {
                        return changes_rows(*clause);
                    }));
    return is_refused ? nullptr : single->find_slot(*link);
}

}  // namespace

QueryPlan plan_query(const Tree& statement, EntityStore* single) {
    QueryPlan plan{.statement = statement};
    if (!has_options(*statement.node)) {
        return plan;
    }
    const auto chain = chain_of(*statement.node);
    bool has_many = false;
    for (const Node* clause : chain) {
        if (clause->kind != ClauseKind::Options || clause->subject != nullptr) {
            continue;
        }
        if (clause->number != 0) {
            plan.rows_per_batch = clause->number;
        }
        for (std::size_t i = 1; i < clause->child_count; ++i) {
            const Node& option = *clause->child(i);
            if (static_cast<Strategy>(option.code) == Strategy::Raise) {
                plan.refusals.push_back(&option);
                continue;
            }
            if (const LinkSlot* slot = joinable(option, single, chain, has_many)) {
                has_many = has_many || slot->relationship->kind == LinkKind::Many;
                plan.joined.push_back({&option, slot});
            }
            plan.options.push_back(&option);
        }
    }
    if (!plan.joined.empty()) {
        add_joins(plan, chain);
    }
    return plan;
}

namespace {

template <class T>
void add_once(std::vector<const T*>& list, const T* element) {
    if (element != nullptr && std::ranges::find(list, element) == list.end()) {
        list.push_back(element);
    }
}

// Columns name the query they are read from, often many of them: each is looked into once.
void collect(const Node& node, StatementTables& found, std::vector<const Node*>& queries) {
    const bool is_query = node.kind.is(tree::NodeFamily::Source) && node.child_count > 0;
    if (is_query && std::ranges::find(queries, &node) != queries.end()) {
        return;
    }
    if (is_query) {
        queries.push_back(&node);
    }
    if (node.kind == ClauseKind::Options) {
        if (node.child_count > 0) {
            collect(*node.child(0), found, queries);
        }
        return;
    }
    if (node.kind == ExpressionKind::Star || node.kind == ExpressionKind::Member ||
        node.kind == SourceKind::Entity) {
        add_once(found.entities, static_cast<const tree::Entity*>(node.subject));
    } else if (node.kind == SourceKind::Table) {
        add_once(found.tables, static_cast<const schema::Table*>(node.subject));
    } else if (node.kind == ClauseKind::JoinLink) {
        add_once(found.entities, static_cast<const tree::Entity*>(node.subject));
        for (const tree::LinkStep& step : node.entity().required().link_at(node.number)) {
            add_once(found.entities, step.entity);
            add_once(found.tables, step.target);
        }
    }
    for (std::size_t i = 0; i < node.child_count; ++i) {
        collect(*node.child(i), found, queries);
    }
}

}  // namespace

StatementTables tables_of(const Node& statement) {
    StatementTables found;
    std::vector<const Node*> queries;
    collect(statement, found, queries);
    return found;
}

}  // namespace orm
}  // namespace azoth
