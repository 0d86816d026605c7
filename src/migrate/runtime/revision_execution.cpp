// SPDX-License-Identifier: MIT
#include "migrate/runtime/revision_execution.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/engine/definitions.hpp>

#include <algorithm>
#include <chrono>

#include "migrate/runtime/batches.hpp"
#include "migrate/runtime/broken_objects.hpp"
#include "migrate/runtime/process.hpp"
#include "migrate/runtime/rows_in_the_way.hpp"
#include "migrate/runtime/run_steps.hpp"
#include "migrate/runtime/server_clock.hpp"
#include "migrate/runtime/version_table.hpp"

namespace azoth::migrate {
namespace {

using text_utility::quoted;

std::int64_t milliseconds_now() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

/// The run that is not finished stays as it was written down.
bool is_question_of_resume(const Error& error) {
    return error.code() == "statement-unsettled" || error.code().starts_with("resume-");
}

/// What the driver quotes of a statement is its beginning.
std::string with_statement(const std::string& message, const std::string& statement) {
    const auto trimmed = std::string{text_utility::trim(statement)};
    const bool is_said = trimmed.empty() || message.find(quoted(trimmed)) != std::string::npos;
    return is_said ? message : message + "; the statement was: " + trimmed;
}

std::string_view verb(Direction direction) {
    return direction == Direction::Upgrade ? "upgrade to" : "downgrade from";
}

}  // namespace

RevisionExecution::RevisionExecution(Connection& connection,
                                     MigrationLock* lock,
                                     const RunOptions& options)
    : connection_{connection},
      lock_{lock},
      options_{options},
      runner_{connection, *this},
      frame_{connection},
      journal_{connection, frame_} {}

void RevisionExecution::begin(const RunnableRevision& revision, const MigrationStep& step) {
    revision_ = &revision;
    step_ = &step;
    is_started_ = false;
    kept_ = 0;
    pending_.clear();
    journal_.reset();
    runner_.forget_last_statement();
    statements_before_ = runner_.statements();
}

void RevisionExecution::run(const RunnableRevision& revision, const MigrationStep& step) {
    begin(revision, step);
    carry_out();
}

void RevisionExecution::resume(const RunnableRevision& revision,
                               const MigrationStep& step,
                               std::vector<JournalEntry> recorded,
                               Settled settled) {
    begin(revision, step);
    journal_.take_up(std::move(recorded), settled);
    carry_out();
}

void RevisionExecution::carry_out() {
    using enum RunJournal::Outcome;
    try {
        take_and_run();
        finish();
    } catch (const MigrationError& error) {
        abandon();
        if (!is_question_of_resume(error)) {
            note_failure(error.message(), Unknown);
        }
        throw;
    } catch (const Error& error) {
        abandon();
        const bool is_refused =
            dynamic_cast<const DatabaseError*>(&error) != nullptr && !error.connection_lost();
        note_failure(error.message(), is_refused ? Refused : Unknown);
        fail(error);
    } catch (...) {
        abandon();
        note_failure("the code of the revision threw an exception", Unknown);
        throw;
    }
}

void RevisionExecution::take_and_run() {
    take_steps(*revision_, step_->direction, *this);
    if (!is_started_) {
        start(foreign_keys_during(pending_, connection_.dialect()));
    }
    run_pending(
        label_use_in(is_whole_run() ? RunTransaction::WholeRun : RunTransaction::EachRevision));
}

/// Asked for in the middle of the revision, when nobody can know whether a table will be made anew:
/// then what a rebuild needs is arranged for.
Connection& RevisionExecution::flush() {
    if (!is_started_) {
        start(foreign_keys_during_code(connection_.dialect()));
    }
    run_pending(ddl::LabelUse::AtOnce);
    journal_.pass_code();
    return connection_;
}

void RevisionExecution::start(ForeignKeys foreign_keys) {
    is_started_ = true;
    started_ticks_ = milliseconds_now();
    started_seconds_ = server_seconds(connection_);
    if (!journal_.is_open()) {
        refuse_rows_in_the_way();
    }
    if (!is_whole_run()) {
        frame_.open(foreign_keys);
        begin_transaction();
    }
    if (lock_ != nullptr) {
        lock_->renew();
    }
    if (frame_.checks_at_the_end()) {
        broken_before_ = engine::broken_references(connection_);
        broken_objects_before_ = broken_objects(connection_);
    }
}

/// Before anything is changed, so that all of them are said at once.
void RevisionExecution::refuse_rows_in_the_way() {
    const std::vector<std::string> found = find_rows_in_the_way(connection_, pending_);
    if (!found.empty()) {
        throw MigrationError{"rows-in-the-way",
                             "cannot " + std::string{verb(step_->direction)} + " revision " +
                                 quoted(revision_->info.id) + " (" + revision_->info.message +
                                 "): " + text_utility::join(found, ", ") +
                                 "; nothing was changed: change or delete those rows, or let the "
                                 "revision do it in its first step, and run again"};
    }
}

void RevisionExecution::begin_transaction() {
    if (has_transaction(*revision_, connection_.dialect())) {
        frame_.begin();
        return;
    }
    if (!journal_.is_open()) {
        create_journal_outside();
        frame_.begin();
        if (lock_ != nullptr) {
            lock_->renew();
        }
        open_journal();
        frame_.commit();
    }
    connection_.set_autocommit(true);
}

/// Where a transaction could not hold that.
void RevisionExecution::create_journal_outside() {
    if (!connection_.dialect().capabilities().transactional_ddl) {
        const engine::DefinitionScope outside{connection_};
        Journal{connection_}.create_if_missing();
    }
}

void RevisionExecution::open_journal() {
    HistoryEntry begun = entry();
    begun.error = "not finished";
    journal_.open(History{connection_}.add(begun));
}

void RevisionExecution::begin_whole_run(ForeignKeys foreign_keys) {
    frame_.open(foreign_keys);
    frame_.begin();
}

void RevisionExecution::commit_whole_run() {
    frame_.commit();
    frame_.close();
}

void RevisionExecution::run_pending(ddl::LabelUse after) {
    const std::vector<Operation> steps = std::exchange(pending_, {});
    runner_.run(steps, after);
}

/// What was done so far is committed with the journal that knows it.
void RevisionExecution::leave_transaction() {
    if (is_whole_run()) {
        refuse_concurrent_step(*revision_);
    }
    if (frame_.is_in_transaction()) {
        if (!journal_.is_open()) {
            open_journal();
        }
        frame_.commit();
        connection_.set_autocommit(true);
    }
}

void RevisionExecution::enter_transaction() {
    if (has_transaction(*revision_, connection_.dialect())) {
        connection_.set_autocommit(false);
        frame_.begin();
    }
}

bool RevisionExecution::recall(PlannedStep& planned, const Operation& operation) {
    return journal_.recall(planned, operation);
}

void RevisionExecution::begin_step(PlannedStep& planned) {
    if (planned.placement == Placement::Outside) {
        leave_transaction();
    }
    journal_.begin_step(planned);
}

void RevisionExecution::begin_statement(const PlannedStep& planned,
                                        const PlannedStatement& statement) {
    journal_.begin_statement(planned, statement);
}

void RevisionExecution::end_statement(const PlannedStep& planned,
                                      const PlannedStatement& statement) {
    journal_.end_statement(planned, statement);
    if (lock_ != nullptr && !frame_.is_in_transaction()) {
        lock_->renew();  // it may be long until the next one
    }
    if (options_.on_statement && planned.code == nullptr) {
        options_.on_statement(statement.sql);
    }
}

void RevisionExecution::end_step(const PlannedStep& planned) {
    journal_.end_step(planned);
    if (planned.placement == Placement::Outside) {
        enter_transaction();
    }
}

HistoryEntry RevisionExecution::entry() const {
    const auto done = static_cast<std::int64_t>(runner_.statements() - statements_before_);
    return {.revision = revision_->info.id,
            .kind = step_->direction == Direction::Upgrade ? HistoryKind::Upgrade
                                                           : HistoryKind::Downgrade,
            .checksum = revision_->checksum,
            .statements_done = done,
            .statements_all = done,
            .started = utc_text(started_seconds_),
            .milliseconds = milliseconds_now() - started_ticks_,
            .who = options_.who.empty() ? this_process() : options_.who,
            .version = azoth_version(),
            .downgrade_sql = downgrade_sql()};
}

std::string RevisionExecution::downgrade_sql() const {
    return step_->direction == Direction::Upgrade
               ? compiled_downgrade(*revision_, connection_.dialect())
               : std::string{};
}

void RevisionExecution::record() {
    VersionTable versions{connection_};
    for (const VersionChange& change : step_->changes) {
        versions.change(change);
    }
    History history{connection_};
    if (!journal_.is_open()) {
        history.add(entry());
        return;
    }
    history.update(journal_.run(),
                   {.statements_done = journal_.count_done(connection_),
                    .checksum = revision_->checksum,
                    .error = ""});
    Journal{connection_}.clear();
}

void RevisionExecution::check_foreign_keys() {
    const std::vector<std::string> added =
        engine::newly_broken_references(connection_, broken_before_);
    if (!added.empty()) {
        throw MigrationError{
            "broken-references",
            "cannot " + std::string{verb(step_->direction)} + " revision " +
                quoted(revision_->info.id) + ": " + std::to_string(added.size()) +
                " rows would refer to rows that do not exist (table, row, referred table, key: " +
                added.front() + "); " + what_was_kept() +
                ", so move or delete those rows in it first"};
    }
}

void RevisionExecution::finish() {
    if (frame_.checks_at_the_end() && frame_.is_in_transaction()) {
        check_foreign_keys();
        refuse_newly_broken(connection_, broken_objects_before_);
    }
    if (is_whole_run()) {
        record();
        return;
    }
    if (!frame_.is_in_transaction()) {
        connection_.set_autocommit(false);
        frame_.begin();
    }
    record();
    frame_.commit();
    frame_.close();
}

void RevisionExecution::abandon() noexcept {
    if (options_.on_connection) {
        options_.on_connection(nullptr);  // taking back must not be cancelled
    }
    frame_.abandon();
}

/// The revision's own transaction is gone, so that this needs one of its own. That it cannot be
/// written must not hide why the revision failed.
void RevisionExecution::note_failure(const std::string& message,
                                     RunJournal::Outcome outcome) noexcept {
    try {
        write_failure(connection_, message, outcome);
    } catch (const ConnectionLost&) {
        connection_.invalidate();
        note_failure_beside(message, outcome);
    } catch (const std::exception&) {
        connection_.invalidate();
    }
}

void RevisionExecution::note_failure_beside(const std::string& message,
                                            RunJournal::Outcome outcome) noexcept {
    try {
        Connection beside = connection_.engine().connect();
        write_failure(beside, message, outcome);
    } catch (const std::exception&) {
        // The database is not to be reached, as the error says that will be thrown.
    }
}

void RevisionExecution::write_failure(Connection& connection,
                                      const std::string& message,
                                      RunJournal::Outcome outcome) {
    Transaction transaction = connection.begin();
    History history{connection};
    if (journal_.is_open()) {
        journal_.note_failure(connection, outcome);
        kept_ = journal_.count_done(connection);
        history.update(
            journal_.run(),
            {.statements_done = kept_, .checksum = revision_->checksum, .error = message});
    } else {
        HistoryEntry failed = entry();
        failed.error = message;
        failed.statements_done = 0;
        history.add(failed);
    }
    transaction.commit();
}

void RevisionExecution::fail(const Error& error) {
    ErrorDetails details = error.details();
    if (details.statement.empty()) {
        details.statement = runner_.last_statement();
    }
    throw MigrationError{"revision-failed",
                         "cannot " + std::string{verb(step_->direction)} + " revision " +
                             quoted(revision_->info.id) + " (" + revision_->info.message +
                             "): " + with_statement(error.message(), details.statement) + "; " +
                             way_out(error),
                         details};
}

/// Not everything that goes wrong is the revision's fault.
std::string RevisionExecution::way_out(const Error& error) const {
    if (dynamic_cast<const ConnectionLost*>(&error) != nullptr) {
        return std::string{
                   "the connection is gone, and the database takes back what was not "
                   "committed: see \"azoth status\", and "} +
               go_on("run again");
    }
    const bool is_about_rights =
        error.code() == "permission-denied" || error.code() == "read-only-database";
    if (is_about_rights || dynamic_cast<const OperationalError*>(&error) != nullptr ||
        dynamic_cast<const SerializationError*>(&error) != nullptr) {
        return what_was_kept() + ", so " + go_on("run again") + " when that is mended";
    }
    const std::string place = revision_->info.path.empty() ? "the revision" : revision_->info.path;
    return what_was_kept() + ", so correct " + place + " and " + go_on("run again");
}

std::string RevisionExecution::go_on(std::string_view first) const {
    return std::string{kept_ > 0 ? "go on with \"azoth resume\"" : first};
}

std::string RevisionExecution::what_was_kept() const {
    if (is_whole_run()) {
        return "nothing of this run was kept";
    }
    if (kept_ == 0) {
        return "nothing of this revision was kept";
    }
    return std::to_string(kept_) +
           " of its statements are done and stay, since they ran outside of a transaction";
}

namespace {

/// Nothing where the step is no text alone: it moves rows, runs code, or makes a table anew.
std::optional<std::string> as_text(const Operation& step, const dialects::Dialect& dialect) {
    if (const auto* text = std::get_if<operations::Execute>(&step)) {
        return is_for(*text, dialect) ? text->sql + ";\n" : "";
    }
    const std::vector<ddl::Statement> statements = to_ddl(step);
    if (statements.empty()) {
        return std::nullopt;
    }
    std::string result;
    for (const ddl::Statement& statement : statements) {
        if (dialect.needs_rebuild(statement)) {
            return std::nullopt;
        }
        for (const std::string& sql : dialect.ddl(statement)) {
            result += sql + ";\n";
        }
    }
    return result;
}

}  // namespace

std::string compiled_downgrade(const RunnableRevision& revision, const dialects::Dialect& dialect) {
    OperationList list{dialect.name()};
    try {
        take_steps(revision, Direction::Downgrade, list);
        std::string result;
        for (const Operation& step : list.operations()) {
            const auto text = as_text(step, dialect);
            if (!text) {
                return {};
            }
            result += *text;
        }
        return result;
    } catch (const Error&) {
        return {};
    }
}

}  // namespace azoth::migrate
