// SPDX-License-Identifier: MIT
#include "dialects/sqlite/ddl.hpp"

#include <azoth/dialects/sql_text.hpp>
#include "base/sql_parts.hpp"
#include "dialects/sqlite/dialect.hpp"
#include "dialects/sqlite/table_text.hpp"
#include "dialects/sqlite/tokenizer.hpp"

namespace azoth::dialects::sqlite {

namespace {

using Sql = std::vector<std::string>;

std::string table_of(const ddl::TableName& table) {
    return dialect().table_name(table.name, table.schema);
}

[[noreturn]] void refuse(std::string_view what, const ddl::TableName& table) {
    sql_text::unsupported(what,
                          table.name,
                          "SQLite's ALTER TABLE has no such step",
                          "needs_rebuild() is true for it: send the statements of rebuild()");
}

/// `a COLLATE NOCASE DESC`. Operator classes, methods and the order of NULLs only matter for speed
/// and are left out.
std::string index_element(const schema::IndexElement& element) {
    auto text = element.column.empty() ? '(' + element.expression + ')'
                                       : dialect().identifier(element.column);
    if (!element.collation.empty()) {
        text += " COLLATE " + dialect().identifier(element.collation);
    }
    return element.order == schema::SortOrder::Descending ? text + " DESC" : text;
}

/// One visit for each kind of definition.
struct Compiler {
    Sql operator()(const ddl::CreateTable& s) const { return {create_table(s)}; }

    Sql operator()(const ddl::DropTable& s) const {
        return {(s.if_exists == ddl::IfExists::Yes ? "DROP TABLE IF EXISTS " : "DROP TABLE ") +
                table_of(s.table)};
    }

    /// A name that differs in case alone is taken, by the table itself: it goes by way of another.
    Sql operator()(const ddl::RenameTable& s) const {
        const auto rename = [](const ddl::TableName& table, const std::string& name) {
            return "ALTER TABLE " + table_of(table) + " RENAME TO " + dialect().identifier(name);
        };
        if (!is_same_name(s.table.name, s.new_name)) {
            return {rename(s.table, s.new_name)};
        }
        const ddl::TableName aside{.name = "_azoth_renamed_" + s.new_name,
                                   .schema = s.table.schema};
        return {rename(s.table, aside.name), rename(aside, s.new_name)};
    }

    Sql operator()(const ddl::AddColumn& s) const {
        return {"ALTER TABLE " + table_of(s.table) + " ADD COLUMN " +
                column_definition(s.column, s.table.name, Strict::No)};
    }

    Sql operator()(const ddl::DropColumn& s) const {
        return {"ALTER TABLE " + table_of(s.table) + " DROP COLUMN " +
                dialect().identifier(s.column)};
    }

    Sql operator()(const ddl::RenameColumn& s) const {
        return {"ALTER TABLE " + table_of(s.table) + " RENAME COLUMN " +
                dialect().identifier(s.column) + " TO " + dialect().identifier(s.new_name)};
    }

    Sql operator()(const ddl::AlterColumn& s) const {
        if (dialect().needs_rebuild(s)) {
            refuse("alter column " + s.existing.name, s.table);
        }
        return {};
    }

    Sql operator()(const ddl::CreateIndex& s) const { return {create_index(s)}; }

    Sql operator()(const ddl::DropIndex& s) const {
        const auto schema =
            s.table.schema.empty() ? std::string{} : dialect().identifier(s.table.schema) + '.';
        return {"DROP INDEX " + schema + dialect().constraint_name(s.name)};
    }

    Sql operator()(const ddl::RenameIndex& s) const { refuse("rename index " + s.name, s.table); }
    Sql operator()(const ddl::AddPrimaryKey& s) const { refuse("add a primary key", s.table); }
    Sql operator()(const ddl::AddUnique& s) const {
        refuse("add unique constraint " + s.constraint.name, s.table);
    }
    Sql operator()(const ddl::AddCheck& s) const {
        refuse("add check " + s.constraint.name, s.table);
    }
    Sql operator()(const ddl::AddForeignKey& s) const {
        refuse("add foreign key " + s.constraint.name, s.table);
    }
    Sql operator()(const ddl::DropConstraint& s) const {
        refuse("drop constraint " + s.name, s.table);
    }
    Sql operator()(const ddl::RenameConstraint& s) const {
        refuse("rename constraint " + s.name, s.table);
    }

    /// SQLite keeps no comments.
    Sql operator()(const ddl::SetTableComment&) const { return {}; }

    Sql operator()(const ddl::CreateView& s) const {
        return {"CREATE VIEW " + dialect().table_name(s.view.name, s.view.schema) + " AS " +
                s.view.definition};
    }
    Sql operator()(const ddl::DropView& s) const { return {"DROP VIEW " + table_of(s.view)}; }

    Sql operator()(const ddl::CreateEnum&) const { return {}; }
    Sql operator()(const ddl::DropEnum&) const { return {}; }
    Sql operator()(const ddl::RenameEnum&) const { return {}; }
};

/// Everything but the comment and the former name.
bool is_same_definition(const schema::Column& left, schema::Column right) {
    right.comment = left.comment;
    right.renamed_from = left.renamed_from;
    return left == right;
}

/// https://www.sqlite.org/lang_altertable.html#altertabaddcol
bool can_be_added_in_place(const schema::Column& column) {
    const bool is_key =
        column.primary_key || column.autoincrement || column.identity != schema::Identity::No;
    const bool is_stored = column.computed && column.generated == schema::Generated::Stored;
    return !is_key && !is_stored &&
           (!column.server_default || is_constant_default(*column.server_default));
}

}  // namespace

std::string create_index(const ddl::CreateIndex& statement) {
    const auto& index = statement.index;
    if (index.nulls_not_distinct) {
        sql_text::unsupported("create an index NULLS NOT DISTINCT",
                              index.name,
                              "in SQLite every NULL is distinct",
                              "index an expression such as coalesce(column, '')");
    }
    std::string elements;
    for (const auto& element : index.elements) {
        elements += (elements.empty() ? "" : ", ") + index_element(element);
    }
    const auto schema = statement.table.schema.empty()
                            ? std::string{}
                            : dialect().identifier(statement.table.schema) + '.';
    auto text = (index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") + schema +
                dialect().constraint_name(index.name) + " ON " +
                dialect().identifier(statement.table.name) + " (" + elements + ')';
    return index.where.empty() ? text : text + " WHERE " + sql_parts::closed(index.where);
}

std::vector<std::string> SqliteDialect::ddl(const ddl::Statement& statement) const {
    return std::visit(Compiler{}, statement);
}

bool SqliteDialect::needs_rebuild(const ddl::Statement& statement) const {
    if (const auto* add = std::get_if<ddl::AddColumn>(&statement)) {
        return !can_be_added_in_place(add->column);
    }
    if (const auto* alter = std::get_if<ddl::AlterColumn>(&statement)) {
        return !is_same_definition(alter->existing, alter->modified) ||
               !alter->renamed_labels.empty();
    }
    return std::holds_alternative<ddl::DropColumn>(statement) ||
           std::holds_alternative<ddl::RenameIndex>(statement) ||
           std::holds_alternative<ddl::AddPrimaryKey>(statement) ||
           std::holds_alternative<ddl::AddUnique>(statement) ||
           std::holds_alternative<ddl::AddCheck>(statement) ||
           std::holds_alternative<ddl::AddForeignKey>(statement) ||
           std::holds_alternative<ddl::DropConstraint>(statement) ||
           std::holds_alternative<ddl::RenameConstraint>(statement);
}

}  // namespace azoth::dialects::sqlite
