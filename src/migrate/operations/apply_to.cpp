// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/operations/operation.hpp>

#include <algorithm>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/operation_traits.hpp"
#include "migrate/operations/rename_in_schema.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

using text_utility::quoted;
using Tables = std::vector<schema::Table>;

[[noreturn]] void refuse(const Operation& operation, const std::string& why) {
    throw MigrationError{"operation-not-applicable",
                         "cannot " + describe(operation) + ": " + why +
                             "; compare the schema with what the revision expects"};
}

class Application {
public:
    Application(const Operation& operation, Tables& tables)
        : operation_{operation}, tables_{tables} {}

    void operator()(const CreateTable& step) {
        if (find_table(std::span{tables_}, name_of(step.table)) != nullptr) {
            refuse(operation_, "there is a table of that name");
        }
        tables_.push_back(step.table);
    }
    void operator()(const DropTable& step) {
        const schema::Table& gone = table(step.table);
        tables_.erase(tables_.begin() + (&gone - tables_.data()));
    }
    void operator()(const RenameTable& step) {
        table(step.table);
        rename_table(tables_, step.table, step.new_name);
    }
    void operator()(const SetTableComment& step) { table(step.table).comment = step.modified; }
    void operator()(const AddColumn& step) {
        schema::Table& to = table(step.table);
        if (to.find_column(step.column.name) != nullptr) {
            refuse(operation_, "there is a column of that name");
        }
        to.columns.push_back(step.column);
    }
    void operator()(const DropColumn& step) {
        schema::Table& from = table(step.table);
        const schema::Column& gone = column(from, step.column);
        from.columns.erase(from.columns.begin() + (&gone - from.columns.data()));
    }
    void operator()(const RenameColumn& step) {
        column(table(step.table), step.column);
        rename_column(tables_, step.table, step.column, step.new_name);
    }
    void operator()(const AlterColumn& step) {
        schema::Column& changed = column(table(step.table), step.column);
        rename_label_texts(tables_, step);
        schema::rename_labels(changed, step.renamed_labels);
        assign(changed, step.modified);
    }
    void operator()(const CreateIndex& step) { table(step.table).indexes.push_back(step.index); }
    void operator()(const DropIndex& step) {
        schema::Table& from = table(step.table);
        const schema::Index& gone = index(from, step.name);
        from.indexes.erase(from.indexes.begin() + (&gone - from.indexes.data()));
    }
    void operator()(const RenameIndex& step) {
        index(table(step.table), step.name).name = step.new_name;
    }
    void operator()(const AddConstraint& step) {
        schema::Table& to = table(step.table);
        add_constraint(to, step.constraint);
        schema::complete_primary_key(to);
    }
    void operator()(const DropConstraint& step) {
        schema::Table& from = table(step.table);
        const Constraint gone = constraint(from, step.name, step.kind, step.definition);
        remove_constraint(from, gone);
        if (kind_of(gone) == ddl::ConstraintKind::PrimaryKey) {
            for (schema::Column& one : from.columns) {
                one.primary_key = false;
            }
        }
    }
    void operator()(const RenameConstraint& step) {
        schema::Table& of = table(step.table);
        Constraint one = constraint(of, step.name, {}, step.definition);
        remove_constraint(of, one);
        std::visit([&](auto& any) { any.name = step.new_name; }, one);
        add_constraint(of, one);
    }
    void operator()(const CreateEnum&) {}
    void operator()(const DropEnum&) {}
    void operator()(const RenameEnum& step) { rename_enum(tables_, step.type, step.new_name); }
    void operator()(const Opaque auto&) {}

private:
    schema::Table& table(const TableName& name) {
        schema::Table* found = find_table(std::span{tables_}, name);
        if (found == nullptr) {
            refuse(operation_, "there is no table " + quoted(name.name));
        }
        return *found;
    }

    schema::Column& column(schema::Table& of, std::string_view name) {
        schema::Column* found = of.find_column(name);
        if (found == nullptr) {
            refuse(operation_, "there is no column " + quoted(name));
        }
        return *found;
    }

    schema::Index& index(schema::Table& of, std::string_view name) {
        const auto found = std::ranges::find(of.indexes, name, &schema::Index::name);
        if (found == of.indexes.end()) {
            refuse(operation_, "there is no such index");
        }
        return *found;
    }

    Constraint constraint(const schema::Table& of,
                          std::string_view name,
                          std::optional<ddl::ConstraintKind> kind,
                          const std::optional<Constraint>& definition) {
        if (auto found = resolve_constraint(of, name, kind, definition)) {
            return *std::move(found);
        }
        refuse(operation_, "there is no such constraint");
    }

    const Operation& operation_;
    Tables& tables_;
};

}  // namespace

void apply_to(const Operation& operation, std::vector<schema::Table>& tables) {
    std::visit(Application{operation, tables}, operation);
}

}  // namespace azoth::migrate
