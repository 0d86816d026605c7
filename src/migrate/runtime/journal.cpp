// SPDX-License-Identifier: MIT
#include "migrate/runtime/journal.hpp"

#include <azoth/mapping/declarative_base.hpp>
#include <azoth/statement/select.hpp>
#include <azoth/statement/update.hpp>

#include "migrate/runtime/own_tables.hpp"

namespace azoth::migrate {

namespace {

constexpr std::string_view table_name = "azoth_journal";

struct JournalRow {
    std::int64_t step = 0;
    std::int64_t statement = 0;
    std::int64_t run = 0;
    std::string state{};
    std::optional<std::string> step_text{};
    std::optional<std::string> sql{};
};

DeclarativeBase journal_base{{.naming = NamingConvention{}}};
const auto journal = journal_base.map<JournalRow>("azoth_journal",
                                                  column(&JournalRow::step, primary_key),
                                                  column(&JournalRow::statement, primary_key),
                                                  column(&JournalRow::state, String(8)),
                                                  column(&JournalRow::step_text, Text()),
                                                  column(&JournalRow::sql, Text()));

}  // namespace

std::string_view to_string(StatementState state) noexcept {
    switch (state) {
        case StatementState::Planned:
            return "planned";
        case StatementState::Begun:
            return "begun";
        case StatementState::Done:
            return "done";
        case StatementState::Failed:
            return "failed";
    }
    return {};
}

bool Journal::exists() const {
    return has_own_table(connection_, table_name);
}

void Journal::create_if_missing() {
    if (!exists()) {
        create_own_table(connection_, journal.table());
    }
}

void Journal::add(std::span<const JournalEntry> entries) {
    for (const JournalEntry& entry : entries) {
        connection_.execute(
            insert<JournalRow>().values(azoth::set(&JournalRow::step, entry.step),
                                        azoth::set(&JournalRow::statement, entry.statement),
                                        azoth::set(&JournalRow::run, entry.run),
                                        azoth::set(&JournalRow::state, entry.state),
                                        azoth::set(&JournalRow::step_text, entry.step_text),
                                        azoth::set(&JournalRow::sql, entry.sql)));
    }
}

void Journal::set(std::int64_t step, std::int64_t statement, StatementState state) {
    connection_.execute(
        update<JournalRow>()
            .set(&JournalRow::state, std::string{to_string(state)})
            .where(col(&JournalRow::step) == step && col(&JournalRow::statement) == statement));
}

void Journal::forget_step(std::int64_t step) {
    connection_.execute(delete_from<JournalRow>().where(col(&JournalRow::step) == step));
}

void Journal::clear() {
    if (exists()) {
        connection_.execute(delete_from<JournalRow>());
    }
}

std::vector<JournalEntry> Journal::entries() const {
    if (!exists()) {
        return {};
    }
    std::vector<JournalEntry> result;
    for (JournalRow& row : connection_
                               .execute(select<JournalRow>().order_by(col(&JournalRow::step),
                                                                      col(&JournalRow::statement)))
                               .all()) {
        result.push_back({.step = row.step,
                          .statement = row.statement,
                          .run = row.run,
                          .state = std::move(row.state),
                          .step_text = std::move(row.step_text).value_or(""),
                          .sql = std::move(row.sql).value_or("")});
    }
    return result;
}

}  // namespace azoth::migrate
