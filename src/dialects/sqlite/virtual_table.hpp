// SPDX-License-Identifier: MIT
#pragma once

#include "dialects/sqlite/catalog.hpp"

namespace azoth::dialects::sqlite {

/// CREATE VIRTUAL TABLE taken apart.
struct VirtualTableText {
    std::string module{};
    /// The table or view whose rows it reads (`content=` of FTS3, FTS4 and FTS5), or empty.
    std::string content{};
    /// The columns that it reads there, with the one of `content_rowid=`; none: all.
    std::vector<std::string> columns{};
    /// What its arguments spell, for modules that nobody knows here.
    std::vector<std::string> words{};
};

[[nodiscard]] VirtualTableText parse_virtual_table(std::string_view sql);

/// The virtual tables that read this table.
[[nodiscard]] std::vector<SchemaObject> readers_of(const std::vector<SchemaObject>& objects,
                                                   std::string_view table);
/// Those of them that read this column.
[[nodiscard]] std::vector<SchemaObject> readers_of(const std::vector<SchemaObject>& objects,
                                                   std::string_view table,
                                                   std::string_view column);

/// A query that fails when the virtual table cannot read its rows any more, which it says of itself
/// no earlier than when it is searched. Empty for one that reads no other table.
[[nodiscard]] std::string reader_probe(const SchemaObject& object, std::string_view schema);

}  // namespace azoth::dialects::sqlite
