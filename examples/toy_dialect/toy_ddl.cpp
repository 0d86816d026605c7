// SPDX-License-Identifier: MIT
#include "toy_dialect.hpp"

namespace toy {

using namespace azoth;

namespace {

namespace sql_text = dialects::sql_text;
using Sql = std::vector<std::string>;

std::string name_of(const ddl::TableName& table) {
    return dialect().table_name(table.name, table.schema);
}

// id COUNTER NOT NULL        flag NUMBER(1) DEFAULT 0 NOT NULL
std::string column_definition(const schema::Column& column) {
    std::string text = dialect().identifier(column.name) + ' ' +
                       (column.autoincrement ? "COUNTER" : dialect().type(column.type));
    if (column.server_default) {
        text += " DEFAULT " + *column.server_default;
    }
    return column.nullable ? text : text + " NOT NULL";
}

std::string create_table(const schema::Table& table) {
    Sql lines;
    for (const schema::Column& column : table.columns) {
        lines.push_back(column_definition(column));
    }
    if (table.primary_key) {
        lines.push_back(sql_text::primary_key(dialect(), *table.primary_key));
    }
    for (const auto& unique : table.uniques) {
        lines.push_back(sql_text::constraint_prefix(dialect(), unique.name) + "UNIQUE (" +
                        sql_text::names(dialect(), unique.columns) + ")");
    }
    for (const auto& check : table.checks) {
        lines.push_back(sql_text::check(dialect(), check));
    }
    for (const auto& key : table.foreign_keys) {
        lines.push_back(sql_text::foreign_key(
            dialect(), key, dialect().table_name(key.referred_table, key.referred_schema)));
    }
    return sql_text::table_layout("CREATE TABLE " + dialect().table_name(table.name, table.schema),
                                  lines);
}

std::string create_index(const ddl::CreateIndex& statement) {
    std::string elements;
    for (const schema::IndexElement& element : statement.index.elements) {
        elements += (elements.empty() ? "" : ", ") + (element.column.empty()
                                                          ? "(" + element.expression + ")"
                                                          : dialect().identifier(element.column));
        elements += element.order == schema::SortOrder::Descending ? " DESC" : "";
    }
    return (statement.index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") +
           dialect().constraint_name(statement.index.name) + " ON " + name_of(statement.table) +
           " (" + elements + ")";
}

// [ddl]
struct ToyDdl {
    Sql operator()(const ddl::CreateTable& s) const { return {create_table(s.table)}; }
    Sql operator()(const ddl::DropTable& s) const { return {"DROP TABLE " + name_of(s.table)}; }
    Sql operator()(const ddl::RenameTable& s) const {
        return {"ALTER TABLE " + name_of(s.table) + " RENAME TO " +
                dialect().identifier(s.new_name)};
    }
    Sql operator()(const ddl::AddColumn& s) const {
        return {"ALTER TABLE " + name_of(s.table) + " ADD COLUMN " + column_definition(s.column)};
    }
    Sql operator()(const ddl::DropColumn& s) const {
        return {"ALTER TABLE " + name_of(s.table) + " DROP COLUMN " +
                dialect().identifier(s.column)};
    }
    Sql operator()(const ddl::RenameColumn& s) const {
        return {"ALTER TABLE " + name_of(s.table) + " RENAME COLUMN " +
                dialect().identifier(s.column) + " TO " + dialect().identifier(s.new_name)};
    }
    Sql operator()(const ddl::CreateIndex& s) const { return {create_index(s)}; }
    Sql operator()(const ddl::DropIndex& s) const {
        return {"DROP INDEX " + dialect().constraint_name(s.name)};
    }
    Sql operator()(const ddl::CreateView& s) const {
        return {"CREATE VIEW " + dialect().table_name(s.view.name, s.view.schema) + " AS " +
                s.view.definition};
    }
    Sql operator()(const ddl::DropView& s) const { return {"DROP VIEW " + name_of(s.view)}; }
    // It keeps no comments, and a closed list of texts is no type.
    Sql operator()(const ddl::SetTableComment&) const { return {}; }
    Sql operator()(const ddl::CreateEnum&) const { return {}; }
    Sql operator()(const ddl::DropEnum&) const { return {}; }
    Sql operator()(const ddl::RenameEnum&) const { return {}; }
    /// Anything else changes a table that is there.
    Sql operator()(const auto& s) const {
        sql_text::unsupported("change",
                              s.table.name,
                              "the toy database changes no table in that way",
                              "make another one, and copy the rows");
    }
};

}  // namespace

std::vector<std::string> ToyDialect::ddl(const ddl::Statement& statement) const {
    return std::visit(ToyDdl{}, statement);
}
// [/ddl]

}  // namespace toy
