// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/path.hpp>
#include <azoth/migrate/revision/resolution.hpp>

namespace azoth::migrate {

namespace {

/// Rows that a stamp to this target replaces.
std::vector<RevisionIndex> replaced_rows(const Resolver& resolver,
                                         std::span<const RevisionIndex> found,
                                         const std::string& target) {
    const auto rows = resolver.current(target);
    if (!found.empty()) {
        const auto& graph = resolver.graph();
        auto line = graph.descendants(found, Follow::DownAndDependsOn);
        line.insert_all(graph.ancestors(found, Follow::DownAndDependsOn));
        std::vector<RevisionIndex> result;
        for (const auto row : rows) {
            if (line.contains(row)) {
                result.push_back(row);
            }
        }
        return result;
    }
    const auto branch = parse_identifier(target).branch;
    return branch.empty() ? std::vector<RevisionIndex>{rows.begin(), rows.end()}
                          : resolver.on_branch(rows, branch, Follow::DownAndDependsOn);
}

}  // namespace

StampPlan stamp(const RevisionGraph& graph,
                std::span<const std::string> current,
                std::span<const std::string> targets) {
    const Resolver resolver{graph, current};
    RevisionSet kept{graph.size()};
    for (const auto row : resolver.current("stamp")) {
        kept.insert(row);
    }
    RevisionSet wanted{graph.size()};
    for (const auto& target : targets) {
        const auto found = resolver.resolve(target);
        for (const auto row : replaced_rows(resolver, found, target)) {
            kept.erase(row);
        }
        for (const auto revision : found) {
            wanted.insert(revision);
        }
    }
    wanted.insert_all(kept);
    VersionRows rows{graph, {current.begin(), current.end()}};
    auto changes = rows.replace(graph.ids(graph.tips(wanted, Follow::DownAndDependsOn)));
    return {.changes = std::move(changes), .rows_after = rows.rows()};
}

}  // namespace azoth::migrate
