// SPDX-License-Identifier: MIT
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/runtime/history.hpp>
#include <azoth/schema/elements.hpp>

#include <algorithm>

namespace azoth::migrate {
namespace {

constexpr std::string_view table_name = "azoth_history";

schema::Table definition() {
    schema::Table table{.name = std::string{table_name}};
    schema::append(table, column("id", BigInteger(), primary_key));
    schema::append(table, column("revision", String(32), not_null));
    schema::append(table, column("direction", String(9), not_null));
    schema::append(table, column("checksum", String(32), not_null));
    schema::append(table, column("statements_done", BigInteger(), not_null));
    schema::append(table, column("statements_all", BigInteger(), not_null));
    schema::append(table, column("started", String(19), not_null));
    schema::append(table, column("milliseconds", BigInteger(), not_null));
    schema::append(table, column("who", Text(), not_null));
    schema::append(table, column("version", String(32), not_null));
    schema::append(table, column("error", Text(), not_null));
    schema::append(table, column("downgrade_sql", Text(), not_null));
    return table;
}

bool exists(Connection& connection) {
    const auto names = connection.dialect().catalog().table_names(connection.query_callback(), {});
    return std::ranges::find(names, table_name) != names.end();
}

constexpr HistoryKind kinds[] = {
    HistoryKind::Upgrade, HistoryKind::Downgrade, HistoryKind::Stamp, HistoryKind::Unstamp};

/// A word that a newer azoth wrote says at least that nothing was upgraded.
HistoryKind kind_of(std::string_view word) {
    const auto* const found =
        std::ranges::find_if(kinds, [&](HistoryKind kind) { return to_string(kind) == word; });
    return found == std::end(kinds) ? HistoryKind::Downgrade : *found;
}

HistoryEntry entry_of(const std::vector<Value>& row) {
    return {.number = row[0].as_integer(),
            .revision = row[1].as_text(),
            .kind = kind_of(row[2].as_text()),
            .checksum = row[3].as_text(),
            .statements_done = row[4].as_integer(),
            .statements_all = row[5].as_integer(),
            .started = row[6].as_text(),
            .milliseconds = row[7].as_integer(),
            .who = row[8].as_text(),
            .version = row[9].as_text(),
            .error = row[10].as_text(),
            .downgrade_sql = row[11].as_text()};
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
    if (exists(connection_)) {
        return;
    }
    for (const std::string& sql :
         connection_.dialect().ddl(ddl::CreateTable{.table = definition()})) {
        connection_.run_script(sql);
    }
}

/// Runs are serialised by the lock, so the next number is free.
std::int64_t History::add(const HistoryEntry& entry) {
    const std::int64_t number =
        connection_.query("SELECT coalesce(max(id), 0) + 1 FROM azoth_history")
            .at(0)
            .at(0)
            .as_integer();
    connection_.execute(
        text("INSERT INTO azoth_history (id, revision, direction, checksum, statements_done, "
             "statements_all, started, milliseconds, who, version, error, downgrade_sql) VALUES "
             "(:id, :revision, :direction, :checksum, :done, :all, :started, :milliseconds, :who, "
             ":version, :error, :downgrade)"),
        {{"id", Value{number}},
         {"revision", Value{entry.revision}},
         {"direction", Value{std::string{to_string(entry.kind)}}},
         {"checksum", Value{entry.checksum}},
         {"done", Value{entry.statements_done}},
         {"all", Value{entry.statements_all}},
         {"started", Value{entry.started}},
         {"milliseconds", Value{entry.milliseconds}},
         {"who", Value{entry.who}},
         {"version", Value{entry.version}},
         {"error", Value{entry.error}},
         {"downgrade", Value{entry.downgrade_sql}}});
    return number;
}

void History::update(std::int64_t number, const Progress& progress) {
    connection_.execute(
        text("UPDATE azoth_history SET statements_done = :done, statements_all = :done, checksum = "
             ":checksum, error = :error WHERE id = :id"),
        {{"done", Value{progress.statements_done}},
         {"checksum", Value{progress.checksum}},
         {"error", Value{progress.error}},
         {"id", Value{number}}});
}

std::vector<HistoryEntry> History::entries() const {
    std::vector<HistoryEntry> result;
    if (!exists(connection_)) {
        return result;
    }
    for (const auto& row : connection_.query(
             "SELECT id, revision, direction, checksum, statements_done, statements_all, started, "
             "milliseconds, who, version, error, downgrade_sql FROM azoth_history ORDER BY id")) {
        result.push_back(entry_of(row));
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
