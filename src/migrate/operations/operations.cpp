// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/migrate/operations/operations.hpp>
#include <azoth/migrate/operations/sink.hpp>
#include <azoth/schema/naming.hpp>

#include "migrate/operations/column_property.hpp"

namespace azoth {
namespace migrate {

OperationSink::~OperationSink() = default;

Connection& OperationList::flush() {
    throw MigrationError{
        "offline-run",
        "cannot run code of a revision: there is no connection, because SQL is only "
        "printed; write the step with execute(), or run the revision online"};
}

namespace {

/// Names of constraints and indexes that options of a column asked for. A constraint that is
/// written out keeps what it says, be it no name.
schema::Table with_names(schema::Table table) {
    schema::apply_naming(table, default_naming);
    return table;
}

}  // namespace

template <class Element>
void append_element(schema::Table& table, const void* element) {
    schema::append(table, *static_cast<const Element*>(element));
}

template <>
void append_element<schema::ColumnElement>(schema::Table& table, const void* pointer) {
    const auto& element = *static_cast<const schema::ColumnElement*>(pointer);
    schema::Table alone{.name = table.name, .schema = table.schema};
    schema::append(alone, element);
    alone = with_names(std::move(alone));
    schema::append(table, schema::ColumnElement{.column = element.column});
    if (alone.primary_key) {
        table.primary_key->name = alone.primary_key->name;
    }
    for (schema::UniqueConstraint& unique : alone.uniques) {
        schema::append(table, std::move(unique));
    }
    for (schema::ForeignKey& key : alone.foreign_keys) {
        schema::append(table, std::move(key));
    }
    for (schema::Index& index : alone.indexes) {
        schema::append(table, std::move(index));
    }
}

template void append_element<schema::PrimaryKey>(schema::Table&, const void*);
template void append_element<schema::UniqueConstraint>(schema::Table&, const void*);
template void append_element<schema::CheckConstraint>(schema::Table&, const void*);
template void append_element<schema::ForeignKey>(schema::Table&, const void*);
template void append_element<schema::Index>(schema::Table&, const void*);
template void append_element<schema::Comment>(schema::Table&, const void*);
template void append_element<schema::RenamedFrom>(schema::Table&, const void*);
template void append_element<schema::SchemaName>(schema::Table&, const void*);
template void append_element<std::pair<std::string, std::string>>(schema::Table&, const void*);

}  // namespace migrate

namespace migration {
inline namespace v1 {

namespace steps = migrate::operations;
using migrate::Operation;

namespace {

ddl::TableName named(const schema::TableReference& table) {
    return {table.name, table.schema};
}

template <class Value>
const std::optional<Value>& value_of(const std::optional<Value>& said) {
    return said;
}
std::optional<std::optional<std::string>> value_of(const DefaultChange& change) {
    switch (change.kind) {
        case DefaultChange::Kind::Keep:
            return std::nullopt;
        case DefaultChange::Kind::Set:
            return std::optional{change.text};
        case DefaultChange::Kind::Drop:
            return std::optional<std::string>{};
    }
    return std::nullopt;
}

}  // namespace

void Operations::create(const schema::TableReference& name,
                        std::span<const ElementReference> elements) {
    schema::Table table{.name = name.name, .schema = name.schema};
    for (const ElementReference& element : elements) {
        element.append_to(table);
    }
    schema::complete_primary_key(table);
    sink_->add(steps::CreateTable{std::move(table)});
}

void Operations::drop_table(const schema::TableReference& table) {
    sink_->add(steps::DropTable{named(table), {}});
}

void Operations::rename_table(const schema::TableReference& table, std::string_view new_name) {
    sink_->add(steps::RenameTable{named(table), std::string{new_name}});
}

void Operations::create_table_comment(const schema::TableReference& table,
                                      std::string_view comment,
                                      std::string_view existing) {
    sink_->add(steps::SetTableComment{named(table), std::string{existing}, std::string{comment}});
}

void Operations::drop_table_comment(const schema::TableReference& table,
                                    std::string_view existing) {
    create_table_comment(table, {}, existing);
}

void Operations::add_column(const schema::TableReference& table,
                            const schema::ColumnElement& column) {
    schema::Table alone{.name = table.name, .schema = table.schema};
    migrate::append_element<schema::ColumnElement>(alone, &column);
    sink_->add(steps::AddColumn{named(table), column.column});
    for (const schema::UniqueConstraint& unique : alone.uniques) {
        sink_->add(steps::AddConstraint{named(table), unique});
    }
    for (const schema::ForeignKey& key : alone.foreign_keys) {
        sink_->add(steps::AddConstraint{named(table), key});
    }
    for (const schema::Index& index : alone.indexes) {
        add_index(table, index);
    }
}

void Operations::drop_column(const schema::TableReference& table, std::string_view column) {
    sink_->add(steps::DropColumn{named(table), std::string{column}, {}});
}

void Operations::rename_column(const schema::TableReference& table,
                               std::string_view column,
                               std::string_view new_name) {
    sink_->add(steps::RenameColumn{named(table), std::string{column}, std::string{new_name}});
}

void Operations::alter_column(const schema::TableReference& table,
                              std::string_view column,
                              const ColumnAlteration& change) {
    steps::AlterColumn step{.table = named(table),
                            .column = std::string{column},
                            .using_expression = change.using_expression,
                            .renamed_labels = change.renamed_labels};
    migrate::for_each_property([&](const auto& property) {
        step.existing.*property.of_properties = value_of(change.*property.existing);
        step.modified.*property.of_properties = value_of(change.*property.asked);
    });
    if (!step.modified.empty() || !step.renamed_labels.empty()) {
        sink_->add(std::move(step));
    }
    if (!change.new_name.empty()) {
        rename_column(table, column, change.new_name);
    }
}

void Operations::add_index(const schema::TableReference& table, schema::Index index) {
    sink_->add(steps::CreateIndex{named(table), std::move(index)});
}

void Operations::add_index_concurrently(const schema::TableReference& table, schema::Index index) {
    sink_->add(steps::CreateIndex{named(table), std::move(index), ddl::Concurrently::Yes});
}

void Operations::drop_index(std::string_view name, const schema::TableReference& table) {
    sink_->add(steps::DropIndex{named(table), std::string{name}, {}});
}

void Operations::drop_index_concurrently(std::string_view name,
                                         const schema::TableReference& table) {
    sink_->add(steps::DropIndex{named(table), std::string{name}, {}, ddl::Concurrently::Yes});
}

void Operations::rename_index(std::string_view name,
                              std::string_view new_name,
                              const schema::TableReference& table) {
    sink_->add(steps::RenameIndex{named(table), std::string{name}, std::string{new_name}});
}

void Operations::create_enum(const Enum& type) {
    sink_->add(steps::CreateEnum{type, {}});
}

void Operations::drop_enum(std::string_view name) {
    sink_->add(steps::DropEnum{Enum{name, {}}, {}});
}

void Operations::rename_enum(std::string_view name, std::string_view new_name) {
    sink_->add(steps::RenameEnum{{.name = std::string{name}}, std::string{new_name}});
}

void Operations::execute(std::string_view sql) {
    sink_->add(steps::Execute{std::string{sql}, {}});
}

void Operations::execute_on(std::string_view dialect, std::string_view sql) {
    sink_->add(steps::Execute{std::string{sql}, std::string{dialect}});
}

void Operations::bulk_insert(const schema::TableReference& table,
                             schema::Names columns,
                             ValueRows rows) {
    steps::BulkInsert step{named(table), {columns.begin(), columns.end()}, {}};
    for (const std::initializer_list<Value>& row : rows) {
        if (row.size() != columns.size()) {
            throw ArgumentError{"bulk-insert-width",
                                "cannot insert into table \"" + table.name + "\": a row has " +
                                    std::to_string(row.size()) + " values for " +
                                    std::to_string(columns.size()) +
                                    " columns; give every row one value for each column"};
        }
        step.rows.emplace_back(row.begin(), row.end());
    }
    sink_->add(std::move(step));
}

void Operations::irreversible(std::string_view why) {
    sink_->add(steps::Irreversible{std::string{why}});
}

void Operations::add_callback(migrate::Callback* owned) {
    sink_->add(steps::Run{std::shared_ptr<migrate::Callback>{owned}});
}

Connection& Operations::get_bind() {
    return sink_->flush();
}

std::string_view Operations::dialect() const {
    return sink_->dialect();
}

}  // namespace v1
}  // namespace migration
}  // namespace azoth
