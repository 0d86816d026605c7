// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/engine/definitions.hpp>
#include <azoth/migrate/runtime/history.hpp>
#include <azoth/migrate/runtime/run.hpp>

#include <algorithm>
#include <map>

#include "migrate/runtime/journal.hpp"
#include "migrate/runtime/lock.hpp"
#include "migrate/runtime/process.hpp"
#include "migrate/runtime/revision_execution.hpp"
#include "migrate/runtime/server_clock.hpp"
#include "migrate/runtime/version_table.hpp"

namespace azoth::migrate {
namespace {

using text_utility::quoted;
using FindPath = std::vector<MigrationStep> (*)(const RevisionGraph&,
                                                std::span<const std::string>,
                                                std::string_view);

std::vector<std::string> read_rows(Connection& connection) {
    std::vector<std::string> rows = VersionTable{connection}.rows();
    connection.rollback();
    return rows;
}

std::vector<std::string> edited(Connection& connection,
                                const RevisionLibrary& library,
                                std::span<const std::string> rows) {
    std::map<std::string, std::string> recorded;
    for (const HistoryEntry& entry : History{connection}.entries()) {
        if (says_what_was_applied(entry)) {
            recorded[entry.revision] = entry.checksum;
        }
    }
    connection.rollback();
    const RevisionGraph& graph = library.graph();
    std::vector<RevisionIndex> heads;
    for (const std::string& row : rows) {
        if (const auto index = graph.find(row)) {
            heads.push_back(*index);
        }
    }
    std::vector<std::string> result;
    for (const RevisionIndex index : graph.ancestors(heads, Follow::DownAndDependsOn).members()) {
        const RunnableRevision& revision = library[index];
        const auto found = recorded.find(revision.info.id);
        if (found != recorded.end() && !revision.checksum.empty() &&
            found->second != revision.checksum) {
            result.push_back(revision.info.id);
        }
    }
    return result;
}

/// What a run left that was begun outside of a transaction.
struct Unfinished {
    HistoryEntry begun{};
    std::vector<JournalEntry> statements{};
};

std::optional<Unfinished> find_unfinished(Connection& connection) {
    auto statements = Journal{connection}.entries();
    const bool is_open = std::ranges::any_of(statements, [](const JournalEntry& entry) {
        return entry.is(StatementState::Done) || entry.is(StatementState::Begun);
    });
    std::optional<Unfinished> result;
    if (is_open) {
        for (HistoryEntry& entry : History{connection}.entries()) {
            if (entry.number == statements.front().run) {
                result = Unfinished{std::move(entry), std::move(statements)};
                break;
            }
        }
    }
    connection.rollback();
    return result;
}

Direction direction_of(const HistoryEntry& entry) {
    return entry.kind == HistoryKind::Upgrade ? Direction::Upgrade : Direction::Downgrade;
}

UnfinishedRevision as_unfinished(const Unfinished& found) {
    const auto done = std::ranges::count_if(
        found.statements, [](const JournalEntry& entry) { return entry.is(StatementState::Done); });
    return {.revision = found.begun.revision,
            .direction = direction_of(found.begun),
            .statements_done = done,
            .started = found.begun.started,
            .who = found.begun.who,
            .error = found.begun.error};
}

void refuse_unfinished(Connection& connection) {
    const auto found = find_unfinished(connection);
    if (!found) {
        return;
    }
    const auto [revision, direction, done, started, who, error] = as_unfinished(*found);
    throw MigrationError{
        "unfinished-revision",
        "cannot migrate database " + connection.engine().url().to_string() + ": the " +
            std::string{direction == Direction::Upgrade ? "upgrade to" : "downgrade from"} +
            " revision " + quoted(revision) + ", begun " + started + " UTC by " + who +
            ", is not finished: " + std::to_string(done) +
            " of its statements are done and stay, and it ended with: " + error +
            "; mend that and go on with \"azoth resume\", or finish it by hand and say so with "
            "\"azoth stamp\""};
}

void refuse_edited(const std::vector<std::string>& revisions, const RevisionLibrary& library) {
    std::vector<std::string> names;
    for (const std::string& id : revisions) {
        names.push_back(quoted(id) + " (" + library.find(id)->info.path + ")");
    }
    if (!names.empty()) {
        throw MigrationError{
            "revision-edited",
            "cannot upgrade: files of revisions that are applied were changed since: " +
                text_utility::join(names, ", ") +
                "; put them back and write a new revision, or allow it with "
                "--allow-edited"};
    }
}

/// Code of a revision may do anything; everything else can be known beforehand.
ForeignKeys foreign_keys_during_revision(const RunnableRevision& revision,
                                         Direction direction,
                                         const dialects::Dialect& dialect) {
    OperationList list{dialect.name()};
    try {
        take_steps(revision, direction, list);
    } catch (const MigrationError& error) {
        if (error.code() != "offline-run") {
            throw;
        }
        return foreign_keys_during_code(dialect);
    }
    return foreign_keys_during(list.operations(), dialect);
}

/// Of a run that is one transaction, where they cannot be switched between the revisions.
ForeignKeys foreign_keys_during_run(const RevisionLibrary& library,
                                    std::span<const MigrationStep> steps,
                                    const dialects::Dialect& dialect) {
    auto result = ForeignKeys::Enforced;
    for (const MigrationStep& step : steps) {
        const RunnableRevision& revision = library[step.revision];
        refuse_without_transaction(revision, dialect);
        const ForeignKeys own = foreign_keys_during_revision(revision, step.direction, dialect);
        result = own == ForeignKeys::CheckedAtTheEnd ? own : result;
    }
    return result;
}

/// While this lives the caller may cancel what the connection does.
class Watched {
public:
    Watched(const RunOptions& options, Connection& connection) : options_{options} {
        tell(&connection);
    }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;
    ~Watched() { end(); }

