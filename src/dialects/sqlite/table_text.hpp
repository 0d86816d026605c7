// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/constraint.hpp>

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
    bool autoincrement = false;        ///< of a primary key
    bool descending = false;           ///< of a primary key at its column
    bool stored = false;               ///< of a generated column
    schema::ForeignKey foreign_key{};  ///< complete, with the name
};

struct ColumnText {
    std::string name{};
    std::string written_name{};  ///< with its quotes
    std::string type{};          ///< as written, blanks between words made one
    std::vector<Clause> clauses{};

    [[nodiscard]] const Clause* find(ClauseKind kind) const noexcept;
    /// Replaces the text of the clause of this kind, or adds one.
    void set(ClauseKind kind, std::string body);
    void remove(ClauseKind kind);
};

struct TableText {
    std::vector<ColumnText> columns{};
    std::vector<Clause> clauses{};  ///< constraints of the table
    bool strict = false;
    bool without_rowid = false;
    bool readable = false;  ///< false for what is no CREATE TABLE with columns (virtual tables)

    [[nodiscard]] const ColumnText* find_column(std::string_view name) const noexcept;
};

[[nodiscard]] TableText parse_create_table(std::string_view sql);
/// A column as it stands in CREATE TABLE or ADD COLUMN: `a INTEGER NOT NULL`.
[[nodiscard]] ColumnText parse_column(std::string_view definition);

/// Column names of SQLite are the same whatever the case of their ASCII letters.
[[nodiscard]] bool is_same_name(std::string_view left, std::string_view right) noexcept;

}  // namespace azoth::dialects::sqlite
