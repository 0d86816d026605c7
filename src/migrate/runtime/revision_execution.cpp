// SPDX-License-Identifier: MIT
#include "migrate/runtime/revision_execution.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <chrono>

#include "migrate/runtime/batches.hpp"
#include "migrate/runtime/broken_objects.hpp"
#include "migrate/runtime/process.hpp"
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
      runner_{connection,
              {.on_statement = [this](std::string_view sql) { note_statement(sql); },
               .leave_transaction = [this] { leave_transaction(); },
               .enter_transaction = [this] { enter_transaction(); }}},
      frame_{connection} {}

void RevisionExecution::run(const RunnableRevision& revision, const MigrationStep& step) {
    revision_ = &revision;
    step_ = &step;
    is_started_ = false;
    is_journaled_ = false;
    pending_.clear();
    statements_before_ = runner_.statements();
    try {
        take_and_run();
        finish();
    } catch (const MigrationError& error) {
        abandon();
        note_failure(error.message());
        throw;
    } catch (const Error& error) {
        abandon();
        note_failure(error.message());
        fail(error);
    } catch (...) {
        abandon();
        note_failure("the code of the revision threw an exception");
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
    return connection_;
}

void RevisionExecution::start(ForeignKeys foreign_keys) {
    is_started_ = true;
    started_ticks_ = milliseconds_now();
    started_seconds_ = server_seconds(connection_);
    if (!is_whole_run()) {
        frame_.open(foreign_keys);
        if (!revision_->info.transactional) {
            begin_journal();
            return;
        }
        frame_.begin();
    }
    if (lock_ != nullptr) {
        lock_->renew();
    }
    if (frame_.checks_at_the_end()) {
        broken_before_ = engine::broken_references(connection_);
        broken_objects_before_ = broken_objects(connection_);
    }
}

void RevisionExecution::begin_journal() {
    frame_.begin();
    journal_number_ = History{connection_}.add(entry());
    frame_.commit();
    is_journaled_ = true;
    connection_.set_autocommit(true);
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

void RevisionExecution::leave_transaction() {
    if (is_whole_run()) {
        refuse_concurrent_step(*revision_);
    }
    if (frame_.is_in_transaction()) {
        frame_.commit();
        connection_.set_autocommit(true);
    }
}

void RevisionExecution::enter_transaction() {
    if (revision_->info.transactional) {
        connection_.set_autocommit(false);
        frame_.begin();
    }
}

void RevisionExecution::note_statement(std::string_view sql) {
    if (is_journaled_) {
        History{connection_}.update(
            journal_number_,
            static_cast<std::int64_t>(runner_.statements() - statements_before_),
            "not finished");
    }
    if (options_.on_statement) {
        options_.on_statement(sql);
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
            .error = revision_->info.transactional ? "" : "not finished",
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
    if (is_journaled_) {
        history.update(journal_number_,
                       static_cast<std::int64_t>(runner_.statements() - statements_before_),
                       "");
    } else {
        history.add(entry());
    }
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
void RevisionExecution::note_failure(const std::string& message) noexcept {
    try {
        write_failure(connection_, message);
    } catch (const ConnectionLost&) {
        connection_.invalidate();
        note_failure_beside(message);
    } catch (const std::exception&) {
        connection_.invalidate();
    }
}

void RevisionExecution::note_failure_beside(const std::string& message) noexcept {
    try {
        Connection beside = connection_.engine().connect();
        write_failure(beside, message);
    } catch (const std::exception&) {
        // The database is not to be reached, as the error says that will be thrown.
    }
}

void RevisionExecution::write_failure(Connection& connection, const std::string& message) {
    Transaction transaction = connection.begin();
    History history{connection};
    HistoryEntry failed = entry();
    if (is_journaled_) {
        history.update(journal_number_, failed.statements_done, message);
    } else {
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
                             "): " + error.message() + "; the statement was: " + details.statement +
                             "; " + way_out(error),
                         details};
}

/// Not everything that goes wrong is the revision's fault.
std::string RevisionExecution::way_out(const Error& error) const {
    if (dynamic_cast<const ConnectionLost*>(&error) != nullptr) {
        return std::string{
            "the connection is gone, and the database takes back what was not "
            "committed: see \"azoth status\", and run again"};
    }
    if (dynamic_cast<const OperationalError*>(&error) != nullptr ||
        dynamic_cast<const SerializationError*>(&error) != nullptr) {
        return what_was_kept() + ", so run again when that is mended";
    }
    const std::string place = revision_->info.path.empty() ? "the revision" : revision_->info.path;
    return what_was_kept() + ", so correct " + place + " and run again";
}

std::string RevisionExecution::what_was_kept() const {
    if (is_whole_run()) {
        return "nothing of this run was kept";
    }
    if (revision_->info.transactional) {
        return "nothing of this revision was kept";
    }
    return std::to_string(runner_.statements() - statements_before_) +
           " of its statements are done and stay, since it is not transactional";
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
