// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>

namespace azoth::engine {

/// While it lives, the connection's database does not watch over references (foreign keys): tables
/// can be dropped or made anew without a row of another table being changed. Sends what
/// `Dialect::rebuild_protocol` says round the transaction, and nothing where that is empty. Whoever
/// uses it compares `broken_references` at the begin and before the COMMIT.
class ForeignKeysDisabled {
public:
    /// Throws InvalidRequestError (`transaction-open`) inside a transaction: databases take no heed
    /// of the switch there.
    explicit ForeignKeysDisabled(Connection& connection);
    ForeignKeysDisabled(const ForeignKeysDisabled&) = delete;
    ForeignKeysDisabled& operator=(const ForeignKeysDisabled&) = delete;
    /// As `end`; a connection on which that fails is not used again.
    ~ForeignKeysDisabled();

    /// References are watched over again. The transaction must have ended.
    void end();

private:
    Connection* connection_;
};

/// Rows that refer to nothing (table, row, referred table, key), as texts, sorted; always none
/// where the database keeps watch by itself.
[[nodiscard]] std::vector<std::string> broken_references(Connection& connection);
/// Those of today that were not there before.
[[nodiscard]] std::vector<std::string> newly_broken_references(
    Connection& connection, const std::vector<std::string>& before);

}  // namespace azoth::engine
