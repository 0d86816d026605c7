// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/version_rows.hpp>

#include "migrate/revision/current_revisions.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <utility>

namespace azoth::migrate {

using text_utility::quoted;

namespace {

std::string way_out(const RevisionGraph& graph) {
    if (graph.size() == 0) {
        return "there is no revision file at all: take the database over from another tool with "
               "`azoth revision --adopt -m \"…\"`, or check out the files that belong to it";
    }
    return "check out the files that belong to the database, or set its version with `azoth stamp "
           "--purge REVISION`";
}

}  // namespace

std::vector<RevisionIndex> current_revisions(const RevisionGraph& graph,
                                             std::span<const std::string> rows) {
    std::vector<RevisionIndex> result;
    for (const auto& row : rows) {
        const auto found = graph.find(row);
        if (!found) {
            throw MigrationError{
                "unknown-database-revision",
                "cannot place the database in the history: its version table holds " + quoted(row) +
                    ", which no revision file has; " + way_out(graph)};
        }
        if (std::ranges::find(result, *found) == result.end()) {
            result.push_back(*found);
        }
    }
    return result;
}

VersionRows::VersionRows(const RevisionGraph& graph, std::vector<std::string> rows)
    : graph_(graph), rows_(std::move(rows)) {
    static_cast<void>(current_revisions(graph, rows_));
    std::ranges::sort(rows_);
    rows_.erase(std::unique(rows_.begin(), rows_.end()), rows_.end());
}

bool VersionRows::holds(std::string_view id) const {
    return std::ranges::binary_search(rows_, id, std::less<>{});
}

std::vector<VersionChange> VersionRows::step(RevisionIndex revision, Direction direction) {
    auto changes = direction == Direction::Upgrade ? step_up(revision) : step_down(revision);
    count_as_done(changes);
    return changes;
}

/// Rows of the parents and dependencies are folded into one row of the revision.
std::vector<VersionChange> VersionRows::step_up(RevisionIndex revision) const {
    const auto& id = graph_.id(revision);
    std::vector<std::string> folded;
    for (const auto below : graph_.all_down(revision)) {
        if (holds(graph_.id(below))) {
            folded.push_back(graph_.id(below));
        }
    }
    if (folded.empty()) {
        return {{.kind = VersionChange::Kind::Insert, .from = {}, .to = id}};
    }
    std::vector<VersionChange> changes;
    for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
        changes.push_back({.kind = VersionChange::Kind::Delete, .from = folded[i], .to = {}});
    }
    changes.push_back({.kind = VersionChange::Kind::Update, .from = folded.back(), .to = id});
    return changes;
}

/// The parents and dependencies get rows again, but not those that another row stands above.
std::vector<VersionChange> VersionRows::step_down(RevisionIndex revision) const {
    const auto& id = graph_.id(revision);
    if (!holds(id)) {
        throw MigrationError{
            "version-rows-disagree",
            "cannot take back revision " + quoted(id) +
                ": the version table has no row for it; run `azoth current` and `azoth stamp`"};
    }
    std::vector<RevisionIndex> others;
    for (const auto& row : rows_) {
        if (row != id) {
            others.push_back(*graph_.find(row));
        }
    }
    RevisionSet uncovered{graph_.size()};
    const auto covered = graph_.ancestors(others, Follow::DownAndDependsOn);
    for (const auto below : graph_.all_down(revision)) {
        if (!covered.contains(below)) {
            uncovered.insert(below);
        }
    }
    const auto restored = graph_.tips(uncovered, Follow::DownAndDependsOn);
    if (restored.empty()) {
        return {{.kind = VersionChange::Kind::Delete, .from = id, .to = {}}};
    }
    std::vector<VersionChange> changes;
    for (std::size_t i = 0; i + 1 < restored.size(); ++i) {
        changes.push_back(
            {.kind = VersionChange::Kind::Insert, .from = {}, .to = graph_.id(restored[i])});
    }
    changes.push_back(
        {.kind = VersionChange::Kind::Update, .from = id, .to = graph_.id(restored.back())});
    return changes;
}

std::vector<VersionChange> VersionRows::replace(const std::vector<std::string>& wanted) {
    std::vector<std::string> gone;
    std::vector<std::string> added;
    std::ranges::copy_if(rows_, std::back_inserter(gone), [&](const auto& row) {
        return std::ranges::find(wanted, row) == wanted.end();
    });
    std::ranges::copy_if(
        wanted, std::back_inserter(added), [&](const auto& row) { return !holds(row); });
    std::vector<VersionChange> changes;
    for (std::size_t i = 0; i < std::max(gone.size(), added.size()); ++i) {
        if (i >= added.size()) {
            changes.push_back({.kind = VersionChange::Kind::Delete, .from = gone[i], .to = {}});
        } else if (i >= gone.size()) {
            changes.push_back({.kind = VersionChange::Kind::Insert, .from = {}, .to = added[i]});
        } else {
            changes.push_back(
                {.kind = VersionChange::Kind::Update, .from = gone[i], .to = added[i]});
        }
    }
    count_as_done(changes);
    return changes;
}

void VersionRows::count_as_done(const std::vector<VersionChange>& changes) {
    for (const auto& change : changes) {
        if (change.kind != VersionChange::Kind::Insert) {
            std::erase(rows_, change.from);
        }
        if (change.kind != VersionChange::Kind::Delete) {
            rows_.push_back(change.to);
        }
    }
    std::ranges::sort(rows_);
}

}  // namespace azoth::migrate
