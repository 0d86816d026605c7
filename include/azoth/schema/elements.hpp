// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/schema/column_option.hpp>
#include <azoth/schema/table.hpp>

#include <initializer_list>
#include <span>

/// The words tables are written with, in programs and in revision files alike:
/// `column("id", Integer(), primary_key)`, `unique_constraint("uq_t_a", {"a"})`, `index("ix_t_a",
/// {"a"}, where("a > 0"))`. Each gives plain data; `schema::append` puts it into a table.
namespace azoth {
namespace schema {

/// Names a table, with its schema where that is not the default one: `"t"`, or `in_schema("auth",
/// "t")`.
struct TableReference {
    TableReference(const char* table_name);
    TableReference(std::string_view table_name);
    TableReference(const std::string& table_name);
    TableReference(std::string_view table_name, std::string_view schema_name);

    std::string name;
    std::string schema{};
};

/// `in_schema("auth")`: the schema of the table it is written in.
struct SchemaName {
    std::string text{};
};

/// A column together with the constraints and the index that its options ask for.
struct ColumnElement {
    Column column{};
    bool unique = false;
    bool indexed = false;
    std::vector<ForeignKey> foreign_keys{};
};

using Names = std::initializer_list<std::string_view>;

/// A column or an expression of an index: `"a"`, `index_column("a").descending()`,
/// `index_expression("lower(a)")`.
struct IndexPart : IndexElement {
    IndexPart() = default;
    IndexPart(const char* column_name);
    IndexPart(std::string_view column_name);
    IndexPart(const std::string& column_name);

    [[nodiscard]] IndexPart descending() const;
    [[nodiscard]] IndexPart nulls_first() const;
    [[nodiscard]] IndexPart nulls_last() const;
    [[nodiscard]] IndexPart collate(std::string_view name) const;
    [[nodiscard]] IndexPart with_operator_class(std::string_view name) const;
};
using IndexParts = std::initializer_list<IndexPart>;

/// What may follow the columns of an index: `unique`, `where(…)`, `using_(…)`, `include(…)`,
/// `nulls_not_distinct`.
struct IndexOption {
    enum class Kind : std::uint8_t { Unique, Where, Using, Include, NullsNotDistinct };

    IndexOption(
        ColumnFlag flag);  ///< `unique`; throws ArgumentError (`bad-index-option`) for any other
    IndexOption(Kind option_kind, std::string_view option_text);

    Kind kind;
    std::string text{};
    std::vector<std::string> columns{};
};

/// What may follow the columns of a foreign key: actions and deferrability, in any order.
struct ForeignKeyOption {
    ForeignKeyOption(OnDelete action) noexcept : on_delete{action} {}
    ForeignKeyOption(OnUpdate action) noexcept : on_update{action} {}
    ForeignKeyOption(Deferrable kind) noexcept : deferrable{kind} {}

