// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/graph.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include "base/escape.hpp"

#include <algorithm>
#include <utility>

namespace azoth::migrate {

namespace {

using text_utility::quoted;

/// `"ae10" (versions/ae10_add.cpp)`
std::string described(const RevisionInfo& revision) {
    return quoted(revision.id) + (revision.path.empty() ? "" : " (" + revision.path + ")");
}

/// Width of the column of the version table.
constexpr std::size_t longest_name = 32;

/// Nothing when the name can be used.
std::string fault_of_name(const std::string& name) {
    constexpr std::string_view reserved[] = {"head", "heads", "base", "current"};
    if (name.empty()) {
        return "it is empty";
    }
    if (std::ranges::find(reserved, name) != std::ranges::end(reserved)) {
        return "the word is taken";
    }
    if (const auto bad = name.find_first_of("@+-: \t\r\n,;'\"\\/<>|?*$`");
        bad != std::string::npos) {
        return "it contains " + quoted(std::string(1, name[bad]));
    }
    if (escape::has_hidden(name)) {
        return "it contains a character that is not seen";
    }
    if (name.front() == '.') {
        return "it begins with a dot";
    }
    return name.size() > longest_name ? "it is longer than 32 characters" : "";
}

void refuse_invalid_name(const RevisionInfo& revision,
                         const std::string& name,
                         std::string_view what) {
    const auto why = fault_of_name(name);
    if (why.empty()) {
        return;
    }
    throw MigrationError{"invalid-revision-id",
                         "cannot use " + quoted(name) + " as " + std::string{what} +
                             " of revision " + described(revision) + ": " + why +
                             "; use letters, digits and underscores"};
}

void append_unique(std::vector<RevisionIndex>& indexes, RevisionIndex index) {
    if (std::ranges::find(indexes, index) == indexes.end()) {
        indexes.push_back(index);
    }
}

}  // namespace

RevisionGraph::RevisionGraph(std::vector<RevisionInfo> revisions)
    : revisions_(std::move(revisions)), nodes_(revisions_.size()) {
    index_ids();
    index_labels();
    for (RevisionIndex index = 0; index < size(); ++index) {
        link_down(index);
        link_dependencies(index);
    }
    refuse_cycles(Follow::Down);
    refuse_cycles(Follow::DownAndDependsOn);
    link_children();
    for (RevisionIndex index = 0; index < size(); ++index) {
        drop_inherited_dependencies(index);
    }
    for (RevisionIndex index = 0; index < size(); ++index) {
        spread_labels(index);
    }
}

void RevisionGraph::index_ids() {
    for (RevisionIndex index = 0; index < size(); ++index) {
        const auto& revision = revisions_[index];
        refuse_invalid_name(revision, revision.id, "the id");
        const auto [known, added] = ids_.emplace(revision.id, index);
        if (!added) {
            throw MigrationError{"duplicate-revision",
                                 "cannot read the revisions: the id of " + described(revision) +
                                     " is also that of " + described(revisions_[known->second]) +
                                     "; give one of them another id, or remove the copy"};
        }
    }
}

void RevisionGraph::index_labels() {
    for (RevisionIndex index = 0; index < size(); ++index) {
        const auto& revision = revisions_[index];
        for (const auto& label : revision.branch_labels) {
            refuse_invalid_name(revision, label, "a branch label");
            const auto by_id = find(label);
            const auto [known, added] = labels_.emplace(label, index);
            if (by_id || !added) {
                throw MigrationError{"duplicate-branch-label",
                                     "cannot use " + quoted(label) + " as a branch label of " +
                                         described(revision) + ": it already names " +
                                         described(revisions_[by_id.value_or(known->second)]) +
                                         "; choose another label"};
            }
        }
    }
}

void RevisionGraph::link_down(RevisionIndex index) {
    const auto& revision = revisions_[index];
    for (const auto& parent : revision.down) {
        const auto found = find(parent);
        if (!found) {
            throw MigrationError{
                "unknown-down-revision",
                "cannot place revision " + described(revision) + ": its parent " + quoted(parent) +
                    " is not among the revision files; restore that file, or correct `down`"};
        }
        append_unique(nodes_[index].down, *found);
    }
}

void RevisionGraph::link_dependencies(RevisionIndex index) {
    const auto& revision = revisions_[index];
    for (const auto& dependency : revision.depends_on) {
        const auto by_id = find(dependency);
        const auto found = by_id ? by_id : find_label(dependency);
        if (!found) {
            throw MigrationError{"unknown-dependency",
                                 "cannot place revision " + described(revision) +
                                     ": it depends on " + quoted(dependency) +
                                     ", which is neither a revision id nor a branch label; "
                                     "restore that file, or correct `depends_on`"};
        }
        append_unique(nodes_[index].dependencies, *found);
    }
}

void RevisionGraph::link_children() {
    for (RevisionIndex index = 0; index < size(); ++index) {
        for (const auto parent : nodes_[index].down) {
            nodes_[parent].next.push_back(index);
            nodes_[parent].all_next.push_back(index);
        }
        for (const auto dependency : nodes_[index].dependencies) {
            append_unique(nodes_[dependency].all_next, index);
        }
    }
}

/// A dependency that an ancestor declares as well would otherwise be counted as a parent a second
/// time, and its version row be looked for after the ancestor has absorbed it.
void RevisionGraph::drop_inherited_dependencies(RevisionIndex index) {
    auto& node = nodes_[index];
    node.all_down = node.down;
    if (node.dependencies.empty()) {
        return;
    }
    RevisionSet inherited{size()};
    for (const auto ancestor : ancestors(node.down, Follow::Down).members()) {
        for (const auto dependency : nodes_[ancestor].dependencies) {
            inherited.insert(dependency);
        }
    }
    for (const auto dependency : node.dependencies) {
        if (!inherited.contains(dependency)) {
            append_unique(node.all_down, dependency);
        }
    }
}

void RevisionGraph::add_branches(RevisionIndex index, std::span<const std::string> labels) {
    auto& branches = nodes_[index].branches;
    branches.insert(branches.end(), labels.begin(), labels.end());
    std::ranges::sort(branches);
    branches.erase(std::unique(branches.begin(), branches.end()), branches.end());
}

void RevisionGraph::spread_labels(RevisionIndex index) {
    const auto& labels = revisions_[index].branch_labels;
    if (labels.empty()) {
        return;
    }
    for (const auto descendant : descendants({&index, 1}, Follow::Down).members()) {
        add_branches(descendant, labels);
    }
    auto at = index;
    while (nodes_[at].down.size() == 1) {
        at = nodes_[at].down.front();
        if (nodes_[at].all_next.size() > 1 || is_merge_point(at)) {
            return;
        }
        add_branches(at, labels);
    }
}

std::optional<RevisionIndex> RevisionGraph::find(std::string_view id) const {
    const auto found = ids_.find(id);
    return found == ids_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<RevisionIndex> RevisionGraph::find_label(std::string_view label) const {
    const auto found = labels_.find(label);
    return found == labels_.end() ? std::nullopt : std::optional{found->second};
}

std::vector<std::string> RevisionGraph::ids(std::span<const RevisionIndex> indexes) const {
    std::vector<std::string> result;
    result.reserve(indexes.size());
    for (const auto index : indexes) {
        result.push_back(id(index));
    }
    return result;
}

template <class Predicate>
std::vector<RevisionIndex> RevisionGraph::select(Predicate predicate) const {
    std::vector<RevisionIndex> result;
    for (RevisionIndex index = 0; index < size(); ++index) {
        if (predicate(index)) {
            result.push_back(index);
        }
    }
    return result;
}

std::vector<RevisionIndex> RevisionGraph::heads() const {
    return select([this](RevisionIndex index) { return is_head(index); });
}

std::vector<RevisionIndex> RevisionGraph::real_heads() const {
    return select([this](RevisionIndex index) { return is_real_head(index); });
}

std::vector<RevisionIndex> RevisionGraph::bases() const {
    return select([this](RevisionIndex index) { return is_base(index); });
}

std::vector<RevisionIndex> RevisionGraph::branch_points() const {
    return select([this](RevisionIndex index) { return is_branch_point(index); });
}

std::vector<RevisionIndex> RevisionGraph::merge_points() const {
    return select([this](RevisionIndex index) { return is_merge_point(index); });
}

}  // namespace azoth::migrate
