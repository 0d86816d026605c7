// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/base/error.hpp>
#include <azoth/migrate/runtime/history.hpp>
#include <azoth/migrate/runtime/run.hpp>

#include "migrate/runtime/lock.hpp"
#include "migrate/runtime/operation_runner.hpp"
#include "migrate/runtime/run_frame.hpp"
#include "migrate/runtime/run_journal.hpp"

namespace azoth::migrate {

/// Runs one revision in one direction: its steps, its rows in the version table and in the history,
/// in one transaction where the revision allows it; what is done outside of it is in the journal.
class RevisionExecution final : private OperationSink, private StepKeeper {
public:
    RevisionExecution(Connection& connection, MigrationLock* lock, const RunOptions& options);

    /// Throws MigrationError (`revision-failed`, or what the revision's own steps throw).
    void run(const RunnableRevision& revision, const MigrationStep& step);
    /// Goes on with one that an earlier run has begun.
    void resume(const RunnableRevision& revision,
                const MigrationStep& step,
                std::vector<JournalEntry> recorded,
                Settled settled);
    /// Around all revisions of a run that is one transaction.
    void begin_whole_run(ForeignKeys foreign_keys);
    void commit_whole_run();
    [[nodiscard]] std::size_t statements() const noexcept { return runner_.statements(); }

private:
    void add(Operation operation) override { pending_.push_back(std::move(operation)); }
    Connection& flush() override;
    std::string_view dialect() const override { return connection_.dialect().name(); }

    bool recall(PlannedStep& planned, const Operation& operation) override;
    void begin_step(PlannedStep& planned) override;
    void begin_statement(const PlannedStep& planned, const PlannedStatement& statement) override;
    void end_statement(const PlannedStep& planned, const PlannedStatement& statement) override;
    void end_step(const PlannedStep& planned) override;

    void begin(const RunnableRevision& revision, const MigrationStep& step);
    void carry_out();
    void take_and_run();
    void start(ForeignKeys foreign_keys);
    void refuse_rows_in_the_way();
    void begin_transaction();
    void create_journal_outside();
    void open_journal();
    void run_pending(ddl::LabelUse after);
    void record();
    void check_foreign_keys();
    void finish();
    void abandon() noexcept;
    void note_failure_beside(const std::string& message, RunJournal::Outcome outcome) noexcept;
    void write_failure(Connection& connection,
                       const std::string& message,
                       RunJournal::Outcome outcome);
    void leave_transaction();
    void enter_transaction();
    [[nodiscard]] bool is_whole_run() const noexcept {
        return options_.transaction == RunTransaction::WholeRun;
    }
    [[nodiscard]] std::string what_was_kept() const;
    [[nodiscard]] std::string way_out(const Error& error) const;
    [[nodiscard]] std::string go_on(std::string_view first) const;
    void note_failure(const std::string& message, RunJournal::Outcome outcome) noexcept;
    [[noreturn]] void fail(const Error& error);
    [[nodiscard]] HistoryEntry entry() const;
    [[nodiscard]] std::string downgrade_sql() const;

    Connection& connection_;
    MigrationLock* lock_;
    const RunOptions& options_;
    OperationRunner runner_;
    RunFrame frame_;
    RunJournal journal_;

    const RunnableRevision* revision_ = nullptr;
    const MigrationStep* step_ = nullptr;
    std::vector<Operation> pending_{};
    std::vector<std::string> broken_before_{};
    std::vector<std::string> broken_objects_before_{};
    bool is_started_ = false;
    std::int64_t kept_ = 0;  ///< statements that are done and stay, after a failure
    std::size_t statements_before_ = 0;
    std::int64_t started_seconds_ = 0;
    std::int64_t started_ticks_ = 0;
};

/// The statements that take a revision back, as far as they can be known without a connection;
/// empty otherwise.
[[nodiscard]] std::string compiled_downgrade(const RunnableRevision& revision,
                                             const dialects::Dialect& dialect);

}  // namespace azoth::migrate
