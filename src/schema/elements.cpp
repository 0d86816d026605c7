// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/schema/elements.hpp>

namespace azoth {
namespace schema {
namespace {

std::vector<std::string> strings(Names names) {
    return {names.begin(), names.end()};
}

}  // namespace

TableReference::TableReference(const char* table_name) : name{table_name} {}
TableReference::TableReference(std::string_view table_name) : name{table_name} {}
TableReference::TableReference(const std::string& table_name) : name{table_name} {}
TableReference::TableReference(std::string_view table_name, std::string_view schema_name)
    : name{table_name}, schema{schema_name} {}

IndexPart::IndexPart(const char* column_name) {
    column = column_name;
}
IndexPart::IndexPart(std::string_view column_name) {
    column = column_name;
}
IndexPart::IndexPart(const std::string& column_name) {
    column = column_name;
}

IndexPart IndexPart::descending() const {
    IndexPart part = *this;
    part.order = SortOrder::Descending;
    return part;
}

IndexPart IndexPart::nulls_first() const {
    IndexPart part = *this;
    part.nulls = NullsOrder::First;
    return part;
}

IndexPart IndexPart::nulls_last() const {
    IndexPart part = *this;
    part.nulls = NullsOrder::Last;
    return part;
}

IndexPart IndexPart::collate(std::string_view name) const {
    IndexPart part = *this;
    part.collation = name;
    return part;
}

IndexPart IndexPart::with_operator_class(std::string_view name) const {
    IndexPart part = *this;
    part.operator_class = name;
    return part;
}

IndexOption::IndexOption(ColumnFlag flag) : kind{Kind::Unique} {
    if (flag.kind != ColumnOptionKind::Unique) {
        throw ArgumentError{"bad-index-option",
                            "cannot make an index: a column's option was given to it; an index "
                            "takes unique, where, using_, include and nulls_not_distinct"};
    }
}

IndexOption::IndexOption(Kind option_kind, std::string_view option_text)
    : kind{option_kind}, text{option_text} {}

namespace {

/// An empty text would make a definition that no database understands.
void require_sql(const std::optional<std::string>& sql,
                 std::string_view of_what,
                 const Table& table) {
    if (sql && text_utility::trim(*sql).empty()) {
        throw ArgumentError{"empty-sql",
                            "cannot make " + std::string{of_what} + " of table " +
                                text_utility::quoted(table.name) +
                                ": its SQL is empty; it is taken as it stands, so the empty text "
                                "is \"''\""};
    }
}

}  // namespace

void append(Table& table, const ColumnElement& element) {
    const Column& column = element.column;
    require_sql(column.server_default,
                "the server default of column " + text_utility::quoted(column.name),
                table);
    require_sql(column.computed,
                "the computed value of column " + text_utility::quoted(column.name),
                table);
    if (table.find_column(column.name) != nullptr) {
        throw ArgumentError{
            "duplicate-column",
            "cannot add column " + text_utility::quoted(column.name) + " to table " +
                text_utility::quoted(table.name) +
                ": the table has a column of that name; remove or rename one of them"};
    }
    table.columns.push_back(column);
    if (column.primary_key) {
        if (!table.primary_key) {
            table.primary_key.emplace();
        }
        table.primary_key->columns.push_back(column.name);
    }
    if (element.unique) {
        table.uniques.push_back({.columns = {column.name}});
    }
    if (element.indexed) {
        table.indexes.push_back({.elements = {IndexElement{.column = column.name}}});
    }
    for (const ForeignKey& key : element.foreign_keys) {
        if (key.referred_columns.empty()) {
            throw ArgumentError{
                "bad-foreign-key-target",
                "cannot make a foreign key of table " + text_utility::quoted(table.name) + " to " +
                    text_utility::quoted(key.referred_table) +
                    ": it does not name a table and a column; write \"table.column\""};
        }
        table.foreign_keys.push_back(key);
    }
}

void append(Table& table, PrimaryKey constraint) {
    for (const std::string& name : constraint.columns) {
        if (Column* column = table.find_column(name)) {
            column->primary_key = true;
            column->nullable = false;
        }
    }
    table.primary_key = std::move(constraint);
}

void append(Table& table, UniqueConstraint constraint) {
    table.uniques.push_back(std::move(constraint));
}

void append(Table& table, CheckConstraint constraint) {
    require_sql(constraint.expression, "a check", table);
    table.checks.push_back(std::move(constraint));
}

void append(Table& table, ForeignKey constraint) {
    table.foreign_keys.push_back(std::move(constraint));
}

void append(Table& table, Index index) {
    table.indexes.push_back(std::move(index));
}

void append(Table& table, Comment comment) {
    table.comment = std::move(comment.text);
}

void append(Table& table, RenamedFrom name) {
    table.renamed_from = std::move(name.text);
}

void append(Table& table, SchemaName name) {
    table.schema = std::move(name.text);
}

void append(Table& table, std::pair<std::string, std::string> option) {
    table.options.push_back(std::move(option));
}

ColumnElement make_column(std::string_view name,
                          const SqlType& type,
                          std::span<const ColumnOption> options) {
    ColumnElement element{.column = {.name = std::string{name}, .type = type}};
    for (const ColumnOption& option : options) {
        apply(element.column, option);
        element.unique = element.unique || option.kind == ColumnOptionKind::Unique;
        element.indexed = element.indexed || option.kind == ColumnOptionKind::Indexed;
        if (option.kind == ColumnOptionKind::ForeignKey) {
            element.foreign_keys.push_back(option.foreign_key);
        }
    }
    for (ForeignKey& key : element.foreign_keys) {
        key.columns = {element.column.name};
    }
    return element;
}

Index make_index(std::string_view name,
                 std::span<const IndexPart> parts,
                 std::span<const IndexOption> options) {
    Index index{.name = std::string{name}, .elements = {parts.begin(), parts.end()}};
    for (const IndexOption& option : options) {
        switch (option.kind) {
            case IndexOption::Kind::Unique:
                index.unique = true;
                break;
            case IndexOption::Kind::Where:
                index.where = option.text;
                break;
            case IndexOption::Kind::Using:
                index.method = option.text;
                break;
            case IndexOption::Kind::Include:
                index.include = option.columns;
                break;
            case IndexOption::Kind::NullsNotDistinct:
                index.nulls_not_distinct = true;
                break;
        }
    }
    return index;
}

ForeignKey make_foreign_key(std::string_view name,
                            Names columns,
                            const TableReference& referred,
                            Names referred_columns,
                            std::span<const ForeignKeyOption> options) {
    ForeignKey key{.name = std::string{name},
                   .columns = strings(columns),
                   .referred_schema = referred.schema,
                   .referred_table = referred.name,
                   .referred_columns = strings(referred_columns)};
    for (const ForeignKeyOption& option : options) {
        key.on_delete = option.on_delete.value_or(key.on_delete);
        key.on_update = option.on_update.value_or(key.on_update);
        key.deferrable = option.deferrable.value_or(key.deferrable);
    }
    return key;
}

}  // namespace schema

schema::PrimaryKey primary_key_constraint(std::string_view name, schema::Names columns) {
    return {.name = std::string{name}, .columns = schema::strings(columns)};
}

schema::PrimaryKey primary_key_constraint(schema::Names columns) {
    return primary_key_constraint({}, columns);
}

schema::UniqueConstraint unique_constraint(std::string_view name, schema::Names columns) {
    return {.name = std::string{name}, .columns = schema::strings(columns)};
}

schema::UniqueConstraint unique_constraint(schema::Names columns) {
    return unique_constraint({}, columns);
}

schema::UniqueConstraint unique_constraint(std::string_view name,
                                           schema::Names columns,
                                           const schema::IndexOption& option) {
    if (option.kind != schema::IndexOption::Kind::NullsNotDistinct) {
        throw ArgumentError{"bad-index-option",
                            "cannot make unique constraint " + text_utility::quoted(name) +
                                ": it takes no option of an index but nulls_not_distinct(); make a "
                                "unique index"};
    }
    schema::UniqueConstraint constraint = unique_constraint(name, columns);
    constraint.nulls_not_distinct = true;
    return constraint;
}

schema::CheckConstraint check_constraint(std::string_view name, std::string_view sql) {
    return {.name = std::string{name}, .expression = std::string{sql}};
}

schema::CheckConstraint check(std::string_view sql) {
    return check_constraint({}, sql);
}

schema::IndexPart index_column(std::string_view name) {
    return schema::IndexPart{name};
}

schema::IndexPart index_expression(std::string_view sql) {
    schema::IndexPart part;
    part.expression = sql;
    return part;
}

schema::IndexOption where(std::string_view sql) {
    return {schema::IndexOption::Kind::Where, sql};
}

schema::IndexOption using_(std::string_view method) {
    return {schema::IndexOption::Kind::Using, method};
}

schema::IndexOption include(schema::Names columns) {
    schema::IndexOption option{schema::IndexOption::Kind::Include, {}};
    option.columns = schema::strings(columns);
    return option;
}

schema::IndexOption nulls_not_distinct() {
    return {schema::IndexOption::Kind::NullsNotDistinct, {}};
}

schema::SchemaName in_schema(std::string_view name) {
    return {std::string{name}};
}

schema::TableReference in_schema(std::string_view schema_name, std::string_view table_name) {
    return {table_name, schema_name};
}

std::pair<std::string, std::string> table_option(std::string_view key, std::string_view value) {
    return {std::string{key}, std::string{value}};
}

}  // namespace azoth
