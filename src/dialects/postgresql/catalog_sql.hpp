// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/catalog.hpp>

namespace azoth::dialects::postgresql {

/// The queries of the catalogue. Their columns are named by the enums, so that text and reader
/// stand together.
///
/// Every expression comes as pg_get_expr() gives it with pretty-printing: what people would write,
/// and the same for the same definition.

/// Relations of these kinds in the schema: oid, name.
[[nodiscard]] std::string relation_names_sql(std::string_view kinds, std::string_view schema);

/// The rows of pg_class that are asked for.
[[nodiscard]] std::string table_rows_sql(const CatalogRequest& request);

enum TableField {
    TableOid,
    TableName,
    TableComment,
    TableUnlogged,
    TablePartitionBy,
    TableOptions
};
[[nodiscard]] std::string tables_sql(const CatalogRequest& request);

enum ColumnField {
    ColumnTable,
    ColumnName,
    ColumnType,
    ColumnNotNull,
    ColumnExpression,
    ColumnIdentity,
    ColumnGenerated,
    ColumnCollation,
    ColumnComment,
    ColumnSerial,
    ColumnEnum,
    ColumnEnumName,
    ColumnDimensions,
};
[[nodiscard]] std::string columns_sql(const CatalogRequest& request);

enum LabelField { LabelType, LabelText };
[[nodiscard]] std::string labels_sql();

enum ConstraintField {
    ConstraintTable,
    ConstraintName,
    ConstraintType,
    ConstraintDeferrable,
    ConstraintDeferred,
    ConstraintUpdate,
    ConstraintDelete,
    ConstraintReferredSchema,
    ConstraintReferredTable,
    ConstraintExpression,
    ConstraintNullsNotDistinct,
    ConstraintColumn,
    ConstraintReferredColumn,
};
[[nodiscard]] std::string constraints_sql(const CatalogRequest& request);

enum IndexField {
    IndexTable,
    IndexName,
    IndexUnique,
    IndexNullsNotDistinct,
    IndexMethod,
    IndexWhere,
    IndexIsKey,
    IndexColumn,
    IndexExpression,
    IndexDescending,
    IndexNullsFirst,
    IndexCollation,
    IndexOperatorClass,
    IndexIsValid
};
[[nodiscard]] std::string indexes_sql(const CatalogRequest& request);

[[nodiscard]] std::string views_sql(std::string_view schema);

}  // namespace azoth::dialects::postgresql
