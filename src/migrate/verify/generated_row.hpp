// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>

#include <map>

namespace azoth::migrate {

/// Values as SQL texts, by column.
using ColumnValues = std::map<std::string, std::string>;

/// The value of a type's n-th row; nothing for types that nobody can guess a value of.
[[nodiscard]] std::optional<std::string> generated_value(const SqlType& type, std::size_t number);
/// The table's n-th row with other values in some columns.
[[nodiscard]] std::string generated_row_with(const schema::Table& table,
                                             std::size_t number,
                                             const ColumnValues& others,
                                             const dialects::Dialect& dialect);

}  // namespace azoth::migrate
