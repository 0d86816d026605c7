// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/migrate/revision/path.hpp>
#include <azoth/migrate/runtime/revision_library.hpp>
#include <azoth/migrate/runtime/run_transaction.hpp>

#include <functional>
#include <optional>

/// Running revisions on a live database. Each call takes the migration lock, reads the heads again
/// under it, and runs one transaction for each revision, or one for all of them; a revision that
/// fails leaves nothing behind and is recorded in `azoth_history`; one that runs outside of a
/// transaction keeps what is done, which `azoth_journal` knows, and `resume` goes on there.
namespace azoth::migrate {

/// Applied revisions whose file is not what it was when it was applied.
enum class EditedRevisions : std::uint8_t { Refuse, Allow };

struct RunOptions {
    std::int64_t lock_timeout_milliseconds = 10'000;
    EditedRevisions edited = EditedRevisions::Refuse;
    RunTransaction transaction = RunTransaction::EachRevision;
    std::string who{};  ///< for the lock and the history; empty: user, host and process
    std::function<void(const MigrationStep& step, const RevisionInfo& revision)>
        on_step{};  ///< before each revision
    std::function<void(std::string_view sql)>
        on_statement{};  ///< after each statement of a revision
    /// The connection that runs, for cancel() from another thread; null when it is not to be
    /// cancelled any more, because what was begun is being finished or taken back.
    std::function<void(Connection* connection)> on_connection{};
    /// Again and again while another runner holds the lock, with words for who it is. What it
    /// throws ends the waiting.
    std::function<void(std::string_view holder)> on_wait{};
};

struct RunReport {
    std::vector<std::string> before{};  ///< heads
    std::vector<std::string> after{};
    std::vector<std::string> revisions{};  ///< that were run, in this order
    std::size_t statements = 0;
};

/// Applies what is missing up to `target`. Throws MigrationError: `migration-locked`,
/// `revision-failed`, `revision-edited`, `not-transactional`, and what finding the path throws.
RunReport upgrade(const Engine& engine,
                  const RevisionLibrary& library,
                  std::string_view target,
                  const RunOptions& options = {});
RunReport downgrade(const Engine& engine,
                    const RevisionLibrary& library,
                    std::string_view target,
                    const RunOptions& options = {});

/// What a person says of a statement of which nobody else can tell whether it took effect.
enum class Settled : std::uint8_t { Ask, Done, NotDone };

/// A revision that was begun outside of a transaction and is not finished: some of its statements
/// stay. upgrade() and downgrade() refuse to run meanwhile (`unfinished-revision`).
struct UnfinishedRevision {
    std::string revision{};
    Direction direction{};
    std::int64_t statements_done = 0;
    std::string started{};  ///< the server's clock, `YYYY-MM-DD HH:MM:SS` in UTC
    std::string who{};
    std::string error{};  ///< why it ended; `not finished` when nobody could say
};
[[nodiscard]] std::optional<UnfinishedRevision> unfinished_revision(const Engine& engine);
/// Finishes that revision: statements that are done are left out, and one that may have been cut
/// off is judged by what the schema shows. Nothing happens where no revision is unfinished. Throws
/// MigrationError: `statement-unsettled` where only a person can tell, to be answered by
/// `settled`, which counts for one statement; `resume-differs` where a step that is done was
/// edited; `resume-code`; and what upgrade() throws.
RunReport resume(const Engine& engine,
                 const RevisionLibrary& library,
                 Settled settled = Settled::Ask,
                 const RunOptions& options = {});

/// Writes the heads without running anything. A revision that is not finished counts as settled by
/// hand.
enum class Purge : std::uint8_t { No, Yes };
RunReport stamp(const Engine& engine,
                const RevisionLibrary& library,
                std::span<const std::string> targets,
                Purge purge = Purge::No,
                const RunOptions& options = {});
/// Rows of the version table, sorted; none when it does not exist. Changes nothing.
[[nodiscard]] std::vector<std::string> current(const Engine& engine);
/// Creates the version table where it is missing.
void ensure_version(const Engine& engine);
/// Applied revisions whose checksum differs from the recorded one.
[[nodiscard]] std::vector<std::string> edited_revisions(const Engine& engine,
                                                        const RevisionLibrary& library);
/// Throws MigrationError (`not-at-head`) that lists what is pending and the commands to run.
void require_head(const Engine& engine, const RevisionLibrary& library);

// The same with the revisions that this program was linked with.
RunReport upgrade(const Engine& engine, std::string_view target, const RunOptions& options = {});
RunReport downgrade(const Engine& engine, std::string_view target, const RunOptions& options = {});
RunReport stamp(const Engine& engine, std::string_view target, const RunOptions& options = {});
void require_head(const Engine& engine);

}  // namespace azoth::migrate
