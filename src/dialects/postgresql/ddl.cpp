// SPDX-License-Identifier: MIT
#include "dialects/postgresql/ddl.hpp"

#include <azoth/dialects/sql_text.hpp>
#include "dialects/postgresql/dialect.hpp"
#include "dialects/postgresql/types.hpp"

namespace azoth::dialects::postgresql {

namespace {

std::string table_of(const ddl::TableName& table) {
    return dialect().table_name(table.name, table.schema);
}

std::string type_of(const ddl::TableName& type) {
    const auto name = enum_name(SqlType{.kind = TypeKind::Enum, .name = type.name}, type.schema);
    return dialect().table_name(name.name, name.schema);
}

std::string alter_table(const ddl::TableName& table, std::string_view action) {
    return "ALTER TABLE " + table_of(table) + ' ' + std::string{action};
}

/// An index is in the schema of its table.
std::string index_of(const ddl::TableName& table, std::string_view name) {
    const auto index = dialect().constraint_name(name);
    return table.schema.empty() ? index : dialect().identifier(table.schema) + '.' + index;
}

std::string if_exists(ddl::IfExists if_exists) {
    return if_exists == ddl::IfExists::Yes ? "IF EXISTS " : "";
}

void append_drop_enums(Sql& statements,
                       std::span<const std::string> names,
                       std::string_view schema) {
    for (const auto& name : names) {
        statements.push_back(drop_enum_if_unused(name, schema));
    }
}

/// One visit for each kind of definition.
struct Compiler {
    Sql operator()(const ddl::CreateTable& s) const { return create_table(s); }

    Sql operator()(const ddl::DropTable& s) const {
        Sql statements{"DROP TABLE " + if_exists(s.if_exists) + table_of(s.table)};
        append_drop_enums(statements, s.enum_types, s.table.schema);
        return statements;
    }

    Sql operator()(const ddl::RenameTable& s) const {
        return {alter_table(s.table, "RENAME TO " + dialect().identifier(s.new_name))};
    }

    Sql operator()(const ddl::AddColumn& s) const {
        Sql statements;
        append_create_enum(statements, s.column.type, s.table.schema);
        statements.push_back(
            alter_table(s.table, "ADD COLUMN " + column_definition(s.column, s.table)));
        if (!s.column.comment.empty()) {
            statements.push_back(comment_on_column(s.table, s.column));
        }
        return statements;
    }

    Sql operator()(const ddl::DropColumn& s) const {
        Sql statements{alter_table(s.table, "DROP COLUMN " + dialect().identifier(s.column))};
        append_drop_enums(statements, s.enum_types, s.table.schema);
        return statements;
    }

    Sql operator()(const ddl::RenameColumn& s) const {
        return {alter_table(s.table,
                            "RENAME COLUMN " + dialect().identifier(s.column) + " TO " +
                                dialect().identifier(s.new_name))};
    }

    Sql operator()(const ddl::AlterColumn& s) const { return alter_column(s); }
    Sql operator()(const ddl::CreateIndex& s) const { return {create_index(s)}; }

    Sql operator()(const ddl::DropIndex& s) const {
        const std::string word =
            s.concurrently == ddl::Concurrently::Yes ? "DROP INDEX CONCURRENTLY " : "DROP INDEX ";
        return {word + index_of(s.table, s.name)};
    }

    Sql operator()(const ddl::RenameIndex& s) const {
        return {"ALTER INDEX " + index_of(s.table, s.name) + " RENAME TO " +
                dialect().constraint_name(s.new_name)};
    }

    Sql operator()(const ddl::AddPrimaryKey& s) const {
        return {alter_table(s.table, "ADD " + sql_text::primary_key(dialect(), s.constraint))};
    }
    Sql operator()(const ddl::AddUnique& s) const {
        return {alter_table(s.table, "ADD " + unique_clause(s.constraint))};
    }
    Sql operator()(const ddl::AddCheck& s) const {
        return {alter_table(s.table, "ADD " + sql_text::check(dialect(), s.constraint))};
    }
    Sql operator()(const ddl::AddForeignKey& s) const {
        return {alter_table(s.table, "ADD " + foreign_key_clause(s.constraint))};
    }

    Sql operator()(const ddl::DropConstraint& s) const {
        if (s.name.empty()) {
            sql_text::unsupported("drop a constraint without name",
                                  s.table.name,
                                  "which one it is can only be looked up in the database",
                                  "run the revision online, or give its name");
        }
        return {alter_table(s.table, "DROP CONSTRAINT " + dialect().constraint_name(s.name))};
    }
    Sql operator()(const ddl::RenameConstraint& s) const {
        return {alter_table(s.table,
                            "RENAME CONSTRAINT " + dialect().constraint_name(s.name) + " TO " +
                                dialect().constraint_name(s.new_name))};
    }

    Sql operator()(const ddl::SetTableComment& s) const {
        return {comment_on_table(s.table, s.comment)};
    }

    Sql operator()(const ddl::CreateView& s) const {
        return {"CREATE VIEW " + dialect().table_name(s.view.name, s.view.schema) + " AS " +
                s.view.definition};
    }
    Sql operator()(const ddl::DropView& s) const { return {"DROP VIEW " + table_of(s.view)}; }

    Sql operator()(const ddl::CreateEnum& s) const {
        return {s.if_not_exists == ddl::IfExists::Yes ? create_enum_if_missing(s.type, s.schema)
                                                      : create_enum(s.type, s.schema)};
    }
    /// A name with a dot names its own schema.
    Sql operator()(const ddl::DropEnum& s) const {
        return {"DROP TYPE " + if_exists(s.if_exists) + type_of(s.type)};
    }
    Sql operator()(const ddl::RenameEnum& s) const {
        return {"ALTER TYPE " + type_of(s.type) + " RENAME TO " + dialect().identifier(s.new_name)};
    }
};

}  // namespace

std::vector<std::string> PostgresqlDialect::ddl(const ddl::Statement& statement) const {
    return std::visit(Compiler{}, statement);
}

}  // namespace azoth::dialects::postgresql
