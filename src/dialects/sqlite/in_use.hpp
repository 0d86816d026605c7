// SPDX-License-Identifier: MIT
#pragma once

#include "dialects/sqlite/catalog.hpp"

#include <azoth/ddl/ddl.hpp>

/// What SQLite would carry out although something else rests on it.
namespace azoth::dialects::sqlite {

/// Throws ArgumentError (`table-in-use`).
[[noreturn]] void refuse_table_in_use(std::string_view action,
                                      std::string_view table,
                                      const SchemaObject& reader);
/// Throws ArgumentError (`column-in-use`). `user`: `the index "ix"`.
[[noreturn]] void refuse_column_in_use(std::string_view action,
                                       std::string_view table,
                                       std::string_view column,
                                       std::string_view user,
                                       std::string_view way_out);
/// Throws ArgumentError (`column-in-use`) when one of these virtual tables reads the column.
void refuse_readers(const std::vector<SchemaObject>& readers, const ddl::DropColumn& change);

}  // namespace azoth::dialects::sqlite
