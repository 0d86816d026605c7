// SPDX-License-Identifier: MIT
#include "dialects/postgresql/catalog.hpp"

#include <azoth/dialects/sql_text.hpp>
#include "dialects/postgresql/catalog_sql.hpp"
#include "dialects/postgresql/dialect.hpp"
#include "dialects/postgresql/types.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <map>
#include <tuple>

namespace azoth::dialects::postgresql {

namespace {

using Row = std::vector<Value>;
using TablesByOid = std::map<std::int64_t, schema::Table>;
using Labels = std::map<std::int64_t, std::vector<std::string>>;

const Value& field(const Row& row, int position) {
    return row[static_cast<std::size_t>(position)];
}

std::string text(const Row& row, int position) {
    const auto& value = field(row, position);
    return value.is_null() ? std::string{} : value.as_text();
}

std::vector<std::string> names(const Query& query, const std::string& sql) {
    std::vector<std::string> result;
    for (const auto& row : query(sql, {})) {
        result.push_back(row[0].as_text());
    }
    std::ranges::sort(result);
    return result;
}

TablesByOid read_tables(const Query& query, const CatalogRequest& request) {
    TablesByOid tables;
    for (const auto& row : query(tables_sql(request), {})) {
        schema::Table table{.name = text(row, TableName),
                            .schema = request.schema,
                            .comment = text(row, TableComment)};
        const auto set = [&](const char* key, std::string value) {
            if (!value.empty()) {
                table.options.emplace_back(key, std::move(value));
            }
        };
        set("postgresql_partition_by", text(row, TablePartitionBy));
        set("postgresql_unlogged", field(row, TableUnlogged).as_boolean() ? "true" : "");
        set("postgresql_with", text(row, TableOptions));
        tables.emplace(field(row, TableOid).as_integer(), std::move(table));
    }
    return tables;
}

Labels read_labels(const Query& query) {
    Labels labels;
    for (const auto& row : query(labels_sql(), {})) {
        labels[field(row, LabelType).as_integer()].push_back(text(row, LabelText));
    }
    return labels;
}

/// The type, its Enum filled in; PostgreSQL's arrays have one type for every number of dimensions,
/// the column tells.
SqlType read_type(const Row& row, const Labels& labels) {
    auto type = parse_type(text(row, ColumnType));
    if (!field(row, ColumnEnum).is_null()) {
        SqlType enumeration{.kind = TypeKind::Enum, .name = text(row, ColumnEnumName)};
        if (const auto found = labels.find(field(row, ColumnEnum).as_integer());
            found != labels.end()) {
            enumeration.values = found->second;
        }
        type = type.kind == TypeKind::Array ? Array(std::move(enumeration)) : enumeration;
    }
    if (type.kind == TypeKind::Array) {
        for (auto dimension = field(row, ColumnDimensions).as_integer(); dimension > 1;
             --dimension) {
            type = Array(std::move(type));
        }
    }
    type.collation = text(row, ColumnCollation);
    return type;
}

schema::Identity read_identity(std::string_view letter) {
    if (letter == "a") {
        return schema::Identity::Always;
    }
    return letter == "d" ? schema::Identity::ByDefault : schema::Identity::No;
}

void read_columns(const Query& query, const CatalogRequest& request, TablesByOid& tables) {
    const auto labels = read_labels(query);
    for (const auto& row : query(columns_sql(request), {})) {
        schema::Column column{.name = text(row, ColumnName),
                              .type = read_type(row, labels),
                              .nullable = !field(row, ColumnNotNull).as_boolean(),
                              .identity = read_identity(text(row, ColumnIdentity)),
                              .comment = text(row, ColumnComment)};
        const auto generated = text(row, ColumnGenerated);
        if (!generated.empty()) {
            column.computed = text(row, ColumnExpression);
            column.generated =
                generated == "s" ? schema::Generated::Stored : schema::Generated::Virtual;
        } else if (field(row, ColumnSerial).as_boolean()) {
            column.autoincrement = true;
        } else if (!field(row, ColumnExpression).is_null()) {
            column.server_default = text(row, ColumnExpression);
        }
        tables.at(field(row, ColumnTable).as_integer()).columns.push_back(std::move(column));
    }
}

template <class Action>
Action read_action(std::string_view letter) {
    if (letter == "r") {
        return Action::Restrict;
    }
    if (letter == "c") {
        return Action::Cascade;
    }
    if (letter == "n") {
        return Action::SetNull;
    }
    return letter == "d" ? Action::SetDefault : Action::NoAction;
}

Deferrable read_deferrable(const Row& row) {
    if (!field(row, ConstraintDeferrable).as_boolean()) {
        return Deferrable::No;
    }
    return field(row, ConstraintDeferred).as_boolean() ? Deferrable::InitiallyDeferred
                                                       : Deferrable::InitiallyImmediate;
}

schema::ForeignKey read_foreign_key(const Row& row) {
    return {.name = text(row, ConstraintName),
            .referred_schema = text(row, ConstraintReferredSchema),
            .referred_table = text(row, ConstraintReferredTable),
            .on_delete = read_action<OnDelete>(text(row, ConstraintDelete)),
            .on_update = read_action<OnUpdate>(text(row, ConstraintUpdate)),
            .deferrable = read_deferrable(row)};
}

/// Rows of one constraint follow each other, one for each column.
template <class Constraint>
Constraint& at_name(std::vector<Constraint>& constraints, Constraint made) {
    if (constraints.empty() || constraints.back().name != made.name) {
        constraints.push_back(std::move(made));
    }
    return constraints.back();
}

void read_constraint(const Row& row, schema::Table& table) {
    const auto name = text(row, ConstraintName);
    const auto type = text(row, ConstraintType);
    const auto column = text(row, ConstraintColumn);
    if (type == "p") {
        if (!table.primary_key) {
            table.primary_key = schema::PrimaryKey{.name = name};
        }
        table.primary_key->columns.push_back(column);
        table.find_column(column)->primary_key = true;
    } else if (type == "u") {
        const bool nulls = field(row, ConstraintNullsNotDistinct).as_boolean();
        at_name(table.uniques, {.name = name, .nulls_not_distinct = nulls})
            .columns.push_back(column);
    } else if (type == "c") {
        at_name(table.checks, {.name = name, .expression = text(row, ConstraintExpression)});
    } else {
        auto& key = at_name(table.foreign_keys, read_foreign_key(row));
        key.columns.push_back(column);
        key.referred_columns.push_back(text(row, ConstraintReferredColumn));
    }
}

schema::IndexElement read_element(const Row& row) {
    const bool descending = field(row, IndexDescending).as_boolean();
    const bool nulls_first = field(row, IndexNullsFirst).as_boolean();
    schema::IndexElement element{
        .column = text(row, IndexColumn),
        .expression = std::string{sql_text::without_outer_parentheses(text(row, IndexExpression))},
        .order = descending ? schema::SortOrder::Descending : schema::SortOrder::Ascending,
        .collation = text(row, IndexCollation),
        .operator_class = text(row, IndexOperatorClass)};
    if (descending != nulls_first) {  // NULLS FIRST is what DESC means by itself
        element.nulls = nulls_first ? schema::NullsOrder::First : schema::NullsOrder::Last;
    }
    return element;
}

void read_index(const Row& row, schema::Table& table) {
    auto& index = at_name(table.indexes,
                          {.name = text(row, IndexName),
                           .unique = field(row, IndexUnique).as_boolean(),
                           .where = text(row, IndexWhere),
                           .method = text(row, IndexMethod),
                           .nulls_not_distinct = field(row, IndexNullsNotDistinct).as_boolean(),
                           .is_valid = field(row, IndexIsValid).as_boolean()});
    if (field(row, IndexIsKey).as_boolean()) {
        index.elements.push_back(read_element(row));
    } else {
        index.include.push_back(text(row, IndexColumn));
    }
}

}  // namespace

std::vector<std::string> PostgresqlCatalog::schema_names(const Query& query) const {
    return names(
        query,
        "SELECT nspname::text FROM pg_namespace WHERE left(nspname, 3) <> 'pg_' AND nspname <> "
        "'information_schema'");
}

std::vector<std::string> PostgresqlCatalog::table_names(const Query& query,
                                                        std::string_view schema) const {
    return names(query, relation_names_sql("'r', 'p'", schema));
}

std::vector<std::string> PostgresqlCatalog::view_names(const Query& query,
                                                       std::string_view schema) const {
    return names(query, relation_names_sql("'v'", schema));
}

std::vector<schema::Table> PostgresqlCatalog::tables(const Query& query,
                                                     const CatalogRequest& request) const {
    auto tables = read_tables(query, request);
    if (tables.empty()) {
        return {};
    }
    read_columns(query, request, tables);
    for (const auto& row : query(constraints_sql(request), {})) {
        read_constraint(row, tables.at(field(row, ConstraintTable).as_integer()));
    }
    for (const auto& row : query(indexes_sql(request), {})) {
        read_index(row, tables.at(field(row, IndexTable).as_integer()));
    }
    std::vector<schema::Table> result;
    for (auto& [oid, table] : tables) {
        std::ranges::sort(table.uniques, {}, &schema::UniqueConstraint::name);
        std::ranges::sort(table.checks, {}, &schema::CheckConstraint::name);
        std::ranges::sort(table.foreign_keys, {}, &schema::ForeignKey::name);
        std::ranges::sort(table.indexes, {}, &schema::Index::name);
        result.push_back(std::move(table));
    }
    std::ranges::sort(result, {}, &schema::Table::name);
    return result;
}

std::vector<schema::View> PostgresqlCatalog::views(const Query& query,
                                                   std::string_view schema) const {
    std::vector<schema::View> views;
    for (const auto& row : query(views_sql(schema), {})) {
        auto definition = text_utility::trim(row[1].as_text());
        if (definition.ends_with(';')) {
            definition.remove_suffix(1);
        }
        views.push_back({row[0].as_text(), std::string{schema}, std::string{definition}});
    }
    std::ranges::sort(views, {}, &schema::View::name);
    return views;
}

const Catalog& PostgresqlDialect::catalog() const noexcept {
    static const PostgresqlCatalog instance;
    return instance;
}

}  // namespace azoth::dialects::postgresql
