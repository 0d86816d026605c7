// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/table.hpp>

#include <variant>

/// CREATE, ALTER and DROP as values. A dialect turns each into SQL text; migrations order, reverse and print them.
namespace azoth::ddl {

/// Names a table; `schema` is empty for the default one.
struct TableName {
    std::string name{};
    std::string schema{};
    friend bool operator==(const TableName&, const TableName&) = default;
};

enum class IfExists : std::uint8_t { No, Yes };

struct CreateTable {
    schema::Table table{};
    IfExists if_not_exists = IfExists::No;
    /// Indexes are not part of CREATE TABLE: each is a CreateIndex of its own.
};
struct DropTable {
    TableName table{};
    IfExists if_exists = IfExists::No;
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
};
struct RenameColumn {
    TableName table{};
    std::string column{};
    std::string new_name{};
};
/// Type, nullability, default, comment, identity: what differs between the two is changed. Renaming is RenameColumn.
struct AlterColumn {
    TableName table{};
    schema::Column existing{};
    schema::Column modified{};
    std::string using_expression{};  ///< how old values become new ones, where the database asks
};
struct CreateIndex {
    TableName table{};
    schema::Index index{};
    bool concurrently = false;
};
struct DropIndex {
    TableName table{};
    std::string name{};
    bool concurrently = false;
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

using Statement = std::variant<CreateTable, DropTable, RenameTable, AddColumn, DropColumn, RenameColumn, AlterColumn,
                               CreateIndex, DropIndex, RenameIndex, AddPrimaryKey, AddUnique, AddCheck, AddForeignKey,
                               DropConstraint, RenameConstraint, SetTableComment, CreateView, DropView>;

}  // namespace azoth::ddl
