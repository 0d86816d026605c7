// SPDX-License-Identifier: MIT
#pragma once

#include "dialects/sqlite/catalog.hpp"

#include <map>

namespace azoth::dialects::sqlite {

/// A row of pragma_table_xinfo.
struct ColumnInfo {
    std::string name{};
    std::string type{};
    bool not_null = false;
    std::optional<std::string> default_text{};
    int key_position = 0;  ///< from 1; 0: not in the primary key
    int hidden = 0;        ///< 2: generated, virtual; 3: generated, stored
};

/// A default as SQLite takes it: a lone word is a text, unless it is one of SQLite's constants.
[[nodiscard]] std::string default_value(const std::string& written);
/// The table without its indexes; names of columns as the columns spell them.
[[nodiscard]] schema::Table read_table(const SchemaObject& object,
                                       const std::vector<ColumnInfo>& columns);
[[nodiscard]] schema::Index read_index(const SchemaObject& object, const schema::Table& table);
/// Foreign keys get the referred table's spelling, and its primary key where no columns are
/// written.
void settle_references(schema::Table& table, const std::map<std::string, schema::Table>& tables);
/// Sets the schema and brings indexes, constraints and keys into the order of their names.
void finish_table(schema::Table& table, std::string_view schema);

}  // namespace azoth::dialects::sqlite
