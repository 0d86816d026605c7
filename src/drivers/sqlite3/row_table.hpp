// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

#include <sqlite3.h>

#include <exception>

namespace azoth::drivers::sqlite {

/// The rows that `azoth_rows(?)` shows. A cell that cannot be stored leaves its error here.
struct ShownRows {
    RowBlock block{};
    StoredForm stored_form = StoredForm::Default;
    std::exception_ptr failure{};
};

/// Gives the connection the table `azoth_rows(rows)`: the columns `c1`, `c2`, … up to `c128` of the
/// rows that the parameter was bound to. Reading it costs half of what binding and stepping row by
/// row does. Views and triggers cannot refer to it. Returns a result code.
[[nodiscard]] int create_row_table(sqlite3* database) noexcept;
/// `rows` must live until the parameter is bound anew. Returns a result code.
[[nodiscard]] int bind_row_table(sqlite3_stmt* statement, int position, ShownRows& rows) noexcept;

}  // namespace azoth::drivers::sqlite
