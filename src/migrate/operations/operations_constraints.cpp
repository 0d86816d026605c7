// SPDX-License-Identifier: MIT
#include <azoth/migrate/operations/operations.hpp>
#include <azoth/migrate/operations/sink.hpp>

namespace azoth::migration {
inline namespace v1 {

namespace steps = migrate::operations;
using migrate::Constraint;

namespace {

ddl::TableName named(const schema::TableReference& table) {
    return {table.name, table.schema};
}

void add(migrate::OperationSink& sink,
         const schema::TableReference& table,
         const Constraint& constraint) {
    sink.add(steps::AddConstraint{named(table), constraint});
}

void drop(migrate::OperationSink& sink,
          const schema::TableReference& table,
          const Constraint& constraint) {
    sink.add(steps::DropConstraint{
        named(table), migrate::name_of(constraint), migrate::kind_of(constraint), constraint});
}

void rename(migrate::OperationSink& sink,
            const schema::TableReference& table,
            const Constraint& constraint,
            std::string_view new_name) {
    sink.add(steps::RenameConstraint{
        named(table), migrate::name_of(constraint), std::string{new_name}, constraint});
}

}  // namespace

void Operations::create_primary_key(std::string_view name,
                                    const schema::TableReference& table,
                                    schema::Names columns) {
    add(*sink_, table, primary_key_constraint(name, columns));
}

void Operations::create_unique_constraint(std::string_view name,
                                          const schema::TableReference& table,
                                          schema::Names columns) {
    add(*sink_, table, unique_constraint(name, columns));
}

void Operations::create_check_constraint(std::string_view name,
                                         const schema::TableReference& table,
                                         std::string_view sql) {
    add(*sink_, table, check_constraint(name, sql));
}

void Operations::add_foreign_key(const schema::TableReference& table,
                                 std::string_view name,
                                 schema::Names columns,
                                 const schema::TableReference& referred,
                                 schema::Names referred_columns,
                                 schema::ForeignKeyOptions options) {
    add(*sink_,
        table,
        schema::make_foreign_key(name, columns, referred, referred_columns, options));
}

void Operations::create_constraint(const schema::PrimaryKey& constraint,
                                   const schema::TableReference& table) {
    add(*sink_, table, constraint);
}

void Operations::create_constraint(const schema::UniqueConstraint& constraint,
                                   const schema::TableReference& table) {
    add(*sink_, table, constraint);
}

void Operations::create_constraint(const schema::CheckConstraint& constraint,
                                   const schema::TableReference& table) {
    add(*sink_, table, constraint);
}

void Operations::create_constraint(const schema::ForeignKey& constraint,
                                   const schema::TableReference& table) {
    add(*sink_, table, constraint);
}

void Operations::drop_constraint(std::string_view name, const schema::TableReference& table) {
    sink_->add(steps::DropConstraint{named(table), std::string{name}, {}, {}});
}

void Operations::drop_constraint(const schema::PrimaryKey& constraint,
                                 const schema::TableReference& table) {
    drop(*sink_, table, constraint);
}

void Operations::drop_constraint(const schema::UniqueConstraint& constraint,
                                 const schema::TableReference& table) {
    drop(*sink_, table, constraint);
}

void Operations::drop_constraint(const schema::CheckConstraint& constraint,
                                 const schema::TableReference& table) {
    drop(*sink_, table, constraint);
}

void Operations::drop_constraint(const schema::ForeignKey& constraint,
                                 const schema::TableReference& table) {
    drop(*sink_, table, constraint);
}

void Operations::rename_constraint(std::string_view name,
                                   std::string_view new_name,
                                   const schema::TableReference& table) {
    sink_->add(steps::RenameConstraint{
        named(table), std::string{name}, std::string{new_name}, std::nullopt});
}

void Operations::add_constraint_rename(const schema::PrimaryKey& constraint,
                                       std::string_view new_name,
                                       const schema::TableReference& table) {
    rename(*sink_, table, constraint, new_name);
}

void Operations::add_constraint_rename(const schema::UniqueConstraint& constraint,
                                       std::string_view new_name,
                                       const schema::TableReference& table) {
    rename(*sink_, table, constraint, new_name);
}

void Operations::add_constraint_rename(const schema::CheckConstraint& constraint,
                                       std::string_view new_name,
                                       const schema::TableReference& table) {
    rename(*sink_, table, constraint, new_name);
}

void Operations::add_constraint_rename(const schema::ForeignKey& constraint,
                                       std::string_view new_name,
                                       const schema::TableReference& table) {
    rename(*sink_, table, constraint, new_name);
}

}  // namespace v1
}  // namespace azoth::migration
