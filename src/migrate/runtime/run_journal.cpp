// SPDX-License-Identifier: MIT
#include "migrate/runtime/run_journal.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

#include "migrate/runtime/operation_runner.hpp"

namespace azoth::migrate {

namespace {

constexpr std::string_view code_with_connection = "code with the connection";

bool is_open_question(const JournalEntry& entry) {
    return entry.is(StatementState::Begun) || entry.is(StatementState::Done);
}

/// Rows that are inserted make long texts, which need only be told apart.
std::string identity(const std::string& text) {
    constexpr std::size_t longest = 1000;
    return text.size() <= longest ? text
                                  : "hash " + std::to_string(text_utility::stable_hash(text));
}

[[noreturn]] void refuse_difference(const JournalEntry& entry, std::string_view now) {
    throw MigrationError{
        "resume-differs",
        "cannot go on with the revision: a step of it that is done already was " +
            text_utility::quoted(text_utility::trim(entry.sql)) + ", and the file now says " +
            text_utility::quoted(text_utility::trim(now)) +
            " in its place; put the steps that are done back as they were, and change only what is "
            "still to be done"};
}

[[noreturn]] void refuse_code() {
    throw MigrationError{
        "resume-code",
        "cannot go on with the revision: its code used the connection (get_bind) outside of a "
        "transaction, and nobody can know how far it came; bring the database by hand to where "
        "the revision ends or begins, then say so with \"azoth stamp\""};
}

[[noreturn]] void ask(const JournalEntry& entry) {
    throw MigrationError{
        "statement-unsettled",
        "cannot go on with the revision: it was interrupted while this statement ran, and only a "
        "person can tell whether it took effect: " +
            entry.sql +
            "; look, then say \"azoth resume --done\" to go on behind it, or \"azoth resume "
            "--not-done\" to send it again"};
}

/// What shows that a recorded statement is done, where one of them alone makes up the step.
std::optional<Operation> effect_of(const std::vector<JournalEntry>& recorded,
                                   std::size_t at,
                                   const Operation& operation) {
    const auto* index = std::get_if<operations::CreateIndex>(&operation);
    if (index != nullptr && recorded.size() == 2 && at == 0) {
        return operations::DropIndex{.table = index->table, .name = index->index.name};
    }
    const bool is_last = at + 1 == recorded.size();
    return is_last && (index != nullptr || recorded.size() == 1) ? std::optional{operation}
                                                                 : std::nullopt;
}

}  // namespace

void RunJournal::reset() {
    run_ = 0;
    step_ = 0;
    recorded_.clear();
    before_opening_.clear();
    settled_ = Settled::Ask;
    is_recalled_ = false;
    has_own_transaction_ = false;
    begun_.reset();
}

void RunJournal::take_up(std::vector<JournalEntry> recorded, Settled settled) {
    run_ = recorded.empty() ? 0 : recorded.front().run;
    recorded_ = std::move(recorded);
    settled_ = settled;
}

void RunJournal::open(std::int64_t run) {
    run_ = run;
    Journal journal{connection_};
    journal.create_if_missing();
    journal.clear();
    write(std::exchange(before_opening_, {}));
}

void RunJournal::write(std::vector<JournalEntry> entries) {
    for (JournalEntry& entry : entries) {
        entry.run = run_;
    }
    Journal{connection_}.add(entries);
}

std::vector<JournalEntry> RunJournal::recorded_of(std::int64_t step) const {
    std::vector<JournalEntry> result;
    std::ranges::copy_if(recorded_, std::back_inserter(result), [&](const JournalEntry& entry) {
        return entry.step == step;
    });
    return result;
}

bool RunJournal::recall(PlannedStep& step, const Operation& operation) {
    const auto recorded = recorded_of(step_);
    is_recalled_ = false;
    if (recorded.empty()) {
        return false;
    }
    if (std::ranges::none_of(recorded, is_open_question)) {
        Journal{connection_}.forget_step(step_);
        return false;
    }
    is_recalled_ = true;
    if (recorded.front().step_text != identity(step.text)) {
        at_once([&] { take_edited(step, operation, recorded); });
        return true;
    }
    return take_recorded(step, operation, recorded);
}

bool RunJournal::take_recorded(PlannedStep& step,
                               const Operation& operation,
                               const std::vector<JournalEntry>& recorded) {
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        PlannedStatement statement{.number = recorded[i].statement,
                                   .sql = recorded[i].sql,
                                   .effect = effect_of(recorded, i, operation)};
        if (!is_done(recorded[i], statement)) {
            step.statements.push_back(std::move(statement));
        }
    }
    return true;
}

