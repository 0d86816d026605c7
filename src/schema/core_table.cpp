// SPDX-License-Identifier: MIT
#include <azoth/schema/core_table.hpp>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth {

namespace {

using text_utility::quoted;

tree::Tree invalid(std::string_view why) noexcept {
    return tree::make_leaf({.kind = tree::Kind::invalid(), .text = why});
}

std::string unknown_column(const schema::Table& table, std::string_view name) {
    std::vector<std::string> names;
    std::ranges::transform(table.columns, std::back_inserter(names), &schema::Column::name);
    return "cannot use column " + quoted(name) + " of table " + quoted(table.full_name()) +
           ": there is none of that name" + text_utility::did_you_mean(name, names);
}

/// Whether values of one kind are what columns of the other hold.
bool same_family(ValueKind column, ValueKind value) noexcept {
    const auto is_text = [](ValueKind kind) { return kind == ValueKind::Text; };
    const auto is_number = [](ValueKind kind) {
        return kind == ValueKind::Boolean || kind == ValueKind::Integer ||
               kind == ValueKind::Real || kind == ValueKind::Decimal;
    };
    return column == value || column == ValueKind::Null || value == ValueKind::Null ||
           (is_number(column) && is_number(value)) || (is_text(column) && is_text(value));
}

std::string wrong_type(const schema::Table& table,
                       const schema::Column& column,
                       const Codec& codec) {
    const std::string start = "cannot use column " + quoted(column.name) + " of table " +
                              quoted(table.full_name()) + " as " + std::string{codec.type_name()} +
                              ": ";
    if (!same_family(value_kind_of(column.type), codec.kind)) {
        return start + "its type is " + to_string(column.type) +
               "; write c<T> with a type that such a column holds, or c(\"" + column.name + "\")";
    }
    if (column.nullable && !codec.nullable) {
        return start + "it may be NULL; write c<std::optional<…>>(\"" + column.name + "\")";
    }
    return {};
}

constexpr std::string_view unusable =
    "cannot use a column of a table that could not be made: its definition is wrong; the first "
    "look at the metadata "
    "says why";

}  // namespace

namespace detail {

// The text has what of the table shapes a statement: statements may outlive the table in caches.
tree::Tree table_source(const schema::Table& table) noexcept {
    std::string text = table.schema + '\0' + table.name;
    for (const schema::Column& column : table.columns) {
        text += '\0' + column.name;
        text += static_cast<char>(column.type.kind);
    }
    return tree::make_leaf(
        {.kind = tree::SourceKind::Table, .subject = &table, .text = text, .subject_hash = 1});
}

tree::Tree table_alias(tree::Tree source, std::string_view name) noexcept {
    if (source.node == nullptr) {
        return invalid(unusable);
    }
    return tree::make_tree({.kind = tree::SourceKind::Alias, .text = name}, std::move(source));
}

tree::Tree table_column(const schema::Table* table,
                        const tree::Tree& source,
                        std::string_view name,
                        ColumnValue value) noexcept {
    if (table == nullptr) {
        return invalid(unusable);
    }
    if (table->find_column(name) == nullptr) {
        return invalid(unknown_column(*table, name));
    }
    return tree::make_tree({.kind = tree::ExpressionKind::TableColumn,
                            .code = static_cast<std::uint8_t>(value),
                            .text = name},
                           source);
}

tree::Tree typed_table_column(const schema::Table* table,
                              const tree::Tree& source,
                              std::string_view name,
                              const Codec& codec) noexcept {
    const schema::Column* column = table == nullptr ? nullptr : table->find_column(name);
    const std::string why = column == nullptr ? std::string{} : wrong_type(*table, *column, codec);
    const auto value = codec.nullable ? ColumnValue::MayBeNull : ColumnValue::Required;
    return why.empty() ? table_column(table, source, name, value) : invalid(why);
}

}  // namespace detail

Table::Table(const schema::Table& table) noexcept
    : NamedColumns(&table, detail::table_source(table)), name_(table.full_name()) {}

const schema::Table& Table::table() const {
    if (table_ == nullptr) {
        throw ArgumentError{
            "unusable-table",
            "cannot use table " + quoted(name_) +
                ": its definition is wrong; the first look at its metadata says why"};
    }
    return *table_;
}

void Table::add(MetaData& metadata, schema::Table&& table) {
    name_ = table.full_name();
    try {
        table_ = &metadata.add(std::move(table));
        tree_ = detail::table_source(*table_);
    } catch (const std::exception& error) {
        refuse(metadata, error);
    }
}

void Table::refuse(MetaData& metadata, const std::exception& error) {
    const auto* known = dynamic_cast<const Error*>(&error);
    metadata.refuse(
        ArgumentError{known != nullptr ? known->code() : "unusable-table", error.what()});
}

}  // namespace azoth