    void end() const { tell(nullptr); }

private:
    void tell(Connection* connection) const {
        if (options_.on_connection) {
            options_.on_connection(connection);
        }
    }

    const RunOptions& options_;
};

/// A run with the lock held and the tables in place.
class Session {
public:
    Session(const Engine& engine, const RunOptions& options)
        : options_{options},
          connection_{engine.connect()},
          watched_{options, connection_},
          lock_{
              connection_,
              {.wait_milliseconds = options.lock_timeout_milliseconds, .on_wait = options.on_wait},
              options.who} {
        Transaction transaction = connection_.begin();
        // What reads first may not be let to write afterwards: others wait for the lock meanwhile.
        lock_.renew();
        const bool are_made_inside = connection_.dialect().capabilities().transactional_ddl;
        if (are_made_inside) {
            create_tables();
        }
        transaction.commit();
        if (!are_made_inside) {
            const engine::DefinitionScope outside{connection_};
            create_tables();
        }
        report_.before = read_rows(connection_);
    }

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() { watched_.end(); }

    Connection& connection() noexcept { return connection_; }
    [[nodiscard]] const std::vector<std::string>& rows() const noexcept { return report_.before; }

    void run(const RevisionLibrary& library, const std::vector<MigrationStep>& steps) {
        RevisionExecution execution{connection_, &lock_, options_};
        const bool is_whole_run = options_.transaction == RunTransaction::WholeRun;
        if (is_whole_run) {
            execution.begin_whole_run(
                foreign_keys_during_run(library, steps, connection_.dialect()));
        }
        for (const MigrationStep& step : steps) {
            const RunnableRevision& revision = library[step.revision];
            if (options_.on_step) {
                options_.on_step(step, revision.info);
            }
            execution.run(revision, step);
            report_.revisions.push_back(revision.info.id);
        }
        if (is_whole_run) {
            execution.commit_whole_run();
        }
        report_.statements = execution.statements();
    }

    void resume(const RunnableRevision& revision,
                const MigrationStep& step,
                std::vector<JournalEntry> statements,
                Settled settled) {
        RevisionExecution execution{connection_, &lock_, options_};
        if (options_.on_step) {
            options_.on_step(step, revision.info);
        }
        execution.resume(revision, step, std::move(statements), settled);
        report_.revisions.push_back(revision.info.id);
        report_.statements = execution.statements();
    }