/// SQL of the user may be corrected behind the statements that are done.
void RunJournal::take_edited(PlannedStep& step,
                             const Operation& operation,
                             const std::vector<JournalEntry>& recorded) {
    const auto* text = std::get_if<operations::Execute>(&operation);
    if (text == nullptr) {
        refuse_difference(recorded.front(), step.text);
    }
    const auto statements = connection_.dialect().split(text->sql);
    Journal{connection_}.forget_step(step_);
    for (std::size_t i = 0; i < std::max(statements.size(), recorded.size()); ++i) {
        const bool is_known = i < recorded.size() && is_open_question(recorded[i]);
        const std::string now = i < statements.size() ? statements[i] : "nothing";
        if (is_known && recorded[i].sql != now) {
            refuse_difference(recorded[i], now);
        }
        if (i >= statements.size()) {
            continue;
        }
        PlannedStatement statement{.number = static_cast<std::int64_t>(i), .sql = now};
        const bool is_over = is_known && is_done(recorded[i], statement);
        write({{.step = step_,
                .statement = statement.number,
                .state = std::string{to_string(is_over ? StatementState::Done
                                                       : StatementState::Planned)},
                .step_text = identity(step.text),
                .sql = now}});
        if (!is_over) {
            step.statements.push_back(std::move(statement));
        }
    }
}

bool RunJournal::is_done(const JournalEntry& entry, const PlannedStatement& statement) {
    if (entry.sql == code_with_connection) {
        refuse_code();
    }
    if (!entry.is(StatementState::Begun)) {
        return entry.is(StatementState::Done);
    }
    const bool took_effect = settle(entry, statement);
    Journal{connection_}.set(
        entry.step, entry.statement, took_effect ? StatementState::Done : StatementState::Planned);
    return took_effect;
}

bool RunJournal::settle(const JournalEntry& entry, const PlannedStatement& statement) {
    auto applied = Applied::Unknown;
    if (statement.effect) {
        const TableName* table = table_of(*statement.effect);
        const auto live = connection_.dialect().catalog().tables(
            connection_.query_callback(), {table == nullptr ? "" : table->schema, {}});
        applied = is_applied(*statement.effect, live);
    }
    if (applied == Applied::Unknown) {
        if (settled_ == Settled::Ask) {
            ask(entry);
        }
        return std::exchange(settled_, Settled::Ask) == Settled::Done;
    }
    return applied == Applied::Yes;
}

/// Definitions stay or go with what is written down of them, where the database can do that.
bool RunJournal::is_atomic(const PlannedStep& step) const {
    return step.placement == Placement::Anywhere &&
           connection_.dialect().capabilities().transactional_ddl;
}

std::vector<JournalEntry> RunJournal::entries_of(const PlannedStep& step,
                                                 StatementState state) const {
    std::vector<JournalEntry> result;
    for (const PlannedStatement& statement : step.statements) {
        result.push_back({.step = step_,
                          .statement = statement.number,
                          .state = std::string{to_string(state)},
                          .step_text = identity(step.text),
                          .sql = is_atomic(step) ? identity(statement.sql) : statement.sql});
    }
    return result;
}

void RunJournal::begin_step(PlannedStep& step) {
    if (frame_.is_in_transaction() || !is_open()) {
        return;
    }
    if (is_atomic(step) && !is_recalled_) {
        connection_.set_autocommit(false);
        frame_.begin();
        has_own_transaction_ = true;
    } else if (!is_recalled_) {
        at_once([&] { write(entries_of(step, StatementState::Planned)); });
        is_recalled_ = true;
    }
}

template <class Work>
void RunJournal::at_once(const Work& work) {
    if (frame_.is_in_transaction()) {
        work();
        return;
    }
    connection_.set_autocommit(false);
    frame_.begin();
    work();
    frame_.commit();
    connection_.set_autocommit(true);
}

void RunJournal::begin_statement(const PlannedStep& /*step*/, const PlannedStatement& statement) {
    if (is_open() && !frame_.is_in_transaction()) {
        Journal{connection_}.set(step_, statement.number, StatementState::Begun);
        begun_ = statement.number;
    }
}

void RunJournal::end_statement(const PlannedStep& /*step*/, const PlannedStatement& statement) {
    if (is_open() && is_recalled_) {
        Journal{connection_}.set(step_, statement.number, StatementState::Done);
    }
    begun_.reset();
}

void RunJournal::end_step(const PlannedStep& step) {
    if (!is_open()) {
        auto entries = entries_of(step, StatementState::Done);
        std::ranges::move(entries, std::back_inserter(before_opening_));
    } else if (!is_recalled_) {
        write(entries_of(step, StatementState::Done));
    }
    if (std::exchange(has_own_transaction_, false)) {
        frame_.commit();
        connection_.set_autocommit(true);
    }
    is_recalled_ = false;
    ++step_;
}

void RunJournal::pass_code() {
    if (!recorded_of(step_).empty()) {
        refuse_code();
    }
    JournalEntry entry{.step = step_++,
                       .run = run_,
                       .state = std::string{to_string(StatementState::Begun)},
                       .sql = std::string{code_with_connection}};
    if (is_open()) {
        write({std::move(entry)});
    } else {
        before_opening_.push_back(std::move(entry));
    }
}

void RunJournal::note_failure(Connection& connection, Outcome outcome) {
    has_own_transaction_ = false;
    if (begun_ && outcome == Outcome::Refused) {
        Journal{connection}.set(step_, *begun_, StatementState::Failed);
    }
    begun_.reset();
}

std::int64_t RunJournal::count_done(Connection& connection) const {
    return std::ranges::count_if(Journal{connection}.entries(), [](const JournalEntry& entry) {
        return entry.is(StatementState::Done);
    });
}

}  // namespace azoth::migrate
