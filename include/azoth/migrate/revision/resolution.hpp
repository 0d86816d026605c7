// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/graph.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

/// The parts of `branch@symbol+2`; each may be missing, not all of them.
struct Identifier {
    std::string branch{};
    std::string symbol{};
    std::optional<int> steps{};  ///< `+2`, `-1`
};

/// Splits an identifier without looking anything up. Throws MigrationError `unknown-revision` for
/// an empty one, `relative-too-far` for a number beyond a million.
[[nodiscard]] Identifier parse_identifier(std::string_view text);

/// What a walk does at the end of the graph.
enum class Overwalk : unsigned char { Refuse, Stop };

/// Finds the revisions that an identifier means.
///
/// Forms: a full id; the beginning of one, when only one revision begins so (ids of four characters
/// and more); a branch label; `head`, `heads`, `base`, `current`; each with `+N` or `-N` behind it;
/// `+N` and `-N` alone, counted from the current heads; `branch@` before any of them, where branch
/// is a label or a revision of that branch. `base` is the empty list.
class Resolver {
public:
    explicit Resolver(const RevisionGraph& graph) : graph_(graph) {}

    /// With the rows of a version table. Throws MigrationError `unknown-database-revision` for an
    /// id that no revision has.
    Resolver(const RevisionGraph& graph, std::span<const std::string> current);

    /// Throws MigrationError: `unknown-revision`, `ambiguous-revision`, `unknown-branch`,
    /// `not-on-branch`, `multiple-heads` (for `head`), `relative-too-far`, `ambiguous-relative`,
    /// `no-current-revision`.
    [[nodiscard]] std::vector<RevisionIndex> resolve(std::string_view identifier,
                                                     Overwalk overwalk = Overwalk::Refuse) const;

    /// The same where several revisions make no sense; nothing means `base`.
    /// Throws MigrationError `multiple-heads` for several.
    [[nodiscard]] std::optional<RevisionIndex> resolve_one(
        std::string_view identifier, Overwalk overwalk = Overwalk::Refuse) const;

    /// Revision of a full or partial id or of a label; `branch` limits what a partial id may mean.
    [[nodiscard]] RevisionIndex by_name(std::string_view name, std::string_view branch = {}) const;

    /// The revision that stands for a branch: the one with the label, or the one named.
    [[nodiscard]] RevisionIndex branch_revision(std::string_view branch) const;

    /// Those of the revisions that are above or below the branch revision, or are it.
    [[nodiscard]] std::vector<RevisionIndex> on_branch(std::span<const RevisionIndex> revisions,
                                                       std::string_view branch,
                                                       Follow follow = Follow::Down) const;

    /// Steps up (positive) or down from a revision, or from `base`. Throws `relative-too-far`, and
    /// `ambiguous-relative` where the way divides; `branch` chooses the way up.
    [[nodiscard]] std::optional<RevisionIndex> walk(std::optional<RevisionIndex> start,
                                                    const Identifier& identifier,
                                                    Overwalk overwalk) const;

    [[nodiscard]] const RevisionGraph& graph() const noexcept { return graph_; }
    /// The current heads. Throws MigrationError `no-current-revision` when they are not known.
    [[nodiscard]] std::span<const RevisionIndex> current(std::string_view wanted_by) const;

private:
    [[nodiscard]] std::vector<RevisionIndex> resolve_symbol(const Identifier& identifier) const;
    [[nodiscard]] std::vector<RevisionIndex> resolve_heads(const Identifier& identifier) const;
    [[nodiscard]] std::optional<RevisionIndex> start_of_walk(const Identifier& identifier) const;
    [[nodiscard]] std::vector<RevisionIndex> upward_starts(const std::string& branch) const;
    [[nodiscard]] std::vector<RevisionIndex> downward_starts(const std::string& branch) const;
    [[nodiscard]] std::vector<RevisionIndex> neighbours(std::optional<RevisionIndex> at,
                                                        const Identifier& identifier) const;

    const RevisionGraph& graph_;
    std::optional<std::vector<RevisionIndex>> current_{};
};

}  // namespace azoth::migrate
