// SPDX-License-Identifier: MIT
#include <azoth/engine/unwatched_references.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace azoth::engine {

namespace {

void run_outside_transactions(Connection& connection, const std::vector<std::string>& statements) {
    connection.set_autocommit(true);
    for (const std::string& sql : statements) {
        connection.run_script(sql);
    }
    connection.set_autocommit(false);
}

}  // namespace

ForeignKeysDisabled::ForeignKeysDisabled(Connection& connection) : connection_{&connection} {
    run_outside_transactions(connection,
                             connection.dialect().rebuild_protocol().before_transaction);
}

ForeignKeysDisabled::~ForeignKeysDisabled() {
    Connection* const connection = connection_;
    try {
        end();
    } catch (const std::exception&) {
        connection->invalidate();
    }
}

void ForeignKeysDisabled::end() {
    if (Connection* const connection = std::exchange(connection_, nullptr)) {
        run_outside_transactions(*connection,
                                 connection->dialect().rebuild_protocol().after_transaction);
    }
}

std::vector<std::string> broken_references(Connection& connection) {
    std::vector<std::string> result;
    const std::string sql = connection.dialect().rebuild_protocol().check;
    if (sql.empty()) {
        return result;
    }
    for (const auto& row : connection.query(sql)) {
        std::string text;
        for (const Value& value : row) {
            text += (text.empty() ? "" : ", ") + value.to_string();
        }
        result.push_back(std::move(text));
    }
    std::ranges::sort(result);
    return result;
}

std::vector<std::string> newly_broken_references(Connection& connection,
                                                 const std::vector<std::string>& before) {
    const std::vector<std::string> now = broken_references(connection);
    std::vector<std::string> added;
    std::ranges::set_difference(now, before, std::back_inserter(added));
    return added;
}

}  // namespace azoth::engine
