// SPDX-License-Identifier: MIT
#include <azoth/engine/connection.hpp>
#include <azoth/expression/functions.hpp>
#include <azoth/mapping/declarative_base.hpp>
#include <azoth/migrate/runtime/history.hpp>
#include <azoth/statement/insert.hpp>
#include <azoth/statement/select.hpp>
#include <azoth/statement/update.hpp>

#include <algorithm>
#include <utility>

#include "migrate/runtime/own_tables.hpp"

namespace azoth::migrate {
namespace {

constexpr std::string_view table_name = "azoth_history";

struct HistoryRow {
    std::int64_t id = 0;
    std::string revision{};
    std::string direction{};
    std::optional<std::string> checksum{};
    std::int64_t statements_done = 0;
    std::int64_t statements_all = 0;
    std::string started{};
    std::int64_t milliseconds = 0;
    std::string who{};
    std::string version{};
    std::optional<std::string> error{};
    std::optional<std::string> downgrade_sql{};
};

DeclarativeBase history_base{{.naming = NamingConvention{}}};
const auto history =
    history_base.map<HistoryRow>("azoth_history",
                                 column(&HistoryRow::id, BigInteger(), primary_key),
                                 column(&HistoryRow::revision, String(32)),
                                 column(&HistoryRow::direction, String(9)),
                                 column(&HistoryRow::checksum, String(32)),
                                 column(&HistoryRow::started, String(19)),
                                 column(&HistoryRow::who, Text()),
                                 column(&HistoryRow::version, String(32)),
                                 column(&HistoryRow::error, Text()),
                                 column(&HistoryRow::downgrade_sql, Text()));

constexpr HistoryKind kinds[] = {
    HistoryKind::Upgrade, HistoryKind::Downgrade, HistoryKind::Stamp, HistoryKind::Unstamp};

/// A word that a newer azoth wrote says at least that nothing was upgraded.
HistoryKind kind_of(std::string_view word) {
    const auto* const found =
        std::ranges::find_if(kinds, [&](HistoryKind kind) { return to_string(kind) == word; });
    return found == std::end(kinds) ? HistoryKind::Downgrade : *found;
}

HistoryEntry entry_of(HistoryRow row) {
    return {.number = row.id,
            .revision = std::move(row.revision),
            .kind = kind_of(row.direction),
            .checksum = std::move(row.checksum).value_or(""),
            .statements_done = row.statements_done,
            .statements_all = row.statements_all,
            .started = std::move(row.started),
            .milliseconds = row.milliseconds,
            .who = std::move(row.who),
            .version = std::move(row.version),
            .error = std::move(row.error).value_or(""),
            .downgrade_sql = std::move(row.downgrade_sql).value_or("")};
}

}  // namespace

std::string_view to_string(HistoryKind kind) noexcept {
    switch (kind) {
        case HistoryKind::Upgrade:
            return "upgrade";
        case HistoryKind::Downgrade:
            return "downgrade";
        case HistoryKind::Stamp:
            return "stamp";
        case HistoryKind::Unstamp:
            return "unstamp";
    }
    return {};
}

bool says_what_was_applied(const HistoryEntry& entry) noexcept {
    return entry.error.empty() && !entry.checksum.empty() &&
           (entry.kind == HistoryKind::Upgrade || entry.kind == HistoryKind::Stamp);
}

void History::create_if_missing() {
    if (!has_own_table(connection_, table_name)) {
        create_own_table(connection_, history.table());
    }
}

/// Runs are serialised by the lock, so the next number is free.
std::int64_t History::add(const HistoryEntry& entry) {
    const auto newest = connection_.execute(select(func::max(&HistoryRow::id))).one();
    const std::int64_t number = newest.value_or(0) + 1;
    connection_.execute(
        insert<HistoryRow>().values(set(&HistoryRow::id, number),
                                    set(&HistoryRow::revision, entry.revision),
                                    set(&HistoryRow::direction, std::string{to_string(entry.kind)}),
                                    set(&HistoryRow::checksum, entry.checksum),
                                    set(&HistoryRow::statements_done, entry.statements_done),
                                    set(&HistoryRow::statements_all, entry.statements_all),
                                    set(&HistoryRow::started, entry.started),
                                    set(&HistoryRow::milliseconds, entry.milliseconds),
                                    set(&HistoryRow::who, entry.who),
                                    set(&HistoryRow::version, entry.version),
                                    set(&HistoryRow::error, entry.error),
                                    set(&HistoryRow::downgrade_sql, entry.downgrade_sql)));
    return number;
}

void History::update(std::int64_t number, const Progress& progress) {
    connection_.execute(azoth::update<HistoryRow>()
                            .set(&HistoryRow::statements_done, progress.statements_done)
                            .set(&HistoryRow::statements_all, progress.statements_done)
                            .set(&HistoryRow::checksum, progress.checksum)
                            .set(&HistoryRow::error, progress.error)
                            .where(col(&HistoryRow::id) == number));
}

std::vector<HistoryEntry> History::entries() const {
    std::vector<HistoryEntry> result;
    if (!has_own_table(connection_, table_name)) {
        return result;
    }
    for (HistoryRow& row :
         connection_.execute(select<HistoryRow>().order_by(col(&HistoryRow::id))).all()) {
        result.push_back(entry_of(std::move(row)));
    }
    return result;
}

std::optional<std::string> History::applied_checksum(std::string_view revision) const {
    std::optional<std::string> result;
    for (const HistoryEntry& entry : entries()) {
        if (entry.revision == revision && says_what_was_applied(entry)) {
            result = entry.checksum;
        }
    }
    return result;
}

}  // namespace azoth::migrate
