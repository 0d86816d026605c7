// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/runtime/run.hpp>

#include "migrate/runtime/journal.hpp"
#include "migrate/runtime/planned_step.hpp"
#include "migrate/runtime/run_frame.hpp"

namespace azoth::migrate {

/// Keeps the journal of one run of one revision. What is done inside the revision's transaction
/// needs none; it opens when something is to stay without it.
class RunJournal {
public:
    RunJournal(Connection& connection, RunFrame& frame) noexcept
        : connection_{connection}, frame_{frame} {}

    /// A revision begins.
    void reset();
    /// Goes on with what an earlier run has written down.
    void take_up(std::vector<JournalEntry> recorded, Settled settled);
    /// Writes down what was done so far, in the present transaction. `run` is the number in
    /// azoth_history.
    void open(std::int64_t run);
    [[nodiscard]] bool is_open() const noexcept { return run_ != 0; }
    [[nodiscard]] std::int64_t run() const noexcept { return run_; }

    [[nodiscard]] bool recall(PlannedStep& step, const Operation& operation);
    void begin_step(PlannedStep& step);
    void begin_statement(const PlannedStep& step, const PlannedStatement& statement);
    void end_statement(const PlannedStep& step, const PlannedStatement& statement);
    void end_step(const PlannedStep& step);
    /// The revision has asked for the connection: what it does with it is not known.
    void pass_code();

    /// The transaction is gone. Says whether the database refused the statement that was begun.
    enum class Outcome : std::uint8_t { Refused, Unknown };
    void note_failure(Connection& connection, Outcome outcome);
    /// Statements that are done and stay.
    [[nodiscard]] std::int64_t count_done(Connection& connection) const;

private:
    [[nodiscard]] bool is_atomic(const PlannedStep& step) const;
    [[nodiscard]] std::vector<JournalEntry> recorded_of(std::int64_t step) const;
    [[nodiscard]] bool take_recorded(PlannedStep& step,
                                     const Operation& operation,
                                     const std::vector<JournalEntry>& recorded);
    void take_edited(PlannedStep& step,
                     const Operation& operation,
                     const std::vector<JournalEntry>& recorded);
    [[nodiscard]] bool is_done(const JournalEntry& entry, const PlannedStatement& statement);
    [[nodiscard]] bool settle(const JournalEntry& entry, const PlannedStatement& statement);
    [[nodiscard]] std::vector<JournalEntry> entries_of(const PlannedStep& step,
                                                       StatementState state) const;
    void write(std::vector<JournalEntry> entries);
    /// In the present transaction, or in one of its own.
    template <class Work>
    void at_once(const Work& work);

    Connection& connection_;
    RunFrame& frame_;
    std::int64_t run_ = 0;
    std::int64_t step_ = 0;  ///< the present one
    std::vector<JournalEntry> recorded_{};
    std::vector<JournalEntry> before_opening_{};
    Settled settled_ = Settled::Ask;
    bool is_recalled_ = false;  ///< the present step is written down already
    bool has_own_transaction_ = false;
    std::optional<std::int64_t> begun_{};  ///< statement of the present step
};

}  // namespace azoth::migrate
