// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/revision_info.hpp>
#include <azoth/migrate/revision/revision_set.hpp>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

/// Which edges a walk through the graph follows.
enum class Follow : unsigned char {
    Down,             ///< `down` only: the line of versions
    DownAndDependsOn  ///< also `depends_on`
};

/// The revisions of a project and how they hang together. Immutable, so it may be shared between
/// threads.
///
/// Words: a *base* has no parent. A *head* has no child; a *real head* is also no dependency of
/// another revision. A *branch point* has several children, a *merge point* several parents.
class RevisionGraph {
public:
    RevisionGraph() = default;

    /// Checks everything that can be wrong with a set of revisions.
    /// Throws MigrationError: `invalid-revision-id`, `duplicate-revision`,
    /// `duplicate-branch-label`, `unknown-down-revision`, `unknown-dependency`, `revision-cycle`;
    /// each names the files.
    explicit RevisionGraph(std::vector<RevisionInfo> revisions);

    [[nodiscard]] bool empty() const noexcept { return revisions_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return revisions_.size(); }
    /// In the order in which they were given.
    [[nodiscard]] std::span<const RevisionInfo> revisions() const noexcept { return revisions_; }
    [[nodiscard]] const RevisionInfo& operator[](RevisionIndex index) const {
        return revisions_[index];
    }
    [[nodiscard]] const std::string& id(RevisionIndex index) const { return revisions_[index].id; }
    [[nodiscard]] std::vector<std::string> ids(std::span<const RevisionIndex> indexes) const;

    /// The revision with exactly this id; other forms of naming one are in resolution.hpp.
    [[nodiscard]] std::optional<RevisionIndex> find(std::string_view id) const;
    /// The revision that declares this branch label.
    [[nodiscard]] std::optional<RevisionIndex> find_label(std::string_view label) const;
    /// Every declared branch label with its revision, sorted.
    [[nodiscard]] const std::map<std::string, RevisionIndex, std::less<>>& labels() const noexcept {
        return labels_;
    }

    /// Declared parents.
    [[nodiscard]] std::span<const RevisionIndex> down(RevisionIndex index) const {
        return nodes_[index].down;
    }
    /// Parents, then those dependencies that no ancestor has already declared.
    [[nodiscard]] std::span<const RevisionIndex> all_down(RevisionIndex index) const {
        return nodes_[index].all_down;
    }
    /// Children by `down`.
    [[nodiscard]] std::span<const RevisionIndex> next(RevisionIndex index) const {
        return nodes_[index].next;
    }
    /// Children by `down` or `depends_on`.
    [[nodiscard]] std::span<const RevisionIndex> all_next(RevisionIndex index) const {
        return nodes_[index].all_next;
    }
    /// Labels of the branches the revision is on: its own, those declared below it, and those
    /// declared above it up to the next branch or merge point. Sorted.
    [[nodiscard]] std::span<const std::string> branches_of(RevisionIndex index) const {
        return nodes_[index].branches;
    }

    [[nodiscard]] bool is_base(RevisionIndex index) const { return nodes_[index].down.empty(); }
    [[nodiscard]] bool is_head(RevisionIndex index) const { return nodes_[index].next.empty(); }
    [[nodiscard]] bool is_real_head(RevisionIndex index) const {
        return nodes_[index].all_next.empty();
    }
    [[nodiscard]] bool is_branch_point(RevisionIndex index) const {
        return nodes_[index].next.size() > 1;
    }
    [[nodiscard]] bool is_merge_point(RevisionIndex index) const {
        return nodes_[index].down.size() > 1;
    }

    [[nodiscard]] std::vector<RevisionIndex> heads() const;
    [[nodiscard]] std::vector<RevisionIndex> real_heads() const;
    [[nodiscard]] std::vector<RevisionIndex> bases() const;
    [[nodiscard]] std::vector<RevisionIndex> branch_points() const;
    [[nodiscard]] std::vector<RevisionIndex> merge_points() const;

    /// The given revisions and everything below them.
    [[nodiscard]] RevisionSet ancestors(std::span<const RevisionIndex> from, Follow follow) const;
    /// The given revisions and everything above them.
    [[nodiscard]] RevisionSet descendants(std::span<const RevisionIndex> from, Follow follow) const;
    /// Those members of the set that are no ancestor of another member.
    [[nodiscard]] std::vector<RevisionIndex> tips(const RevisionSet& set, Follow follow) const;

    /// The members of the set, each before everything below it. Deterministic: one branch is
    /// followed down as far as it goes before the next one is begun, and branches are begun in the
    /// order of the graph.
    [[nodiscard]] std::vector<RevisionIndex> newest_first(const RevisionSet& set) const;

private:
    struct Node {
        std::vector<RevisionIndex> down{};
        std::vector<RevisionIndex> dependencies{};
        std::vector<RevisionIndex> all_down{};
        std::vector<RevisionIndex> next{};
        std::vector<RevisionIndex> all_next{};
        std::vector<std::string> branches{};
    };

    void index_ids();
    void index_labels();
    void link_down(RevisionIndex index);
    void link_dependencies(RevisionIndex index);
    void link_children();
    void refuse_cycles(Follow follow) const;
    void drop_inherited_dependencies(RevisionIndex index);
    void spread_labels(RevisionIndex index);
    void add_branches(RevisionIndex index, std::span<const std::string> labels);
    [[nodiscard]] std::span<const RevisionIndex> below(RevisionIndex index, Follow follow) const;
    template <class Predicate>
    [[nodiscard]] std::vector<RevisionIndex> select(Predicate predicate) const;

    std::vector<RevisionInfo> revisions_{};
    std::vector<Node> nodes_{};
    std::map<std::string, RevisionIndex, std::less<>> ids_{};
    std::map<std::string, RevisionIndex, std::less<>> labels_{};
};

}  // namespace azoth::migrate
