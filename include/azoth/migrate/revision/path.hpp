// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/graph.hpp>
#include <azoth/migrate/revision/version_rows.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

/// One revision to apply or to take back, and what that does to the version table.
struct MigrationStep {
    Direction direction{};
    RevisionIndex revision{};
    std::vector<std::string>
        from{};  ///< ids before the arrow of `Running upgrade a -> b`; none is the base
    std::vector<std::string> to{};  ///< ids behind it
    std::vector<VersionChange>
        changes{};  ///< statements on the version table, sent with the revision
    std::vector<std::string> rows_after{};  ///< rows of the version table afterwards, sorted
};

/// The revisions to apply so that `target` is reached, oldest first; empty when nothing is left to
/// do. `current` are the rows of the version table. Throws MigrationError as Resolver::resolve
/// does, and `wrong-direction` for `-N`, `overlapping-revisions`.
[[nodiscard]] std::vector<MigrationStep> upgrade_path(const RevisionGraph& graph,
                                                      std::span<const std::string> current,
                                                      std::string_view target);

/// The revisions to take back so that `target` is the newest one left, newest first. Revisions that
/// depend on one of them go too; dependencies stay. `branch@base` takes back one branch. Throws
/// MigrationError as Resolver::resolve does, and `wrong-direction` for `+N` and for a target that
/// is not applied.
[[nodiscard]] std::vector<MigrationStep> downgrade_path(const RevisionGraph& graph,
                                                        std::span<const std::string> current,
                                                        std::string_view target);

/// The version table is changed without running a revision.
struct StampPlan {
    std::vector<VersionChange> changes{};
    std::vector<std::string> rows_after{};
};

/// Rows in the line of a target are replaced by it, other branches keep theirs; `base` deletes
/// rows, `branch@base` those of the branch. To purge, delete all rows and stamp with an empty
/// `current`.
[[nodiscard]] StampPlan stamp(const RevisionGraph& graph,
                              std::span<const std::string> current,
                              std::span<const std::string> targets);

/// The two sides of `a:b`; each may be empty.
struct RevisionRange {
    std::string from{};
    std::string to{};
};

/// Nothing when the text holds no colon. Throws MigrationError `invalid-range` for two colons.
[[nodiscard]] std::optional<RevisionRange> parse_range(std::string_view text);

/// What `history` shows, newest first, both ends included. An empty side is `base` or `heads`; `-N`
/// on the left counts down from the right side, `+N` on the right counts up from the left one.
/// `current` may be missing when neither side needs it. Throws MigrationError as Resolver::resolve
/// does, and `range-not-related` when the left side is not below the right one.
[[nodiscard]] std::vector<RevisionIndex> history_range(
    const RevisionGraph& graph,
    const RevisionRange& range,
    std::optional<std::span<const std::string>> current);

/// Current revisions of every line, those included that are reached only through a dependency and
/// have no row of their own. In the order of the graph.
[[nodiscard]] std::vector<RevisionIndex> all_current(const RevisionGraph& graph,
                                                     std::span<const std::string> current);

}  // namespace azoth::migrate
