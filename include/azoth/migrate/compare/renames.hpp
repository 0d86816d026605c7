// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

#include <string_view>

namespace azoth::migrate {

/// A new name for a table, for a column of a table, or for a label of a column's enumeration (by
/// the new names of table and column, when they are renamed too).
struct Rename {
    std::string table{};   ///< the old one when a table is renamed
    std::string column{};  ///< empty: the table itself
    std::string new_name{};
    std::string schema{};  ///< of the table
    std::string label{};   ///< the old one, when a label of the column's Enum is renamed
    friend bool operator==(const Rename&, const Rename&) = default;
};

/// `table.old=table.new`, `schema.table.old=schema.table.new`, `old_table=new_table`, or
/// `table.column.old=table.column.new` for a label; all before the new name may be left out. Names
/// are looked up in the live schema to tell a column from a table in a schema. Throws ArgumentError
/// (`bad-rename`).
[[nodiscard]] Rename parse_rename(std::string_view text, std::span<const schema::Table> live);

/// A pair that could be a rename or a drop and an addition: only a person can tell.
struct RenameQuestion {
    Rename rename{};
    int score = 0;  ///< 0 to 100
    /// `is column "city" of table "person" the old column "town"?`
    [[nodiscard]] std::string text() const;
    /// `--rename person.town=person.city`
    [[nodiscard]] std::string option() const;
};

struct RenameFindings {
    /// Tables first; in an order in which each new name is free, with `name` to `name_old` before
    /// where something else had it.
    std::vector<Rename> settled{};
    std::vector<RenameQuestion> questions{};
};

enum class WhenUnsure : std::uint8_t {
    Ask,        ///< what is likely but not certain becomes a question
    DropAndAdd  ///< nothing is a rename unless it was said to be
};

/// What people said about renames.
struct RenameAnswers {
    std::vector<Rename> declared{};
    std::vector<Rename> declined{};
    WhenUnsure when_unsure = WhenUnsure::Ask;
};

/// What was renamed from one schema to another. What was declared comes first, then what the wanted
/// tables and columns say by `renamed_from`: a rename when the database has only the old name, or
/// when the new one moves on; a question when it has both, and the old one is not wanted any more
/// or fits better. Of the rest each dropped and added pair is scored by
/// type, position, constraints and name. 93 and more, with no rival, is a rename; less than 60 is
/// none; what is between is a question. Throws ArgumentError
/// (`unknown-rename`) when a declared old name is not in the live schema or its new name not in the
/// wanted one.
[[nodiscard]] RenameFindings find_renames(std::span<const schema::Table> live,
                                          std::span<const schema::Table> wanted,
                                          const RenameAnswers& answers = {});

/// The renames as steps from the live schema, which is looked at for the types of columns whose
/// labels are renamed.
[[nodiscard]] std::vector<Operation> to_operations(std::span<const Rename> renames,
                                                   std::span<const schema::Table> live = {});

}  // namespace azoth::migrate
