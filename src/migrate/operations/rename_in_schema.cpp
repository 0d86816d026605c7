// SPDX-License-Identifier: MIT
#include "migrate/operations/rename_in_schema.hpp"

#include <algorithm>

#include "migrate/operations/lookup.hpp"

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
    void in_sql(std::optional<std::string>& sql) const {
        if (sql) {
            in_sql(*sql);
        }
    }
};

void rename_in_table(schema::Table& table, const Renaming& renaming) {
    for (schema::Column& column : table.columns) {
        renaming.in(column.name);
        renaming.in_sql(column.computed);
    }
    if (table.primary_key) {
        renaming.in(table.primary_key->columns);
    }
    for (schema::UniqueConstraint& unique : table.uniques) {
        renaming.in(unique.columns);
    }
    for (schema::CheckConstraint& check : table.checks) {
        renaming.in_sql(check.expression);
    }
    for (schema::ForeignKey& key : table.foreign_keys) {
        renaming.in(key.columns);
    }
    for (schema::Index& index : table.indexes) {
        for (schema::IndexElement& element : index.elements) {
            renaming.in(element.column);
            renaming.in_sql(element.expression);
        }
        renaming.in(index.include);
        renaming.in_sql(index.where);
    }
}

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
        rename_in_table(*of, renaming);
    }
}

}  // namespace azoth::migrate
