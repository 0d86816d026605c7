// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/path.hpp>

#include <azoth/migrate/revision/resolution.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::migrate {

namespace {

using text_utility::quoted;

std::vector<MigrationStep> steps_of(const RevisionGraph& graph,
                                    std::span<const std::string> current,
                                    std::span<const RevisionIndex> revisions,
                                    Direction direction) {
    VersionRows rows{graph, {current.begin(), current.end()}};
    std::vector<MigrationStep> steps;
    for (const auto revision : revisions) {
        MigrationStep step;
        step.direction = direction;
        step.revision = revision;
        step.from = graph.ids(graph.all_down(revision));
        step.to = {graph.id(revision)};
        if (direction == Direction::Downgrade) {
            std::swap(step.from, step.to);
        }
        step.changes = rows.step(revision, direction);
        step.rows_after = rows.rows();
        steps.push_back(std::move(step));
    }
    return steps;
}

std::string names_of(const RevisionGraph& graph, std::span<const RevisionIndex> revisions) {
    std::string result;
    for (const auto index : revisions) {
        result += (result.empty() ? "" : ", ") + quoted(graph.id(index));
    }
    return result.empty() ? "the base" : result;
}

void refuse_wrong_sign(std::string_view target, Direction direction) {
    const auto identifier = parse_identifier(target);
    if (!identifier.steps || !identifier.symbol.empty()) {
        return;
    }
    const bool goes_up = direction == Direction::Upgrade;
    if ((*identifier.steps > 0) == goes_up) {
        return;
    }
    throw MigrationError{
        "wrong-direction",
        std::string{"cannot "} + (goes_up ? "upgrade" : "downgrade") + " to " + quoted(target) +
            ": that is not " + (goes_up ? "above" : "below") + " the current revision; use " +
            (goes_up ? "\"+1\", or `azoth downgrade`" : "\"-1\", or `azoth upgrade`")};
}

void refuse_overlap(const RevisionGraph& graph, std::span<const RevisionIndex> targets) {
    for (const auto target : targets) {
        const auto below = graph.ancestors(graph.all_down(target), Follow::DownAndDependsOn);
        const auto other = std::ranges::find_if(
            targets, [&](RevisionIndex index) { return below.contains(index); });
        if (other != targets.end()) {
            throw MigrationError{
                "overlapping-revisions",
                "cannot go to " + quoted(graph.id(target)) + " and " + quoted(graph.id(*other)) +
                    " at once: the second is below the first; name the first only"};
        }
    }
}

/// The children of what stays: with them goes everything above them.
std::vector<RevisionIndex> downgrade_roots(const Resolver& resolver,
                                           std::optional<RevisionIndex> target,
                                           const std::string& branch) {
    const auto& graph = resolver.graph();
    std::vector<RevisionIndex> roots = graph.bases();
    if (target) {
        roots.assign(graph.next(*target).begin(), graph.next(*target).end());
    }
    if (branch.empty() || roots.size() < 2) {
        return roots;
    }
    const auto start = resolver.branch_revision(branch);
    const auto line = graph.ancestors({&start, 1}, Follow::Down);
    std::erase_if(roots, [&](RevisionIndex index) { return !line.contains(index); });
    return roots;
}

struct DowngradeTarget {
    std::optional<RevisionIndex> revision{};
    std::string branch{};
};

DowngradeTarget downgrade_target(const Resolver& resolver, std::string_view target) {
    auto identifier = parse_identifier(target);
    DowngradeTarget result{.revision = resolver.resolve_one(target), .branch = identifier.branch};
    const bool counts_from_current =
        identifier.steps && identifier.symbol.empty() && identifier.branch.empty();
    if (counts_from_current && !resolver.current(target).empty()) {
        // At a branch point `-1` means the branch the database is on.
        result.branch = resolver.graph().id(resolver.current(target).front());
    }
    return result;
}

}  // namespace

std::vector<MigrationStep> upgrade_path(const RevisionGraph& graph,
                                        std::span<const std::string> current,
                                        std::string_view target) {
    refuse_wrong_sign(target, Direction::Upgrade);
    const Resolver resolver{graph, current};
    const auto targets = resolver.resolve(target);
    refuse_overlap(graph, targets);
    auto needed = graph.ancestors(targets, Follow::DownAndDependsOn);
    needed.erase_all(graph.ancestors(resolver.current(target), Follow::DownAndDependsOn));
    auto order = graph.newest_first(needed);
    std::ranges::reverse(order);
    return steps_of(graph, current, order, Direction::Upgrade);
}

std::vector<MigrationStep> downgrade_path(const RevisionGraph& graph,
                                          std::span<const std::string> current,
                                          std::string_view target) {
    refuse_wrong_sign(target, Direction::Downgrade);
    const Resolver resolver{graph, current};
    const auto rows = resolver.current(target);
    const auto [stays, branch] = downgrade_target(resolver, target);
    const auto roots = downgrade_roots(resolver, stays, branch);
    auto dropped = graph.descendants(roots, Follow::DownAndDependsOn);
    dropped.keep_only(graph.ancestors(rows, Follow::DownAndDependsOn));
    const bool is_there = stays && std::ranges::find(rows, *stays) != rows.end();
    if (stays && dropped.empty() && !is_there) {
        throw MigrationError{"wrong-direction",
                             "cannot downgrade to " + quoted(graph.id(*stays)) +
                                 ": it is not below the current revision, " +
                                 names_of(graph, rows) +
                                 "; `azoth upgrade` goes up, `azoth history -i` shows where the "
                                 "database is"};
    }
    return steps_of(graph, current, graph.newest_first(dropped), Direction::Downgrade);
}

std::vector<RevisionIndex> all_current(const RevisionGraph& graph,
                                       std::span<const std::string> current) {
    const Resolver resolver{graph, current};
    return graph.tips(graph.ancestors(resolver.current("current"), Follow::DownAndDependsOn),
                      Follow::Down);
}

}  // namespace azoth::migrate
