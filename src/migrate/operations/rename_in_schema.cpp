// SPDX-License-Identifier: MIT
#include "migrate/operations/rename_in_schema.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

#include "base/sql_parts.hpp"
#include "migrate/operations/lookup.hpp"
#include "migrate/operations/sql_texts.hpp"

namespace azoth::migrate {
namespace {

bool refers_to(const schema::ForeignKey& key, const TableName& table) {
    return key.referred_table == table.name && key.referred_schema == table.schema;
}

struct Renaming {
    const std::string& from;
    const std::string& to;

    void in(std::string& name) const {
        if (name == from) {
            name = to;
        }
    }
    void in(std::vector<std::string>& names) const {
        std::ranges::for_each(names, [&](std::string& name) { in(name); });
    }
    void in_sql(std::string& sql) const { sql = replace_identifier(sql, from, to); }
};

}  // namespace

void rename_table(std::span<schema::Table> tables,
                  const TableName& table,
                  const std::string& new_name) {
    for (schema::Table& other : tables) {
        for (schema::ForeignKey& key : other.foreign_keys) {
            if (refers_to(key, table)) {
                key.referred_table = new_name;
            }
        }
    }
    if (schema::Table* renamed = find_table(tables, table)) {
        renamed->name = new_name;
    }
}

void rename_column(std::span<schema::Table> tables,
                   const TableName& table,
                   const std::string& column,
                   const std::string& new_name) {
    const Renaming renaming{column, new_name};
    for (schema::Table& other : tables) {
        for (schema::ForeignKey& key : other.foreign_keys) {
            if (refers_to(key, table)) {
                renaming.in(key.referred_columns);
            }
        }
    }
    if (schema::Table* of = find_table(tables, table)) {
        for_each_column_name(
            *of,
            [&](std::string& name) { renaming.in(name); },
            [&](std::string& text) { renaming.in_sql(text); });
    }
}

namespace {

/// `colour` in schema `shop`, or `shop.colour`  ->  both as one name.
std::string full_enum_name(const std::string& name, const std::string& schema) {
    return schema.empty() || name.find('.') != std::string::npos ? name : schema + '.' + name;
}

std::string local_name(const std::string& name) {
    const std::size_t dot = name.find('.');
    return dot == std::string::npos ? name : name.substr(dot + 1);
}

}  // namespace

void rename_enum(std::span<schema::Table> tables,
                 const TableName& type,
                 const std::string& new_name) {
    const std::string wanted = full_enum_name(type.name, type.schema);
    const std::string from = local_name(type.name);
    for (schema::Table& table : tables) {
        bool has_it = false;
        for (schema::Column& column : table.columns) {
            auto* const found = const_cast<SqlType*>(enum_in(column.type));
            if (found != nullptr && full_enum_name(found->name, table.schema) == wanted) {
                const std::size_t dot = found->name.find('.');
                const std::string prefix =
                    dot == std::string::npos ? "" : found->name.substr(0, dot + 1);
                found->name = prefix + new_name;
                has_it = true;
            }
        }
        if (has_it) {
            const Renaming renaming{from, new_name};
            for_each_sql_text(table, [&](std::string& text) { renaming.in_sql(text); });
        }
    }
}

void rename_label_texts(std::span<schema::Table> tables, const operations::AlterColumn& step) {
    const schema::Table* table = find_table(std::span<const schema::Table>{tables}, step.table);
    const schema::Column* column = table == nullptr ? nullptr : table->find_column(step.column);
    const SqlType* type = column == nullptr ? nullptr : enum_in(column->type);
    if (type == nullptr || type->name.empty()) {
        return;
    }
    const std::string name = type->name;
    for (const schema::RenamedLabel& label : step.renamed_labels) {
        const std::string from = sql_parts::in_quotes(label.from, '\'') + "::";
        const std::string to = sql_parts::in_quotes(label.to, '\'') + "::";
        for (schema::Table& one : tables) {
            for_each_sql_text(one, [&](std::string& text) {
                for (const std::string& spelt : {name, sql_parts::in_quotes(name, '"')}) {
                    text = text_utility::replace_all(text, from + spelt, to + spelt);
                }
            });
        }
    }
}

}  // namespace azoth::migrate
