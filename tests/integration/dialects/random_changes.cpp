// SPDX-License-Identifier: MIT
#include "integration/dialects/random_changes.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>
#include <array>

namespace test_support {

using namespace azoth;

namespace {

std::string quoted(const std::string& name) {
    return '"' + text_utility::replace_all(name, "\"", "\"\"") + '"';
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

void rename_in(std::vector<std::string>& names, const std::string& from, const std::string& to) {
    std::ranges::replace(names, from, to);
}

void rename_in(std::string& expression, const std::string& from, const std::string& to) {
    expression = text_utility::replace_all(std::move(expression), quoted(from), quoted(to));
}

/// STRICT tables take no text into a number.
std::optional<std::string> storable_default(const SqlType& type) {
    const bool is_text = type.kind == TypeKind::Text || type.kind == TypeKind::String;
    return is_text ? std::optional<std::string>{"'new, (default)'"} : std::nullopt;
}

void rename_column_in(schema::Table& table, const std::string& from, const std::string& to) {
    for (auto& column : table.columns) {
        column.name = column.name == from ? to : column.name;
        if (column.computed) {
            rename_in(*column.computed, from, to);
        }
    }
    if (table.primary_key) {
        rename_in(table.primary_key->columns, from, to);
    }
    for (auto& unique : table.uniques) {
        rename_in(unique.columns, from, to);
    }
    for (auto& check : table.checks) {
        rename_in(check.expression, from, to);
    }
    for (auto& key : table.foreign_keys) {
        rename_in(key.columns, from, to);
    }
    for (auto& index : table.indexes) {
        rename_in(index.where, from, to);
        for (auto& element : index.elements) {
            element.column = element.column == from ? to : element.column;
            rename_in(element.expression, from, to);
        }
    }
}

}  // namespace

bool RandomChanges::is_used(const std::string& column) {
    const auto& one = table();
    const auto text = quoted(column);
    const auto mentions = [&](const std::string& expression) {
        return expression.find(text) != std::string::npos;
    };
    const bool in_index = std::ranges::any_of(one.indexes, [&](const auto& index) {
        return mentions(index.where) ||
               std::ranges::any_of(index.elements, [&](const auto& element) {
                   return element.column == column || mentions(element.expression);
               });
    });
    return in_index || one.is_primary_key(column) ||
           std::ranges::any_of(
               one.columns, [&](const auto& c) { return c.computed && mentions(*c.computed); }) ||
           std::ranges::any_of(one.uniques,
                               [&](const auto& u) { return contains(u.columns, column); }) ||
           std::ranges::any_of(one.checks, [&](const auto& c) { return mentions(c.expression); }) ||
           std::ranges::any_of(one.foreign_keys,
                               [&](const auto& k) { return contains(k.columns, column); });
}

void RandomChanges::forget(const std::string& column) {
    std::erase_if(kept_, [&](const auto& pair) { return pair.second == column; });
}

void RandomChanges::add_column() {
    const std::array<SqlType, 5> types{
        Integer(), Text(), String(12, "NOCASE"), Numeric(8, 2), sql::DateTime()};
    Column column{.name = fresh("added"), .type = types[below(types.size())]};
    if (below(3) == 0) {
        column.server_default = below(2) == 0 ? "7" : "abs(-8)";
        column.nullable = below(2) == 0;
    }
    table().columns.push_back(column);
    changes_.push_back(ddl::AddColumn{name(), column});
}

void RandomChanges::drop_column() {
    const auto column = table().columns[below(table().columns.size())].name;
    if (table().columns.size() > 1 && !is_used(column)) {
        std::erase_if(table().columns, [&](const auto& one) { return one.name == column; });
        forget(column);
        changes_.push_back(ddl::DropColumn{name(), column});
    }
}

void RandomChanges::alter_column() {
    auto& column = table().columns[below(table().columns.size())];
    if (column.computed || is_used(column.name)) {
        return;
    }
    const auto before = column;
    switch (below(3)) {
        case 0:
            column.type =
                before.type.kind == TypeKind::Text ? SqlType{String(50)} : SqlType{Text()};
            forget(column.name);
            break;
        case 1:
            column.nullable = true;
            break;
        default:
            column.server_default = storable_default(column.type);
    }
    changes_.push_back(ddl::AlterColumn{name(), before, column, {}});
}

void RandomChanges::rename_column() {
    const auto from = table().columns[below(table().columns.size())].name;
    const auto to = fresh("Renamed \"ü\"");
    rename_column_in(table(), from, to);
    for (auto& other : tables_) {
        for (auto& key : other.foreign_keys) {
            if (key.referred_table == table().name) {
                rename_in(key.referred_columns, from, to);
            }
        }
    }
    for (auto& pair : kept_) {
        pair.second = pair.second == from ? to : pair.second;
    }
    changes_.push_back(ddl::RenameColumn{name(), from, to});
}

void RandomChanges::add_constraint() {
    const auto& column = table().columns[below(table().columns.size())];
    if (below(2) == 0) {
        schema::CheckConstraint check{fresh("check"), quoted(column.name) + " IS NULL OR 1"};
        table().checks.push_back(check);
        changes_.push_back(ddl::AddCheck{name(), check});
    } else if (table().primary_key) {
        auto columns = table().primary_key->columns;
        if (!contains(columns, column.name)) {
            columns.push_back(column.name);
        }
        schema::UniqueConstraint unique{.name = fresh("unique"), .columns = columns};
        table().uniques.push_back(unique);
        changes_.push_back(ddl::AddUnique{name(), unique});
    }
}

void RandomChanges::drop_constraint() {
    auto& one = table();
    if (!one.checks.empty() && below(2) == 0) {
        changes_.push_back(ddl::DropConstraint{.table = name(), .name = one.checks.back().name});
        one.checks.pop_back();
    } else if (!one.foreign_keys.empty()) {
        changes_.push_back(ddl::DropConstraint{.table = name(),
                                               .name = one.foreign_keys.back().name,
                                               .kind = ddl::ConstraintKind::ForeignKey});
        one.foreign_keys.pop_back();
    } else if (!one.uniques.empty()) {
        changes_.push_back(ddl::DropConstraint{
            .table = name(), .name = one.uniques.back().name, .kind = ddl::ConstraintKind::Unique});
        one.uniques.pop_back();
    }
}

void RandomChanges::rename_constraint() {
    if (!table().foreign_keys.empty()) {
        auto& key = table().foreign_keys.front();
        const auto to = fresh("fk");
        changes_.push_back(ddl::RenameConstraint{name(), key.name, to});
        key.name = to;
    }
}

void RandomChanges::change_index() {
    auto& indexes = table().indexes;
    const auto& column = table().columns[below(table().columns.size())];
    if (indexes.empty() || below(3) == 0) {
        schema::Index index{.name = fresh("ix " + table().name),
                            .elements = {{.column = column.name}}};
        indexes.push_back(index);
        changes_.push_back(ddl::CreateIndex{name(), index, {}});
    } else if (below(2) == 0) {
        const auto to = fresh("iy " + table().name);
        changes_.push_back(ddl::RenameIndex{name(), indexes.back().name, to});
        indexes.back().name = to;
    } else {
        changes_.push_back(ddl::DropIndex{name(), indexes.back().name, {}});
        indexes.pop_back();
    }
}

void RandomChanges::one_change() {
    constexpr std::array steps{&RandomChanges::add_column,
                               &RandomChanges::drop_column,
                               &RandomChanges::alter_column,
                               &RandomChanges::rename_column,
                               &RandomChanges::add_constraint,
                               &RandomChanges::drop_constraint,
                               &RandomChanges::rename_constraint,
                               &RandomChanges::change_index};
    (this->*steps[below(steps.size())])();
}

std::vector<ddl::Statement> RandomChanges::make() {
    for (const auto& column : table().columns) {
        kept_.emplace_back(column.name, column.name);
    }
    for (auto count = 1 + below(7); count > 0; --count) {
        one_change();
    }
    return std::move(changes_);
}

}  // namespace test_support
