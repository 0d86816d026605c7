// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/column.hpp>
#include <azoth/schema/constraint.hpp>

#include <utility>

namespace azoth::schema {

/// A table as plain data: what models declare, what a database holds, what a migration compares.
struct Table {
    std::string name{};
    std::string schema{};  ///< empty: the connection's default schema
    std::vector<Column> columns{};
    std::optional<PrimaryKey> primary_key{};
    std::vector<UniqueConstraint> uniques{};
    std::vector<CheckConstraint> checks{};
    std::vector<ForeignKey> foreign_keys{};
    std::vector<Index> indexes{};
    std::string comment{};
    std::string renamed_from{};
    /// Options of one database, by qualified key: `sqlite_strict` = `true`.
    std::vector<std::pair<std::string, std::string>> options{};

    /// Null when there is none of that name.
    [[nodiscard]] const Column* find_column(std::string_view column_name) const noexcept;
    [[nodiscard]] Column* find_column(std::string_view column_name) noexcept;
    /// Position in `columns`; throws ArgumentError (`unknown-column`) with did-you-mean.
    [[nodiscard]] std::size_t column_index(std::string_view column_name) const;
    [[nodiscard]] bool is_primary_key(std::string_view column_name) const noexcept;
    /// The value of an option, or nothing.
    [[nodiscard]] std::optional<std::string_view> option(std::string_view key) const noexcept;
    /// `schema.name`, or the name alone.
    [[nodiscard]] std::string full_name() const;

    friend bool operator==(const Table&, const Table&) = default;
};

/// Makes the flags of the columns and the table's primary key say the same: a primary key with
/// columns wins, otherwise the flags make one. Columns of the key become NOT NULL.
void complete_primary_key(Table& table);

/// A view as plain data: the query's text as the database gives it back.
struct View {
    std::string name{};
    std::string schema{};
    std::string definition{};
    friend bool operator==(const View&, const View&) = default;
};

}  // namespace azoth::schema
