// SPDX-License-Identifier: MIT
#include "compiler/literals.hpp"

#include "compiler/scope.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace azoth::compiler {

using tree::ClauseKind;
using tree::ExpressionKind;
using tree::Family;
using tree::Kind;
using tree::Node;
using tree::SourceKind;
using tree::StatementKind;

namespace {

/// A node where it stands: one that stands in several places of a statement has a step for each.
struct Place {
    const Node* node = nullptr;
    std::uint32_t step = 0;
};

struct Found {
    const ValueView* value;
    LiteralPlan::Parameter parameter;
};

/// Visits what is written, in the order in which SQL has it, so that the order of calls on a
/// builder does not matter. Works on a list of its own in place of the stack, which long chains of
/// conditions would use up.
class Collector {
public:
    explicit Collector(const Node& statement) : statement_{&statement, 0} {}

    void run() {
        pending_.push_back(statement_);
        while (!pending_.empty()) {
            const Place place = pending_.back();
            pending_.pop_back();
            visit(place);
        }
    }
    [[nodiscard]] const std::vector<Found>& found() const noexcept { return found_; }
    [[nodiscard]] const std::vector<LiteralPlan::Step>& steps() const noexcept { return steps_; }

private:
    [[nodiscard]] Place child(Place parent, std::size_t index) {
        steps_.push_back({parent.step, static_cast<std::uint32_t>(index)});
        return {parent.node->child(index), static_cast<std::uint32_t>(steps_.size())};
    }

    void visit(Place place) {
        const Node& node = *place.node;
        if (node.kind == ExpressionKind::Literal) {
            add_values(place, 1);
        } else if (is_object(node)) {
            add_values(place, node.number);
        } else if (node.kind == SourceKind::Cte) {
            visit_ctes();
        } else if (node.kind.is(Family::Statement) || node.kind.is(Family::Clause)) {
            visit_statement(place);
        } else if (!names_its_source(node.kind)) {
            std::vector<Place> children;
            add_children(place, 0, children);
            expect(children);
        }
    }

    void add_values(Place place, std::uint32_t count) {
        const auto* values = static_cast<const ValueView*>(place.node->subject);
        for (std::uint32_t i = 0; i < count; ++i) {
            found_.push_back({values + i, {place.step, i}});
        }
    }
    void add_children(Place place, std::size_t first, std::vector<Place>& list) {
        for (std::size_t i = first; i < place.node->child_count; ++i) {
            list.push_back(child(place, i));
        }
    }
    void expect(std::span<const Place> places) {
        pending_.insert(pending_.end(), places.rbegin(), places.rend());
    }

    // All CTEs are written in one WITH clause, each once, however often they are named; those that
    // others are made of first.
    void visit_ctes() {
        if (std::exchange(has_ctes_, true)) {
            return;
        }
        std::vector<Place> ctes;
        std::vector<Place> queries;
        std::vector<std::pair<Place, std::size_t>> path{{statement_, 0}};
        while (!path.empty()) {
            const Place place = path.back().first;
            if (path.back().second < place.node->child_count) {
                path.emplace_back(child(place, path.back().second++), 0);
                continue;
            }
            path.pop_back();
            if (place.node->kind == SourceKind::Cte && is_new(ctes, *place.node)) {
                ctes.push_back(place);
                queries.push_back(child(place, 0));
            }
        }
        expect(queries);
    }
    static bool is_new(std::span<const Place> sources, const Node& source) {
        return std::ranges::none_of(sources,
                                    [&](Place other) { return same_source(*other.node, source); });
    }

    static bool is_object(const Node& node) noexcept {
        return node.kind == ClauseKind::Values &&
               static_cast<tree::ValuesForm>(node.code) == tree::ValuesForm::Object;
    }

    // Their child is the source they are read from: written in FROM or WITH, not here.
    static bool names_its_source(Kind kind) noexcept {
        return kind == SourceKind::CteReference || kind == ExpressionKind::TableColumn ||
               kind == ExpressionKind::Member || kind == ExpressionKind::Star;
    }

