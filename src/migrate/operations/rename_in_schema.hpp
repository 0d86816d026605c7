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
/// Of an Enum type, wherever columns have it and texts name it. A dot in the name stands between
/// schema and name.
void rename_enum(std::span<schema::Table> tables,
                 const TableName& type,
                 const std::string& new_name);
/// Literals of the column's Enum type that hold a renamed label, `'old'::status`: where there are
/// such types, databases rename them by themselves.
void rename_label_texts(std::span<schema::Table> tables, const operations::AlterColumn& step);

}  // namespace azoth::migrate