    std::optional<OnDelete> on_delete{};
    std::optional<OnUpdate> on_update{};
    std::optional<Deferrable> deferrable{};
};
using ForeignKeyOptions = std::initializer_list<ForeignKeyOption>;

/// Adds an element to a table. The name of a constraint or index may be empty: `apply_naming` fills
/// it. Throws ArgumentError (`duplicate-column`) when the table has a column of that name.
void append(Table& table, const ColumnElement& element);
void append(Table& table, PrimaryKey constraint);
void append(Table& table, UniqueConstraint constraint);
void append(Table& table, CheckConstraint constraint);
void append(Table& table, ForeignKey constraint);
void append(Table& table, Index index);
void append(Table& table, Comment comment);
void append(Table& table, RenamedFrom name);
void append(Table& table, SchemaName name);
void append(Table& table, std::pair<std::string, std::string> option);

// What the shells below call.
[[nodiscard]] ColumnElement make_column(std::string_view name,
                                        const SqlType& type,
                                        std::span<const ColumnOption> options);
[[nodiscard]] Index make_index(std::string_view name,
                               std::span<const IndexPart> parts,
                               std::span<const IndexOption> options);
[[nodiscard]] ForeignKey make_foreign_key(std::string_view name,
                                          Names columns,
                                          const TableReference& referred,
                                          Names referred_columns,
                                          std::span<const ForeignKeyOption> options);

}  // namespace schema

/// A column of a table without struct. May be NULL unless told otherwise (`not_null`,
/// `primary_key`).
template <class... Options>
[[nodiscard]] schema::ColumnElement column(std::string_view name,
                                           const SqlType& type,
                                           const Options&... options) {
    if constexpr (sizeof...(Options) == 0) {
        return schema::make_column(name, type, {});
    } else {
        const schema::ColumnOption list[] = {schema::ColumnOption(options)...};
        return schema::make_column(name, type, list);
    }
}

[[nodiscard]] schema::PrimaryKey primary_key_constraint(std::string_view name,
                                                        schema::Names columns);
[[nodiscard]] schema::PrimaryKey primary_key_constraint(schema::Names columns);
[[nodiscard]] schema::UniqueConstraint unique_constraint(std::string_view name,
                                                         schema::Names columns);
[[nodiscard]] schema::UniqueConstraint unique_constraint(schema::Names columns);
/// `unique_constraint("uq_t_a", {"a"}, nulls_not_distinct())`; throws ArgumentError
/// (`bad-index-option`) for any other.
[[nodiscard]] schema::UniqueConstraint unique_constraint(std::string_view name,
                                                         schema::Names columns,
                                                         const schema::IndexOption& option);
[[nodiscard]] schema::CheckConstraint check_constraint(std::string_view name, std::string_view sql);
[[nodiscard]] schema::CheckConstraint check(std::string_view sql);

/// `foreign_key_constraint("fk_a_b", {"b_id"}, "b", {"id"}, OnDelete::Cascade)`; the name may be
/// left out.
template <class... Options>
[[nodiscard]] schema::ForeignKey foreign_key_constraint(std::string_view name,
                                                        schema::Names columns,
                                                        const schema::TableReference& referred,
                                                        schema::Names referred_columns,
                                                        Options... options) {
    return schema::make_foreign_key(
        name, columns, referred, referred_columns, schema::ForeignKeyOptions{options...});
}
template <class... Options>
[[nodiscard]] schema::ForeignKey foreign_key_constraint(schema::Names columns,
                                                        const schema::TableReference& referred,
                                                        schema::Names referred_columns,
                                                        Options... options) {
    return schema::make_foreign_key(
        {}, columns, referred, referred_columns, schema::ForeignKeyOptions{options...});
}

template <class... Options>
[[nodiscard]] schema::Index index(std::string_view name,
                                  schema::IndexParts parts,
                                  const Options&... options) {
    if constexpr (sizeof...(Options) == 0) {
        return schema::make_index(name, parts, {});
    } else {
        const schema::IndexOption list[] = {schema::IndexOption(options)...};
        return schema::make_index(name, parts, list);
    }
}

[[nodiscard]] schema::IndexPart index_column(std::string_view name);
[[nodiscard]] schema::IndexPart index_expression(std::string_view sql);
[[nodiscard]] schema::IndexOption where(std::string_view sql);
[[nodiscard]] schema::IndexOption using_(std::string_view method);
[[nodiscard]] schema::IndexOption include(schema::Names columns);
[[nodiscard]] schema::IndexOption nulls_not_distinct();

[[nodiscard]] schema::SchemaName in_schema(std::string_view name);
[[nodiscard]] schema::TableReference in_schema(std::string_view schema_name,
                                               std::string_view table_name);
/// An option of one database: `table_option("sqlite_strict", "true")`.
[[nodiscard]] std::pair<std::string, std::string> table_option(std::string_view key,
                                                               std::string_view value);

}  // namespace azoth