    void visit_statement(Place statement) {
        std::vector<Place> chain{statement};
        while (!chain.back().node->kind.is(Family::Statement)) {
            if (!chain.back().node->kind.is(Family::Clause)) {
                return;
            }
            chain.push_back(child(chain.back(), 0));
        }
        std::ranges::reverse(chain);
        std::vector<Place> parts;
        add_children(chain.front(), 0, parts);
        const std::vector<Place> items = parts;
        add_operands(chain, {ClauseKind::From}, parts);
        if (parts.size() == items.size() && chain.front().node->kind == StatementKind::Select) {
            add_implied_sources(items, chain, parts);
        }
        add_operands(chain, {ClauseKind::Join, ClauseKind::JoinLink}, parts);
        add_operands(chain, {ClauseKind::Values}, parts);
        add_operands(chain, {ClauseKind::Where}, parts);
        add_operands(chain, {ClauseKind::GroupBy}, parts);
        add_operands(chain, {ClauseKind::Having}, parts);
        add_operands(chain, {ClauseKind::OrderBy}, parts);
        add_operands(chain, {ClauseKind::Limit}, parts);
        add_operands(chain, {ClauseKind::Offset}, parts);
        add_operands(chain, {ClauseKind::OnConflict}, parts);
        add_operands(chain, {ClauseKind::DoNothing, ClauseKind::DoUpdate}, parts);
        add_operands(chain, {ClauseKind::Returning}, parts);
        expect(parts);
    }

    void add_operands(std::span<const Place> chain,
                      std::initializer_list<Kind> kinds,
                      std::vector<Place>& parts) {
        for (const Place clause : chain.subspan(1)) {
            if (std::ranges::find(kinds, clause.node->kind) == kinds.end()) {
                continue;
            }
            if (is_object(*clause.node)) {
                parts.push_back(clause);
            } else {
                add_children(clause, 1, parts);
            }
        }
    }

    // Without FROM the items say where they come from: a subquery or a CTE is written there, unless
    // it is joined.
    void add_implied_sources(std::span<const Place> items,
                             std::span<const Place> chain,
                             std::vector<Place>& parts) {
        std::vector<Place> known;
        for (const Place clause : chain) {
            if (clause.node->kind == ClauseKind::Join) {
                known.push_back(child(clause, 1));
            }
        }
        std::vector<Place> open{items.rbegin(), items.rend()};
        while (!open.empty()) {
            const Place place = open.back();
            open.pop_back();
            if (place.node->kind != ExpressionKind::TableColumn) {
                for (std::size_t i = children_of_same_query(*place.node).size(); i > 0; --i) {
                    open.push_back(child(place, i - 1));
                }
                continue;
            }
            const Place source = child(place, 0);
            const bool is_query =
                source.node->kind == SourceKind::Subquery || source.node->kind == SourceKind::Cte;
            if (is_query && is_new(known, *source.node)) {
                known.push_back(source);
                parts.push_back(source);
            }
        }
    }

    Place statement_;
    std::vector<LiteralPlan::Step> steps_{};
    std::vector<Found> found_{};
    std::vector<Place> pending_{};
    bool has_ctes_ = false;
};

/// Leaves out the steps that lead to no parameter.
LiteralPlan shortened(std::span<const LiteralPlan::Step> steps,
                      std::vector<LiteralPlan::Parameter> parameters) {
    std::vector<std::uint32_t> places(steps.size() + 1, 0);  // 0: not needed
    for (const LiteralPlan::Parameter& parameter : parameters) {
        for (std::uint32_t node = parameter.node; node != 0 && places[node] == 0;
             node = steps[node - 1].parent) {
            places[node] = 1;
        }
    }
    LiteralPlan plan;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (places[i + 1] != 0) {
            plan.steps.push_back({places[steps[i].parent], steps[i].child});
            places[i + 1] = static_cast<std::uint32_t>(plan.steps.size());
        }
    }
    for (LiteralPlan::Parameter& parameter : parameters) {
        parameter.node = places[parameter.node];
    }
    plan.parameters = std::move(parameters);
    return plan;
}

}  // namespace

// A node that stands in several places takes its places in turn, so that a tree of the same shape
// with different nodes there is served right too.
LiteralPlan plan_literals(const Node& statement, std::span<const ValueView* const> written) {
    Collector collector{statement};
    collector.run();
    const auto& found = collector.found();
    std::unordered_map<const ValueView*, std::vector<std::size_t>> places;
    for (std::size_t i = 0; i < found.size(); ++i) {
        places[found[i].value].push_back(i);
    }
    std::unordered_map<const ValueView*, std::size_t> used;
    std::vector<LiteralPlan::Parameter> parameters;
    parameters.reserve(written.size());
    for (const ValueView* value : written) {
        const auto& own = places.at(value);
        parameters.push_back(found[own[std::min(used[value]++, own.size() - 1)]].parameter);
    }
    return shortened(collector.steps(), std::move(parameters));
}

void LiteralPlan::follow(const Node& statement, std::vector<const Node*>& nodes) const {
    nodes.clear();
    nodes.push_back(&statement);
    for (const Step& step : steps) {
        nodes.push_back(nodes[step.parent]->child(step.child));
    }
}

}  // namespace azoth::compiler
