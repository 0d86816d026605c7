// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/graph.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::migrate {

namespace {

template <class Neighbours>
RevisionSet reachable(std::size_t size,
                      std::span<const RevisionIndex> from,
                      Neighbours neighbours) {
    RevisionSet seen{size};
    std::vector<RevisionIndex> open{from.begin(), from.end()};
    while (!open.empty()) {
        const auto index = open.back();
        open.pop_back();
        if (seen.insert(index)) {
            const auto further = neighbours(index);
            open.insert(open.end(), further.begin(), further.end());
        }
    }
    return seen;
}

/// Walks down in the order that newest_first() promises.
class DownwardOrder {
public:
    DownwardOrder(const RevisionGraph& graph, const RevisionSet& set)
        : graph_(graph), left_(set), blockers_(graph.size(), 0) {
        for (const auto index : set.members()) {
            for (const auto below : graph.all_down(index)) {
                ++blockers_[below];
            }
        }
        for (const auto index : set.members()) {
            if (blockers_[index] == 0) {
                front_.push_back(index);
            }
        }
    }

    std::vector<RevisionIndex> run() {
        std::vector<RevisionIndex> result;
        while (!front_.empty()) {
            const auto candidate = front_[position_];
            if (blockers_[candidate] > 0) {
                position_ = first_above(candidate);
                continue;
            }
            result.push_back(candidate);
            take(candidate);
        }
        return result;
    }

private:
    void take(RevisionIndex taken) {
        left_.erase(taken);
        std::vector<RevisionIndex> followers;
        for (const auto below : graph_.all_down(taken)) {
            --blockers_[below];
            if (left_.contains(below) && std::ranges::find(front_, below) == front_.end()) {
                followers.push_back(below);
            }
        }
        if (followers.empty()) {
            front_.erase(front_.begin() + static_cast<std::ptrdiff_t>(position_));
            position_ = position_ == 0 ? 0 : position_ - 1;
            return;
        }
        front_[position_] = followers.front();
        front_.insert(front_.end(), followers.begin() + 1, followers.end());
    }

    /// Position in the front of the first revision that has to come before `blocked`.
    [[nodiscard]] std::size_t first_above(RevisionIndex blocked) const {
        const auto above = reachable(graph_.size(), {&blocked, 1}, [this](RevisionIndex index) {
            return graph_.all_next(index);
        });
        for (std::size_t position = 0; position < front_.size(); ++position) {
            if (front_[position] != blocked && above.contains(front_[position])) {
                return position;
            }
        }
        throw MigrationError{
            "revision-cycle",
            "cannot order the revisions: " + text_utility::quoted(graph_.id(blocked)) +
                " is blocked by nothing; report this as a defect of azoth"};
    }

    const RevisionGraph& graph_;
    RevisionSet left_;
    std::vector<std::uint32_t> blockers_;
    std::vector<RevisionIndex> front_{};
    std::size_t position_ = 0;
};

using Parents = std::vector<std::vector<RevisionIndex>>;

/// For each revision how many of its parents cannot be placed, because there is a circle at or
/// below them.
std::vector<std::size_t> unplaceable_parents(const Parents& parents) {
    Parents children(parents.size());
    std::vector<std::size_t> waiting;
    std::vector<RevisionIndex> ready;
    for (RevisionIndex index = 0; index < parents.size(); ++index) {
        waiting.push_back(parents[index].size());
        for (const auto parent : parents[index]) {
            children[parent].push_back(index);
        }
        if (parents[index].empty()) {
            ready.push_back(index);
        }
    }
    for (std::size_t i = 0; i < ready.size(); ++i) {
        for (const auto child : children[ready[i]]) {
            if (--waiting[child] == 0) {
                ready.push_back(child);
            }
        }
    }
    return waiting;
}

/// The revisions of one circle from child to parent; empty when there is none.
std::vector<RevisionIndex> find_circle(const Parents& parents) {
    const auto waiting = unplaceable_parents(parents);
    const auto first = std::ranges::find_if(waiting, [](std::size_t count) { return count > 0; });
    if (first == waiting.end()) {
        return {};
    }
    std::vector<RevisionIndex> trail;
    auto at = static_cast<RevisionIndex>(first - waiting.begin());
    while (std::ranges::find(trail, at) == trail.end()) {
        trail.push_back(at);
        at = *std::ranges::find_if(parents[at],
                                   [&](RevisionIndex parent) { return waiting[parent] > 0; });
    }
    trail.erase(trail.begin(), std::ranges::find(trail, at));
    return trail;
}

}  // namespace

std::span<const RevisionIndex> RevisionGraph::below(RevisionIndex index, Follow follow) const {
    switch (follow) {
        case Follow::Down:
            return nodes_[index].down;
        case Follow::DownAndDependsOn:
            return nodes_[index].all_down;
    }
    return {};
}

RevisionSet RevisionGraph::ancestors(std::span<const RevisionIndex> from, Follow follow) const {
    return reachable(size(), from, [&](RevisionIndex index) { return below(index, follow); });
}

RevisionSet RevisionGraph::descendants(std::span<const RevisionIndex> from, Follow follow) const {
    return reachable(size(), from, [&](RevisionIndex index) {
        return follow == Follow::Down ? next(index) : all_next(index);
    });
}

std::vector<RevisionIndex> RevisionGraph::tips(const RevisionSet& set, Follow follow) const {
    auto result = set;
    for (const auto index : set.members()) {
        for (const auto ancestor : ancestors(below(index, follow), follow).members()) {
            result.erase(ancestor);
        }
    }
    return result.members();
}

std::vector<RevisionIndex> RevisionGraph::newest_first(const RevisionSet& set) const {
    return DownwardOrder{*this, set}.run();
}

/// Takes away revision after revision that nothing is left below of; what remains has a circle in
/// it.
void RevisionGraph::refuse_cycles(Follow follow) const {
    std::vector<std::vector<RevisionIndex>> parents;
    for (const auto& node : nodes_) {
        parents.push_back(node.down);
        if (follow == Follow::DownAndDependsOn) {
            parents.back().insert(
                parents.back().end(), node.dependencies.begin(), node.dependencies.end());
        }
    }
    const auto circle = find_circle(parents);
    if (circle.empty()) {
        return;
    }
    std::string text;
    for (const auto index : circle) {
        text += text_utility::quoted(id(index)) + " -> ";
    }
    throw MigrationError{"revision-cycle",
                         "cannot order the revisions: they go round in a circle, " + text +
                             text_utility::quoted(id(circle.front())) + "; correct " +
                             (follow == Follow::Down ? "`down`" : "`down` or `depends_on`") +
                             " of one of them"};
}

}  // namespace azoth::migrate
