// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/expression/expression.hpp>
#include <azoth/schema/elements.hpp>
#include <azoth/schema/metadata.hpp>

namespace azoth {

namespace detail {

[[nodiscard]] tree::Tree table_source(const schema::Table& table) noexcept;
[[nodiscard]] tree::Tree table_alias(tree::Tree source, std::string_view name) noexcept;
/// The column of that name, or a node that says why there is none when the statement is compiled.
enum class ColumnValue : std::uint8_t { Required, MayBeNull };
[[nodiscard]] tree::Tree table_column(const schema::Table* table,
                                      const tree::Tree& source,
                                      std::string_view name,
                                      ColumnValue value) noexcept;
/// The same, where the column must hold values of the codec's type too.
[[nodiscard]] tree::Tree typed_table_column(const schema::Table* table,
                                            const tree::Tree& source,
                                            std::string_view name,
                                            const Codec& codec) noexcept;

}  // namespace detail

/// Columns by name. A wrong name is a CompileError of the statement, with did-you-mean, and never
/// thrown here.
class NamedColumns {
public:
    /// With values of any kind: `users.c("name") == "ed"`.
    [[nodiscard]] Expression<Value> c(std::string_view name) const noexcept {
        return Expression<Value>{
            detail::table_column(table_, tree_, name, detail::ColumnValue::MayBeNull)};
    }
    /// With values of T: `users.c<std::string>("name")`. The table must say the same: a column that
    /// may be NULL is std::optional.
    template <SqlValue T>
    [[nodiscard]] Expression<T> c(std::string_view name) const noexcept {
        return Expression<T>{detail::typed_table_column(table_, tree_, name, codec_of<T>)};
    }
    /// As a source: `select(…).select_from(users)`, `join(users, …)`.
    [[nodiscard]] const tree::Tree& tree() const noexcept { return tree_; }

protected:
    NamedColumns(const schema::Table* table, tree::Tree tree) noexcept
        : table_(table), tree_(std::move(tree)) {}

    const schema::Table* table_;
    tree::Tree tree_;
};

/// A second look at a table in one statement.
class TableAlias : public NamedColumns {
public:
    TableAlias(const schema::Table* table, const tree::Tree& source, std::string_view name) noexcept
        : NamedColumns(table, detail::table_alias(source, name)) {}
};

/// A table without struct:
///
///     azoth::Table users{"users", metadata, column("id", Integer(), primary_key), column("name",
///     String(50))};
///
/// A light handle; the table itself is in the metadata, which must outlive it. May be made before
/// `main`: what is wrong with it then is thrown at the first look at the metadata (ArgumentError),
/// afterwards at once.
class Table : public NamedColumns {
public:
    template <class... Elements>
    Table(std::string_view name, MetaData& metadata, const Elements&... elements)
        : NamedColumns(nullptr, {}), name_(name) {
        schema::Table table{.name = name_};
        try {
            (schema::append(table, elements), ...);
        } catch (const std::exception& error) {
            refuse(metadata, error);
            return;
        }
        add(metadata, std::move(table));
    }
    /// A handle to a table that is there already, such as a reflected one.
    explicit Table(const schema::Table& table) noexcept;

    /// Throws ArgumentError (`unusable-table`) when the table could not be made.
    [[nodiscard]] const schema::Table& table() const;
    /// `schema.name`, or the name alone.
    [[nodiscard]] const std::string& full_name() const noexcept { return name_; }
    [[nodiscard]] TableAlias alias(std::string_view name) const noexcept {
        return {table_, tree_, name};
    }

private:
    void add(MetaData& metadata, schema::Table&& table);
    void refuse(MetaData& metadata, const std::exception& error);

    std::string name_;
};

}  // namespace azoth
