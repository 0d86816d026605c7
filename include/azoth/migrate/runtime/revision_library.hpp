// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/sink.hpp>
#include <azoth/migrate/revision/graph.hpp>
#include <azoth/migrate/revision/script_directory.hpp>
#include <azoth/migrate/revision/sql_revision.hpp>
#include <azoth/migrate/runtime/revision_registry.hpp>

namespace azoth::migrate {

/// A revision that can be run: functions of this program, or SQL text.
struct RunnableRevision {
    RevisionInfo info{};
    std::string checksum{};  ///< token_hash() of its file; empty when it is not known
    migration::Step upgrade = nullptr;
    migration::Step downgrade = nullptr;
    std::shared_ptr<const SqlRevision> sql{};
};

/// Revisions with their graph. Immutable; may be read by several threads.
class RevisionLibrary {
public:
    RevisionLibrary() = default;
    /// Throws what RevisionGraph throws.
    explicit RevisionLibrary(std::vector<RunnableRevision> revisions);

    [[nodiscard]] const RevisionGraph& graph() const noexcept { return graph_; }
    [[nodiscard]] const RunnableRevision& operator[](RevisionIndex index) const {
        return revisions_[index];
    }
    /// Null when there is none of that id.
    [[nodiscard]] const RunnableRevision* find(std::string_view id) const;

private:
    std::vector<RunnableRevision> revisions_{};
    RevisionGraph graph_{};
};

/// The revisions that this program was linked with, C++ and embedded SQL.
[[nodiscard]] RevisionLibrary linked_library();

/// The revisions of a folder of files: SQL ones from their text, C++ ones from this program. Throws
/// MigrationError
/// (`revision-not-linked`) for a C++ file that this program does not hold, and what reading the
/// files throws.
[[nodiscard]] RevisionLibrary library_of(std::span<const RevisionFile> files);

/// Hands the steps of one direction to the sink. Throws MigrationError (`no-sql-section`) for an
/// SQL revision that says nothing for this direction and database, and what the revision's own code
/// throws.
void take_steps(const RunnableRevision& revision, Direction direction, OperationSink& sink);

}  // namespace azoth::migrate
