// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>
#include <azoth/migrate/operations/operation.hpp>

namespace azoth::migrate {

/// Rows for which a step would be refused.
struct RowsInTheWay {
    std::string count{};  ///< a query for their number
    std::string with{};   ///< what they have: `NULL in column "x"`
    TableName table{};
};

/// What can be asked before anything is changed: NULLs where none may be, equal values in a key,
/// rows that fail a check or refer to nothing. Only of tables and columns that the steps before
/// have left alone; nothing is known after SQL or code of a user.
[[nodiscard]] std::vector<RowsInTheWay> rows_in_the_way(std::span<const Operation> steps,
                                                        const dialects::Dialect& dialect);

/// `table "t" has 3 rows with NULL in column "x"`, for each kind of them that there is. What the
/// database does not understand is left to the step itself.
[[nodiscard]] std::vector<std::string> find_rows_in_the_way(Connection& connection,
                                                            std::span<const Operation> steps);

}  // namespace azoth::migrate
