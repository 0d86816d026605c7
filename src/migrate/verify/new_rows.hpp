// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/verify/proof.hpp>

namespace azoth::migrate {

/// Rows that the upgraded schema takes and that a step of the downgrade may refuse.
struct NewRow {
    TableName table{};
    std::string column{};                ///< whose value is new; empty: the row as a whole is
    std::string with{};                  ///< `NULL in column "x"`
    std::vector<std::string> inserts{};  ///< on top of rows that were generated
    std::string count{};  ///< a query that is 0 unless they are as they are meant; empty: they are
};

/// For each step that rows can refuse; several guesses for one check. `number` is the first that no
/// generated row has.
[[nodiscard]] std::vector<NewRow> new_rows(std::span<const Operation> downgrade,
                                           std::span<const schema::Table> upgraded,
                                           std::size_t number,
                                           const dialects::Dialect& dialect);

/// What becomes of such rows on the way down: a sentence for each kind that the upgraded scratch
/// database takes. Leaves the database as it was.
[[nodiscard]] std::vector<std::string> try_new_rows(const Engine& scratch,
                                                    const MigrationPlan& plan,
                                                    std::size_t number);

}  // namespace azoth::migrate