    void change(const RevisionLibrary& library, const std::vector<VersionChange>& changes) {
        const std::int64_t now = server_seconds(connection_);
        connection_.rollback();
        Transaction transaction = connection_.begin();
        lock_.renew();
        VersionTable versions{connection_};
        History history{connection_};
        for (const VersionChange& change : changes) {
            versions.change(change);
            history.add(entry_of(library, change, now));
        }
        Journal{connection_}.clear();
        transaction.commit();
    }

    /// Other connections of this engine may hold plans of what was changed.
    RunReport report() {
        watched_.end();
        connection_.engine().dispose();
        report_.after = read_rows(connection_);
        return std::move(report_);
    }

private:
    void create_tables() {
        VersionTable versions{connection_};
        if (!versions.exists()) {
            versions.create();
        }
        History{connection_}.create_if_missing();
    }

    [[nodiscard]] HistoryEntry entry_of(const RevisionLibrary& library,
                                        const VersionChange& change,
                                        std::int64_t now) const {
        const bool is_gone = change.kind == VersionChange::Kind::Delete;
        const std::string& id = is_gone ? change.from : change.to;
        const RunnableRevision* revision = library.find(id);
        return {.revision = id,
                .kind = is_gone ? HistoryKind::Unstamp : HistoryKind::Stamp,
                .checksum = is_gone || revision == nullptr ? "" : revision->checksum,
                .started = utc_text(now),
                .who = options_.who.empty() ? this_process() : options_.who,
                .version = azoth_version()};
    }

