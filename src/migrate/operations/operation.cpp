// SPDX-License-Identifier: MIT
#include <azoth/base/text.hpp>
#include <azoth/migrate/operations/operation.hpp>

#include "base/escape.hpp"
#include "migrate/operations/column_property.hpp"
#include "migrate/operations/overloaded.hpp"

namespace azoth::migrate {

using text_utility::quoted;

Callback::~Callback() = default;

const std::string& name_of(const Constraint& constraint) {
    return std::visit([](const auto& one) -> const std::string& { return one.name; }, constraint);
}

ddl::ConstraintKind kind_of(const Constraint& constraint) {
    return std::visit(
        Overloaded{
            [](const schema::PrimaryKey&) { return ddl::ConstraintKind::PrimaryKey; },
            [](const schema::UniqueConstraint&) { return ddl::ConstraintKind::Unique; },
            [](const schema::CheckConstraint&) { return ddl::ConstraintKind::Check; },
            [](const schema::ForeignKey&) { return ddl::ConstraintKind::ForeignKey; },
        },
        constraint);
}

TableName name_of(const schema::Table& table) {
    return {table.name, table.schema};
}

const TableName* table_of(const Operation& operation) {
    return std::visit(
        [](const auto& one) -> const TableName* {
            if constexpr (requires { one.table.name; } && requires { one.table.columns; }) {
                return nullptr;
            } else if constexpr (requires { one.table.name; }) {
                return &one.table;
            } else {
                return nullptr;
            }
        },
        operation);
}

namespace {

std::string full(const TableName& table) {
    return table.schema.empty() ? table.name : table.schema + "." + table.name;
}

std::string member(const TableName& table, std::string_view name) {
    return quoted(full(table) + "." + std::string{name});
}

std::string_view noun(ddl::ConstraintKind kind) {
    switch (kind) {
        case ddl::ConstraintKind::PrimaryKey:
            return "primary key";
        case ddl::ConstraintKind::Unique:
            return "unique constraint";
        case ddl::ConstraintKind::Check:
            return "check constraint";
        case ddl::ConstraintKind::ForeignKey:
            return "foreign key";
    }
    return "constraint";
}

std::string text(const Constraint& constraint) {
    const std::string& name = name_of(constraint);
    return std::string{noun(kind_of(constraint))} + (name.empty() ? "" : " " + quoted(name));
}

std::string changes(const operations::AlterColumn& step) {
    std::vector<std::string> parts;
    for_each_property([&](const auto& property) {
        const auto& after = step.modified.*property.of_properties;
        if (after) {
            const auto& before = step.existing.*property.of_properties;
            parts.push_back(property.describe == nullptr ? std::string{property.name}
                                                         : property.describe(before, *after));
        }
    });
    for (const schema::RenamedLabel& label : step.renamed_labels) {
        parts.push_back("label " + quoted(label.from) + " to " + quoted(label.to));
    }
    return text_utility::join(parts, ", ");
}

std::string text(const operations::DropConstraint& step) {
    const std::string what =
        step.definition
            ? text(*step.definition)
            : std::string{step.kind ? noun(*step.kind) : "constraint"} + " " + quoted(step.name);
    return "drop " + what + " of " + quoted(full(step.table));
}

}  // namespace

std::string describe(const Operation& operation) {
    using namespace operations;
    return std::visit(
        Overloaded{
            [](const CreateTable& s) { return "add table " + quoted(s.table.full_name()); },
            [](const DropTable& s) { return "drop table " + quoted(full(s.table)); },
            [](const RenameTable& s) {
                return "rename table " + quoted(full(s.table)) + " to " + quoted(s.new_name);
            },
            [](const SetTableComment& s) { return "comment of table " + quoted(full(s.table)); },
            [](const AddColumn& s) { return "add column " + member(s.table, s.column.name); },
            [](const DropColumn& s) { return "drop column " + member(s.table, s.column); },
            [](const RenameColumn& s) {
                return "rename column " + member(s.table, s.column) + " to " + quoted(s.new_name);
            },
            [](const AlterColumn& s) {
                return "alter column " + member(s.table, s.column) + ": " + changes(s);
            },
            [](const CreateIndex& s) {
                return "add index " + quoted(s.index.name) + " on " + quoted(full(s.table));
            },
            [](const DropIndex& s) {
                return "drop index " + quoted(s.name) + " of " + quoted(full(s.table));
            },
            [](const RenameIndex& s) {
                return "rename index " + quoted(s.name) + " to " + quoted(s.new_name);
            },
            [](const AddConstraint& s) {
                return "add " + text(s.constraint) + " to " + quoted(full(s.table));
            },
            [](const DropConstraint& s) { return text(s); },
            [](const RenameConstraint& s) {
                return "rename constraint " + quoted(s.name) + " to " + quoted(s.new_name);
            },
            [](const CreateEnum& s) { return "add type " + quoted(s.type.name); },
            [](const DropEnum& s) { return "drop type " + quoted(s.type.name); },
            [](const RenameEnum& s) {
                return "rename type " + quoted(full(s.type)) + " to " + quoted(s.new_name);
            },
            [](const Execute& s) { return "execute " + escape::visible(s.sql); },
            [](const BulkInsert& s) {
                return "insert " + std::to_string(s.rows.size()) + " rows into " +
                       quoted(full(s.table));
            },
            [](const Irreversible& s) { return "irreversible: " + escape::visible(s.why); },
            [](const Run&) { return std::string{"run code of the revision"}; },
        },
        operation);
}

}  // namespace azoth::migrate
