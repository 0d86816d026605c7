// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

/// A new name written into everything that mentions the old one, as databases do it by themselves.
namespace azoth::migrate {

void rename_table(std::span<schema::Table> tables,
                  const TableName& table,
                  const std::string& new_name);
void rename_column(std::span<schema::Table> tables,
                   const TableName& table,
                   const std::string& column,
                   const std::string& new_name);

}  // namespace azoth::migrate
