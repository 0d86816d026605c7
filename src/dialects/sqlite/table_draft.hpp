// SPDX-License-Identifier: MIT
#pragma once

#include "dialects/sqlite/catalog.hpp"
#include "dialects/sqlite/table_text.hpp"

#include <azoth/ddl/ddl.hpp>

#include <span>

namespace azoth::dialects::sqlite {

/// A column of the table to be, and where its values come from.
struct DraftColumn {
    ColumnText text{};
    std::string source{};  ///< expression over the old table; empty: the column gets its default,
                           ///< or is generated
};

/// A table that is being changed, as text: what no change touches stays as it was written.
class TableDraft {
public:
    /// `objects`: the table, its indexes and its triggers, from sqlite_schema.
    TableDraft(const ddl::TableName& name, std::span<const SchemaObject> objects);

    /// Throws ArgumentError (`unknown-column`, `unknown-constraint`, `unknown-index`) with
    /// did-you-mean, and CompileError (`ddl-unsupported`) for what changes no table or is not a
    /// matter of a rebuild.
    void apply(const ddl::Statement& change);

    /// CREATE TABLE of the table to be under another name.
    [[nodiscard]] std::string create_as(std::string_view full_name) const;
    [[nodiscard]] const std::vector<DraftColumn>& columns() const noexcept { return columns_; }
    [[nodiscard]] const std::vector<Clause>& clauses() const noexcept { return clauses_; }
    [[nodiscard]] const TableText& written() const noexcept { return written_; }
    [[nodiscard]] bool has_autoincrement() const noexcept;
    /// CREATE INDEX and CREATE TRIGGER as they are to be sent.
    [[nodiscard]] const std::vector<std::string>& indexes() const noexcept { return index_sql_; }
    [[nodiscard]] const std::vector<std::string>& triggers() const noexcept { return trigger_sql_; }

private:
    struct Apply;

    DraftColumn& find_column(std::string_view name);
    [[noreturn]] void refuse_unknown_column(std::string_view name) const;
    void add_column(const schema::Column& column);
    void drop_column(std::string_view name);
    void require_free(std::string_view column) const;
    void require_no_trigger_uses(std::string_view column) const;
    void alter_column(const ddl::AlterColumn& change);
    void change_type(DraftColumn& column, const ddl::AlterColumn& change);
    void remove_enum_check(ColumnText& column);
    void add_clause(ClauseKind kind,
                    std::string_view name,
                    std::vector<std::string> columns,
                    std::string body);
    void add_primary_key(const schema::PrimaryKey& key);
    void require_not_null(std::string_view column);
    void drop_constraint(const ddl::DropConstraint& change);
    Clause* find_clause(std::string_view name, const ddl::DropConstraint* unnamed);
    void remove_clause(const Clause* clause);
    [[noreturn]] void refuse_unknown_constraint(std::string_view name) const;
    void rename_constraint(const ddl::RenameConstraint& change);
    [[nodiscard]] std::size_t index_position(std::string_view name) const;
    void drop_index(std::string_view name);
    void rename_index(const ddl::RenameIndex& change);

    ddl::TableName name_;
    TableText written_{};
    std::vector<DraftColumn> columns_{};
    std::vector<Clause> clauses_{};
    std::vector<std::string> index_names_{};
    std::vector<std::string> index_sql_{};
    std::vector<std::string> trigger_names_{};
    std::vector<std::string> trigger_sql_{};
};

}  // namespace azoth::dialects::sqlite
