// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/constraint.hpp>

#include <span>
#include <string_view>

/// The text of CREATE TABLE taken apart: SQLite keeps it as it was written, and it alone knows the
/// names of constraints, the expressions of checks, collations, AUTOINCREMENT, deferrability.
namespace azoth::dialects::sqlite {

enum class ClauseKind : std::uint8_t {
    PrimaryKey,
    Unique,
    Check,
    ForeignKey,
    NotNull,
    Default,
    Collate,
    Generated,
    Other,
};

/// A constraint of a column or of the table.
struct Clause {
    ClauseKind kind = ClauseKind::Other;
    std::string name{};  ///< after CONSTRAINT, or empty
    std::string body{};  ///< as written, without the name
    std::vector<std::string>
        columns{};  ///< of a key or unique; for a column's constraint, that column
    std::string
        expression{};  ///< of a check or generated column, without the parentheses; a collation
    bool autoincrement = false;  ///< of a primary key
    bool descending = false;     ///< of a primary key at its column
    bool stored = false;         ///< of a generated column
    /// What schema::Table has no member for: ON CONFLICT, COLLATE or DESC of a key's column, MATCH.
    bool is_special = false;
    std::string conflict{};  ///< ` ON CONFLICT REPLACE`, or empty where it is the usual one
    schema::ForeignKey foreign_key{};  ///< complete, with the name
};

struct ColumnText {
    std::string name{};
    std::string written_name{};  ///< with its quotes
    std::string type{};          ///< as written, blanks between words made one
    std::size_t begin = 0;       ///< position of its name in the text
    std::vector<Clause> clauses{};

    [[nodiscard]] const Clause* find(ClauseKind kind) const noexcept;
    /// Replaces the text of the clause of this kind, or adds one.
    void set(ClauseKind kind, std::string body);
    void remove(ClauseKind kind);
};

struct TableText {
    std::string name{};
    std::vector<ColumnText> columns{};
    std::vector<Clause> clauses{};  ///< constraints of the table
    bool strict = false;
    bool without_rowid = false;
    bool readable = false;  ///< false for what is no CREATE TABLE with columns (virtual tables)

    [[nodiscard]] const ColumnText* find_column(std::string_view wanted) const noexcept;
};

[[nodiscard]] TableText parse_create_table(std::string_view sql);
/// The clause as it stands behind all columns: `UNIQUE (a) ON CONFLICT REPLACE` for one at a
/// column.
[[nodiscard]] std::string as_table_clause(const Clause& clause);
/// The option of a table under which a special clause is kept (`sqlite_unique(a, b)`); empty for
/// kinds that have none.
[[nodiscard]] std::string special_option(ClauseKind kind, std::span<const std::string> columns);
/// What is kept there: `UNIQUE (a) ON CONFLICT REPLACE`; of a foreign key `MATCH FULL`.
[[nodiscard]] std::string special_text(const Clause& clause);
/// The one column that is the rowid, or empty.
[[nodiscard]] std::string rowid_column(std::span<const ColumnText* const> columns,
                                       std::span<const Clause> clauses);
/// `t.a > 0`  ->  `a > 0`: a table's own expressions mean the same without its name, and keep
/// meaning it when it has another.
[[nodiscard]] std::string without_owner(std::string_view sql, std::string_view owner);

/// A column as it stands in CREATE TABLE or ADD COLUMN: `a INTEGER NOT NULL`.
[[nodiscard]] ColumnText parse_column(std::string_view definition);

}  // namespace azoth::dialects::sqlite
