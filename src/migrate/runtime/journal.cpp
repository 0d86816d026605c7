// SPDX-License-Identifier: MIT
#include "migrate/runtime/journal.hpp"

#include <azoth/record/declarative_base.hpp>
#include <azoth/statement/select.hpp>
#include <azoth/statement/update.hpp>

#include <algorithm>

namespace azoth::migrate {

namespace {

constexpr std::string_view table_name = "azoth_journal";

DeclarativeBase journal_base{{.naming = NamingConvention{}}};
const auto journal = journal_base.map<JournalEntry>("azoth_journal",
                                                    column(&JournalEntry::step, primary_key),
                                                    column(&JournalEntry::statement, primary_key),
                                                    column(&JournalEntry::state, String(8)),
                                                    column(&JournalEntry::step_text, Text()),
                                                    column(&JournalEntry::sql, Text()));

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
    const auto names =
        connection_.dialect().catalog().table_names(connection_.query_callback(), {});
    return std::ranges::find(names, table_name) != names.end();
}

void Journal::create_if_missing() {
    if (exists()) {
        return;
    }
    for (const std::string& sql :
         connection_.dialect().ddl(ddl::CreateTable{.table = journal.table()})) {
        connection_.run_script(sql);
    }
}

void Journal::add(std::span<const JournalEntry> entries) {
    for (const JournalEntry& entry : entries) {
        connection_.execute(
            insert<JournalEntry>().values(azoth::set(&JournalEntry::step, entry.step),
                                          azoth::set(&JournalEntry::statement, entry.statement),
                                          azoth::set(&JournalEntry::run, entry.run),
                                          azoth::set(&JournalEntry::state, entry.state),
                                          azoth::set(&JournalEntry::step_text, entry.step_text),
                                          azoth::set(&JournalEntry::sql, entry.sql)));
    }
}

void Journal::set(std::int64_t step, std::int64_t statement, StatementState state) {
    connection_.execute(
        update<JournalEntry>()
            .set(&JournalEntry::state, std::string{to_string(state)})
            .where(col(&JournalEntry::step) == step && col(&JournalEntry::statement) == statement));
}

void Journal::forget_step(std::int64_t step) {
    connection_.execute(delete_from<JournalEntry>().where(col(&JournalEntry::step) == step));
}

void Journal::clear() {
    if (exists()) {
        connection_.execute(delete_from<JournalEntry>());
    }
}

std::vector<JournalEntry> Journal::entries() const {
    if (!exists()) {
        return {};
    }
    return connection_
        .execute(select<JournalEntry>().order_by(col(&JournalEntry::step),
                                                 col(&JournalEntry::statement)))
        .all();
}

}  // namespace azoth::migrate