    const RunOptions& options_;
    Connection connection_;
    Watched watched_;
    MigrationLock lock_;
    RunReport report_{};
};

/// Nothing to do is found out without taking the lock or making a table.
bool is_done(const Engine& engine,
             const RevisionLibrary& library,
             std::string_view target,
             FindPath find_path,
             RunReport& report) {
    Connection connection = engine.connect();
    refuse_unfinished(connection);
    report.before = read_rows(connection);
    report.after = report.before;
    return find_path(library.graph(), report.before, target).empty();
}

RunReport run(const Engine& engine,
              const RevisionLibrary& library,
              std::string_view target,
              FindPath find_path,
              const RunOptions& options) {
    RunReport nothing;
    if (is_done(engine, library, target, find_path, nothing)) {
        return nothing;
    }
    Session session{engine, options};
    refuse_unfinished(session.connection());
    if (find_path == upgrade_path && options.edited == EditedRevisions::Refuse) {
        refuse_edited(edited(session.connection(), library, session.rows()), library);
    }
    session.run(library, find_path(library.graph(), session.rows(), target));
    return session.report();
}

}  // namespace

RunReport upgrade(const Engine& engine,
                  const RevisionLibrary& library,
                  std::string_view target,
                  const RunOptions& options) {
    return run(engine, library, target, upgrade_path, options);
}

RunReport downgrade(const Engine& engine,
                    const RevisionLibrary& library,
                    std::string_view target,
                    const RunOptions& options) {
    return run(engine, library, target, downgrade_path, options);
}

namespace {

/// The step of a revision, without those of the way to it: they are done.
MigrationStep step_of(const RevisionGraph& graph,
                      const std::vector<std::string>& rows,
                      RevisionIndex revision,
                      Direction direction) {
    VersionRows versions{graph, rows};
    const std::vector<std::string>& down = graph[revision].down;
    const std::vector<std::string> own{graph.id(revision)};
    MigrationStep step{.direction = direction,
                       .revision = revision,
                       .from = direction == Direction::Upgrade ? down : own,
                       .to = direction == Direction::Upgrade ? own : down};
    step.changes = versions.step(revision, direction);
    step.rows_after = versions.rows();
    return step;
}

RevisionIndex unfinished_index(const RevisionLibrary& library, const std::string& id) {
    const auto index = library.graph().find(id);
    if (!index) {
        throw MigrationError{"unknown-revision",
                             "cannot go on with revision " + quoted(id) +
                                 ": it is not finished, and there is no file of it; put the file "
                                 "back, or finish it by hand and say so with \"azoth stamp\""};
    }
    return *index;
}

}  // namespace

std::optional<UnfinishedRevision> unfinished_revision(const Engine& engine) {
    Connection connection = engine.connect();
    const auto found = find_unfinished(connection);
    return found ? std::optional{as_unfinished(*found)} : std::nullopt;
}

RunReport resume(const Engine& engine,
                 const RevisionLibrary& library,
                 Settled settled,
                 const RunOptions& options) {
    if (!unfinished_revision(engine)) {
        const auto rows = current(engine);
        return {.before = rows, .after = rows};
    }
    Session session{engine, options};
    auto found = find_unfinished(session.connection());
    if (!found) {
        return session.report();
    }
    const auto index = unfinished_index(library, found->begun.revision);
    const auto step = step_of(library.graph(), session.rows(), index, direction_of(found->begun));
    session.resume(library[index], step, std::move(found->statements), settled);
    return session.report();
}

RunReport stamp(const Engine& engine,
                const RevisionLibrary& library,
                std::span<const std::string> targets,
                Purge purge,
                const RunOptions& options) {
    Session session{engine, options};
    std::vector<VersionChange> changes;
    std::vector<std::string> rows = session.rows();
    if (purge == Purge::Yes) {
        for (const std::string& row : rows) {
            changes.push_back({.kind = VersionChange::Kind::Delete, .from = row});
        }
        rows.clear();
    }
    const StampPlan plan = stamp(library.graph(), rows, targets);
    changes.insert(changes.end(), plan.changes.begin(), plan.changes.end());
    session.change(library, changes);
    return session.report();
}

std::vector<std::string> current(const Engine& engine) {
    Connection connection = engine.connect();
    return read_rows(connection);
}

void ensure_version(const Engine& engine) {
    Connection connection = engine.connect();
    engine::define(connection, [&] {
        VersionTable versions{connection};
        if (!versions.exists()) {
            versions.create();
        }
    });
}

std::vector<std::string> edited_revisions(const Engine& engine, const RevisionLibrary& library) {
    Connection connection = engine.connect();
    const std::vector<std::string> rows = read_rows(connection);
    return edited(connection, library, rows);
}

namespace {

/// A database that is ahead of the program, or not its own.
void refuse_unknown(const Engine& engine,
                    const RevisionLibrary& library,
                    std::span<const std::string> rows) {
    for (const std::string& row : rows) {
        if (library.find(row) == nullptr) {
            throw MigrationError{
                "not-at-head",
                "cannot use database " + engine.url().to_string() + ": it is at revision " +
                    quoted(row) +
                    ", which this program does not know; start the newer program that brought it "
                    "there, or take the database back with it (\"downgrade\")"};
        }
    }
}

std::string named(const RevisionInfo& info) {
    return quoted(info.id) + (info.message.empty() ? "" : " (" + info.message + ")");
}

}  // namespace

void require_head(const Engine& engine, const RevisionLibrary& library) {
    const std::vector<std::string> rows = current(engine);
    refuse_unknown(engine, library, rows);
    const std::vector<MigrationStep> pending = upgrade_path(library.graph(), rows, "heads");
    if (pending.empty()) {
        return;
    }
    std::vector<std::string> names;
    for (const MigrationStep& step : pending) {
        names.push_back(named(library[step.revision].info));
    }
    throw MigrationError{
        "not-at-head",
        "cannot use database " + engine.url().to_string() + ": it is behind this program by " +
            std::to_string(names.size()) + (names.size() == 1 ? " revision: " : " revisions: ") +
            text_utility::join(names, ", ") +
            "; run \"azoth upgrade head\", or the environment program with \"upgrade head\""};
}

RunReport upgrade(const Engine& engine, std::string_view target, const RunOptions& options) {
    return upgrade(engine, linked_library(), target, options);
}

RunReport downgrade(const Engine& engine, std::string_view target, const RunOptions& options) {
    return downgrade(engine, linked_library(), target, options);
}

RunReport stamp(const Engine& engine, std::string_view target, const RunOptions& options) {
    const std::string one{target};
    return stamp(engine, linked_library(), std::span{&one, 1}, Purge::No, options);
}

void require_head(const Engine& engine) {
    require_head(engine, linked_library());
}

}  // namespace azoth::migrate
