// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/renamed_label.hpp>
#include <azoth/schema/table.hpp>
#include <azoth/types/enum_in.hpp>

#include <variant>

/// CREATE, ALTER and DROP as values. A dialect turns each into SQL text; migrations order, reverse
/// and print them.
namespace azoth::ddl {

/// Names a table; `schema` is empty for the default one.
struct TableName {
    std::string name{};
    std::string schema{};
    friend bool operator==(const TableName&, const TableName&) = default;
};

enum class IfExists : std::uint8_t { No, Yes };
enum class Concurrently : std::uint8_t { No, Yes };

struct CreateTable {
    schema::Table table{};
    IfExists if_not_exists = IfExists::No;
    /// Indexes are not part of CREATE TABLE: each is a CreateIndex of its own.
};
struct DropTable {
    TableName table{};
    IfExists if_exists = IfExists::No;
    /// Types of its columns that go with it (names of Enum types), where the database has such
    /// types: each is dropped unless something else uses it.
    std::vector<std::string> enum_types{};
};
struct RenameTable {
    TableName table{};
    std::string new_name{};
};
struct AddColumn {
    TableName table{};
    schema::Column column{};
};
struct DropColumn {
    TableName table{};
    std::string column{};
    std::vector<std::string> enum_types{};  ///< as in DropTable
};
struct RenameColumn {
    TableName table{};
    std::string column{};
    std::string new_name{};
};
/// When a label that is added to an Enum is first used: some databases forbid it before the
/// transaction ends, unless the type is made anew.
enum class LabelUse : std::uint8_t { Later, AtOnce };

/// Type, nullability, default, comment, identity: what differs between the two is changed. Renaming
/// is RenameColumn.
struct AlterColumn {
    TableName table{};
    schema::Column existing{};
    schema::Column modified{};
    std::string using_expression{};  ///< how old values become new ones, where the database asks
    std::vector<schema::RenamedLabel> renamed_labels{};  ///< of the Enum that the column is
    LabelUse label_use = LabelUse::Later;
};
struct CreateIndex {
    TableName table{};
    schema::Index index{};
    Concurrently concurrently = Concurrently::No;
};
struct DropIndex {
    TableName table{};
    std::string name{};
    Concurrently concurrently = Concurrently::No;
};
struct RenameIndex {
    TableName table{};
    std::string name{};
    std::string new_name{};
};
struct AddPrimaryKey {
    TableName table{};
    schema::PrimaryKey constraint{};
};
struct AddUnique {
    TableName table{};
    schema::UniqueConstraint constraint{};
};
struct AddCheck {
    TableName table{};
    schema::CheckConstraint constraint{};
};
struct AddForeignKey {
    TableName table{};
    schema::ForeignKey constraint{};
};
enum class ConstraintKind : std::uint8_t { PrimaryKey, Unique, Check, ForeignKey };
struct DropConstraint {
    TableName table{};
    std::string name{};
    ConstraintKind kind = ConstraintKind::Check;
    /// Which one, where the database keeps no name for it: the columns of a unique or foreign key,
    /// the text of a check.
    std::vector<std::string> columns{};
    std::string expression{};
};
struct RenameConstraint {
    TableName table{};
    std::string name{};
    std::string new_name{};
};
struct SetTableComment {
    TableName table{};
    std::string comment{};
};
struct CreateView {
    schema::View view{};
};
struct DropView {
    TableName view{};
};

/// A closed list of texts as a type of its own; nothing happens where the database has no such
/// types.
struct CreateEnum {
    SqlType type{};  ///< Enum
    std::string schema{};
    IfExists if_not_exists = IfExists::No;
};
struct DropEnum {
    TableName type{};  ///< a dot in the name stands between its schema and its name
    IfExists if_exists = IfExists::No;
};
struct RenameEnum {
    TableName type{};
    std::string new_name{};  ///< without schema
};

using Statement = std::variant<CreateTable,
                               DropTable,
                               RenameTable,
                               AddColumn,
                               DropColumn,
                               RenameColumn,
                               AlterColumn,
                               CreateIndex,
                               DropIndex,
                               RenameIndex,
                               AddPrimaryKey,
                               AddUnique,
                               AddCheck,
                               AddForeignKey,
                               DropConstraint,
                               RenameConstraint,
                               SetTableComment,
                               CreateView,
                               DropView,
                               CreateEnum,
                               DropEnum,
                               RenameEnum>;

/// The existing table a statement changes or drops; null for CREATE TABLE, views and types.
[[nodiscard]] const TableName* changed_table(const Statement& statement) noexcept;

/// Names of the Enum types that the columns of a table use (arrays of them included), each once:
/// what DropTable takes.
[[nodiscard]] std::vector<std::string> enum_types_of(const schema::Table& table);

}  // namespace azoth::ddl
