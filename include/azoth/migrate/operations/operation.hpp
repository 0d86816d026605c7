// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/ddl/ddl.hpp>
#include <azoth/migrate/operations/callback.hpp>

#include <memory>
#include <span>

/// Steps of a migration as values. The same values serve autogenerate, rendering, running online,
/// printing offline SQL and recovery.
namespace azoth::migrate {

using ddl::TableName;

using Constraint = std::variant<schema::PrimaryKey,
                                schema::UniqueConstraint,
                                schema::CheckConstraint,
                                schema::ForeignKey>;

[[nodiscard]] const std::string& name_of(const Constraint& constraint);
[[nodiscard]] ddl::ConstraintKind kind_of(const Constraint& constraint);

/// Properties of a column; only those that are there count.
struct ColumnProperties {
    std::optional<SqlType> type{};
    std::optional<bool> nullable{};
    std::optional<std::optional<std::string>> server_default{};  ///< inner nullopt: no default
    std::optional<std::string> comment{};
    std::optional<bool> autoincrement{};
    std::optional<schema::Identity> identity{};

    [[nodiscard]] bool empty() const noexcept;
    friend bool operator==(const ColumnProperties&, const ColumnProperties&) = default;
};

/// What `to` has otherwise than `from`; name and computed expression are not looked at.
[[nodiscard]] ColumnProperties difference(const schema::Column& from, const schema::Column& to);
void assign(schema::Column& column, const ColumnProperties& properties);

/// A step and the ddl::Statement that carries it out are two values, since a step knows more: what
/// there was before, which reversing it needs and no SQL says, and less: only those properties of a
/// column that change. Where both know the same they are one type.
namespace operations {

using ddl::AddColumn;
using ddl::Concurrently;
using ddl::CreateIndex;
using ddl::RenameColumn;
using ddl::RenameEnum;
using ddl::RenameIndex;
using ddl::RenameTable;

struct CreateTable {
    schema::Table table{};  ///< with its indexes
};
/// Without definition the table cannot be brought back.
struct DropTable {
    TableName table{};
    std::optional<schema::Table> definition{};
};
struct SetTableComment {
    TableName table{};
    std::string existing{};
    std::string modified{};
};
struct DropColumn {
    TableName table{};
    std::string column{};
    std::optional<schema::Column> definition{};
};
/// `modified` says what changes. `existing` says what was there before, as far as it is known: all
/// that `modified` has is needed to take the step back.
struct AlterColumn {
    TableName table{};
    std::string column{};
    ColumnProperties existing{};
    ColumnProperties modified{};
    std::string using_expression{};
    std::vector<schema::RenamedLabel> renamed_labels{};
    ddl::LabelUse label_use = ddl::LabelUse::Later;  ///< found out when the steps are run
};
struct DropIndex {
    TableName table{};
    std::string name{};
    std::optional<schema::Index> definition{};
    Concurrently concurrently = Concurrently::No;
};
struct AddConstraint {
    TableName table{};
    Constraint constraint{};
};
/// Found by its name, and where there is none of that name by its definition: databases name
/// constraints that nobody named, each in its own way or not at all.
struct DropConstraint {
    TableName table{};
    std::string name{};
    std::optional<ddl::ConstraintKind> kind{};
    std::optional<Constraint> definition{};
};
/// Found as in DropConstraint; one without name gets one.
struct RenameConstraint {
    TableName table{};
    std::string name{};
    std::string new_name{};
    std::optional<Constraint> definition{};
};
/// A closed list of texts as a type of its own; nothing happens where the database has no such
/// types.
struct CreateEnum {
    SqlType type{};
    std::string schema{};
};
struct DropEnum {
    SqlType type{};  ///< without values: only its name is known
    std::string schema{};
};
/// SQL text, run as it is; only on one database when `dialect` is not empty.
struct Execute {
    std::string sql{};
    std::string dialect{};
};
struct BulkInsert {
    TableName table{};
    std::vector<std::string> columns{};
    std::vector<std::vector<Value>> rows{};
};
/// Refuses to go on.
struct Irreversible {
    std::string why{};
};
/// Any code on the live connection.
struct Run {
    std::shared_ptr<Callback> callback{};
};

}  // namespace operations

using Operation = std::variant<operations::CreateTable,
                               operations::DropTable,
                               operations::RenameTable,
                               operations::SetTableComment,
                               operations::AddColumn,
                               operations::DropColumn,
                               operations::RenameColumn,
                               operations::AlterColumn,
                               operations::CreateIndex,
                               operations::DropIndex,
                               operations::RenameIndex,
                               operations::AddConstraint,
                               operations::DropConstraint,
                               operations::RenameConstraint,
                               operations::CreateEnum,
                               operations::DropEnum,
                               operations::RenameEnum,
                               operations::Execute,
                               operations::BulkInsert,
                               operations::Irreversible,
                               operations::Run>;

/// The step that takes this one back; nothing where too little is known, or where only a person can
/// tell.
[[nodiscard]] std::optional<Operation> reverse(const Operation& operation);
/// The steps that take all of them back, last first. What cannot be taken back becomes Irreversible
/// with the reason.
[[nodiscard]] std::vector<Operation> reverse(std::span<const Operation> operations);

enum class Applied : std::uint8_t { No, Yes, Unknown };
/// Whether a live schema shows the effect of the step.
[[nodiscard]] Applied is_applied(const Operation& operation, std::span<const schema::Table> live);

/// The definitions that carry the step out; none for Execute, BulkInsert, Irreversible and Run.
/// `live` is the table as
/// it is, where it is known: it completes alterations that say only what changes, and finds a
/// constraint's kind.
[[nodiscard]] std::vector<ddl::Statement> to_ddl(const Operation& operation,
                                                 const schema::Table* live = nullptr);

/// The same steps, where those that add labels to an Enum know whether a later one uses them.
/// `after` says it of what follows the steps in the same transaction.
[[nodiscard]] std::vector<Operation> with_label_use(std::span<const Operation> operations,
                                                    ddl::LabelUse after);

/// The same step on a schema held in memory. Old names in SQL texts are replaced as whole words
/// outside of literals. Throws MigrationError (`operation-not-applicable`) where table, column,
/// index or constraint are not there.
void apply_to(const Operation& operation, std::vector<schema::Table>& tables);

/// Null for Execute, Irreversible and Run.
[[nodiscard]] const TableName* table_of(const Operation& operation);
[[nodiscard]] TableName name_of(const schema::Table& table);
/// `add table "user_account"`, `drop column "user_account.name"`: for people.
[[nodiscard]] std::string describe(const Operation& operation);

}  // namespace azoth::migrate
