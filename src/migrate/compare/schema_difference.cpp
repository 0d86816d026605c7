// SPDX-License-Identifier: MIT
#include "migrate/compare/schema_difference.hpp"

#include <azoth/schema/metadata.hpp>

#include <algorithm>

#include "migrate/compare/enum_changes.hpp"
#include "migrate/operations/lookup.hpp"

namespace azoth::migrate {
namespace {

using Tables = std::span<const schema::Table>;
using TablePointers = std::vector<const schema::Table*>;

TablePointers without_counterpart(Tables tables, Tables others) {
    TablePointers result;
    for (const schema::Table& table : tables) {
        if (find_table(others, name_of(table)) == nullptr) {
            result.push_back(&table);
        }
    }
    std::ranges::sort(result, {}, [](const schema::Table* table) { return table->full_name(); });
    return result;
}

bool is_integer(TypeKind kind) {
    return kind == TypeKind::SmallInteger || kind == TypeKind::Integer ||
           kind == TypeKind::BigInteger;
}

/// A change after which the two sides of a foreign key cannot be compared for a while.
bool breaks_keys(const operations::AlterColumn& step) {
    if (!step.modified.type || !step.existing.type) {
        return false;
    }
    const TypeKind from = step.existing.type->kind;
    const TypeKind to = step.modified.type->kind;
    return from != to && !(is_integer(from) && is_integer(to));
}

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

/// The columns of a table that foreign keys must let go of.
bool breaks(const TableDifference& table, const std::vector<std::string>& columns) {
    const bool altered = std::ranges::any_of(table.altered_columns, [&](const auto& step) {
        return breaks_keys(step) && has(columns, step.column);
    });
    const bool replaced = std::ranges::any_of(
        table.replaced_columns, [&](const std::string& column) { return has(columns, column); });
    return altered || replaced;
}

/// The key by which rows are referred to goes: a primary key, a unique constraint or a unique
/// index.
bool drops_key(const TableDifference& table, std::vector<std::string> columns) {
    std::ranges::sort(columns);
    const auto covers = [&](std::vector<std::string> key) {
        std::ranges::sort(key);
        return key == columns;
    };
    for (const Constraint& gone : table.dropped_constraints) {
        const auto* primary = std::get_if<schema::PrimaryKey>(&gone);
        const auto* unique = std::get_if<schema::UniqueConstraint>(&gone);
        if ((primary != nullptr && covers(primary->columns)) ||
            (unique != nullptr && covers(unique->columns))) {
            return true;
        }
    }
    return std::ranges::any_of(table.dropped_indexes, [&](const schema::Index& index) {
        std::vector<std::string> key;
        for (const schema::IndexElement& element : index.elements) {
            key.push_back(element.column);
        }
        return index.unique && covers(key);
    });
}

class Differences {
public:
    Differences(Tables live, Tables wanted) : live_{live}, wanted_{wanted} {}

    SchemaDifference run() {
        find_changed();
        renew_foreign_keys();
        std::erase_if(result_.changed_tables,
                      [](const TableDifference& one) { return is_empty(one); });
        order_added();
        order_dropped();
        find_enums();
        return std::move(result_);
    }

private:
    static bool is_empty(const TableDifference& one) {
        return one.added_columns.empty() && one.dropped_columns.empty() &&
               one.altered_columns.empty() && one.added_constraints.empty() &&
               one.dropped_constraints.empty() && one.renamed_constraints.empty() &&
               one.added_indexes.empty() && one.dropped_indexes.empty() &&
               one.renamed_indexes.empty() && !one.comment_differs && !one.options_differ;
    }

    void find_changed() {
        for (const schema::Table& wanted : wanted_) {
            if (const schema::Table* live = find_table(live_, name_of(wanted))) {
                result_.changed_tables.push_back(difference_of(*live, wanted));
            }
        }
        std::ranges::sort(result_.changed_tables, {}, [](const TableDifference& one) {
            return one.wanted->full_name();
        });
    }

    TableDifference* changed(const TableName& name) {
        const auto found = std::ranges::find_if(result_.changed_tables, [&](const auto& one) {
            return one.wanted->name == name.name && one.wanted->schema == name.schema;
        });
        return found == result_.changed_tables.end() ? nullptr : &*found;
    }

    /// Keys that stay, but stand in the way of what they rest on.
    void renew_foreign_keys() {
        for (TableDifference& table : result_.changed_tables) {
            for (const schema::ForeignKey& key : table.wanted->foreign_keys) {
                const TableDifference* referred =
                    changed({key.referred_table, key.referred_schema});
                if (breaks(table, key.columns) ||
                    (referred != nullptr && (breaks(*referred, key.referred_columns) ||
                                             drops_key(*referred, key.referred_columns)))) {
                    renew_constraint(table, key);
                }
            }
        }
    }

    void order_added() {
        const TablePointers added = without_counterpart(wanted_, live_);
        const schema::DependencyOrder order = schema::sort_by_dependency(added);
        result_.added_tables = order.tables;
        for (const auto& [table, key] : order.cyclic) {
            result_.late_keys.emplace_back(table, *key);
        }
    }

    void order_dropped() {
        const TablePointers dropped = without_counterpart(live_, wanted_);
        const schema::DependencyOrder order = schema::sort_by_dependency(dropped);
        result_.dropped_tables.assign(order.tables.rbegin(), order.tables.rend());
        for (const auto& [table, key] : order.cyclic) {
            result_.early_dropped_keys.emplace_back(table, *key);
        }
    }

    void find_enums() {
        const std::vector<SqlType> before = enum_types_of(live_);
        const std::vector<SqlType> after = enum_types_of(wanted_);
        result_.added_enums = those_missing(after, before);
        result_.dropped_enums = those_missing(before, after);
    }

    static std::vector<SqlType> those_missing(std::vector<SqlType> types,
                                              const std::vector<SqlType>& others) {
        std::erase_if(types, [&](const SqlType& type) {
            return std::ranges::find(others, type.name, &SqlType::name) != others.end();
        });
        return types;
    }

    Tables live_;
    Tables wanted_;
    SchemaDifference result_{};
};

}  // namespace

SchemaDifference difference_of(std::span<const schema::Table> live,
                               std::span<const schema::Table> wanted) {
    return Differences{live, wanted}.run();
}

}  // namespace azoth::migrate
