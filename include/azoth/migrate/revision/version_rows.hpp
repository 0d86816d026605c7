// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/graph.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

enum class Direction : unsigned char { Upgrade, Downgrade };

/// One statement on the version table, which has a row for each current head.
struct VersionChange {
    enum class Kind : unsigned char {
        Insert,  ///< insert `to`
        Delete,  ///< delete `from`
        Update   ///< replace `from` by `to`
    };

    Kind kind{};
    std::string from{};
    std::string to{};

    friend bool operator==(const VersionChange&, const VersionChange&) = default;
};

/// Works out how the rows of the version table follow the revisions. Sends nothing.
class VersionRows {
public:
    /// Throws MigrationError `unknown-database-revision` for a row that no revision has.
    VersionRows(const RevisionGraph& graph, std::vector<std::string> rows);

    /// The changes for one revision that is applied or taken back, in the order in which they must
    /// be sent; they are counted as done. Throws MigrationError `version-rows-disagree` when the
    /// rows do not hold the revision that is taken back.
    [[nodiscard]] std::vector<VersionChange> step(RevisionIndex revision, Direction direction);

    /// The changes that turn the rows into `wanted`.
    [[nodiscard]] std::vector<VersionChange> replace(const std::vector<std::string>& wanted);

    /// Sorted.
    [[nodiscard]] const std::vector<std::string>& rows() const noexcept { return rows_; }

private:
    [[nodiscard]] std::vector<VersionChange> step_up(RevisionIndex revision) const;
    [[nodiscard]] std::vector<VersionChange> step_down(RevisionIndex revision) const;
    [[nodiscard]] bool holds(std::string_view id) const;
    void count_as_done(const std::vector<VersionChange>& changes);

    const RevisionGraph& graph_;
    std::vector<std::string> rows_;
};

}  // namespace azoth::migrate
