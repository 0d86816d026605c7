// SPDX-License-Identifier: MIT
#include <azoth/migrate/compare/compare.hpp>

#include <algorithm>

#include "migrate/compare/enum_changes.hpp"
#include "migrate/compare/part_renames.hpp"
#include "migrate/compare/schema_difference.hpp"
#include "migrate/operations/lookup.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

/// Puts differences into an order in which each step finds what it needs.
class Ordering {
public:
    explicit Ordering(const SchemaDifference& difference) : difference_{difference} {}

    /// All that goes, then new names, then all that comes: a name may move from one table to
    /// another. Generated columns go before what they read, and come after it.
    Comparison run() {
        drop_foreign_keys();
        drop_tables();
        for (const TableDifference& table : difference_.changed_tables) {
            drop_parts(table);
        }
        for (Operation& step : part_renames(difference_.changed_tables)) {
            result_.operations.push_back(std::move(step));
        }
        add_enums();
        change_columns();
        for (const TableDifference& table : difference_.changed_tables) {
            say_options(table);
            add_parts(table);
        }
        create_tables();
        add_foreign_keys();
        drop_enums();
        return std::move(result_);
    }

private:
    template <class Step>
    void add(Step step) {
        result_.operations.emplace_back(std::move(step));
    }

    static bool is_foreign_key(const Constraint& constraint) {
        return std::holds_alternative<schema::ForeignKey>(constraint);
    }

    void drop(const TableName& table, const Constraint& constraint) {
        add(DropConstraint{table, name_of(constraint), kind_of(constraint), constraint});
    }

    void drop_foreign_keys() {
        for (const TableDifference& table : difference_.changed_tables) {
            for (const Constraint& gone : table.dropped_constraints) {
                if (is_foreign_key(gone)) {
                    drop(name_of(*table.wanted), gone);
                }
            }
        }
        for (const auto& [table, key] : difference_.early_dropped_keys) {
            drop(name_of(*table), key);
        }
    }

    void drop_tables() {
        for (const schema::Table* table : difference_.dropped_tables) {
            schema::Table definition = *table;
            without_keys(definition, difference_.early_dropped_keys, table);
            add(DropTable{name_of(*table), std::move(definition)});
        }
    }

    void drop_parts(const TableDifference& table) {
        const TableName name = name_of(*table.wanted);
        for (const schema::Index& gone : table.dropped_indexes) {
            add(DropIndex{name, gone.name, gone});
        }
        for (const Constraint& gone : table.dropped_constraints) {
            if (!is_foreign_key(gone)) {
                drop(name, gone);
            }
        }
    }

    /// Values of an Enum go before its labels do.
    static bool goes_early(const TableDifference& table, const schema::Column& column) {
        return column.computed || enum_in(column.type) != nullptr ||
               std::ranges::find(table.replaced_columns, column.name) !=
                   table.replaced_columns.end();
    }

    void change_columns() {
        const auto& tables = difference_.changed_tables;
        for (const TableDifference& table : tables) {
            drop_columns_if(table, [&](const auto& column) { return goes_early(table, column); });
        }
        alter_columns();
        for (const TableDifference& table : tables) {
            add_columns_if(table, [](const auto& column) { return !column.computed; });
        }
        for (const TableDifference& table : tables) {
            add_columns_if(table, [](const auto& column) { return column.computed.has_value(); });
        }
        for (const TableDifference& table : tables) {
            drop_columns_if(table, [&](const auto& column) { return !goes_early(table, column); });
        }
    }

    /// Labels first: a column of another table may take the type, a default may name a new one.
    void alter_columns() {
        std::vector<AlterColumn> label_changes;
        std::vector<AlterColumn> others;
        for (const TableDifference& table : difference_.changed_tables) {
            for (const AlterColumn& step : table.altered_columns) {
                (changes_labels(step) ? label_changes : others).push_back(step);
            }
        }
        for (AlterColumn& step : in_order_of_defaults(label_changes)) {
            add(std::move(step));
        }
        for (AlterColumn& step : others) {
            add(std::move(step));
        }
    }

    template <class Predicate>
    void add_columns_if(const TableDifference& table, Predicate predicate) {
        for (const schema::Column& column : table.added_columns) {
            if (predicate(column)) {
                add(AddColumn{name_of(*table.wanted), column});
            }
        }
    }

    void say_options(const TableDifference& table) {
        if (table.comment_differs) {
            add(SetTableComment{
                name_of(*table.wanted), table.live->comment, table.wanted->comment});
        }
        if (table.options_differ) {
            result_.warnings.push_back("the options of table \"" + table.wanted->full_name() +
                                       "\" differ, which no step changes; write it by hand");
        }
    }

    template <class Predicate>
    void drop_columns_if(const TableDifference& table, Predicate predicate) {
        for (const schema::Column& column : table.dropped_columns) {
            if (predicate(column)) {
                add(DropColumn{name_of(*table.wanted), column.name, column});
            }
        }
    }

    void add_parts(const TableDifference& table) {
        const TableName name = name_of(*table.wanted);
        for (const Constraint& come : table.added_constraints) {
            if (!is_foreign_key(come)) {
                add(AddConstraint{name, come});
            }
        }
        for (const schema::Index& come : table.added_indexes) {
            add(CreateIndex{name, come});
        }
    }

    void create_tables() {
        for (const schema::Table* table : difference_.added_tables) {
            schema::Table definition = *table;
            without_keys(definition, difference_.late_keys, table);
            add(CreateTable{std::move(definition)});
        }
    }

    template <class Keys>
    static void without_keys(schema::Table& definition,
                             const Keys& keys,
                             const schema::Table* table) {
        for (const auto& [of, key] : keys) {
            if (of == table) {
                std::erase(definition.foreign_keys, key);
            }
        }
    }

    void add_foreign_keys() {
        for (const auto& [table, key] : difference_.late_keys) {
            add(AddConstraint{name_of(*table), key});
        }
        for (const TableDifference& table : difference_.changed_tables) {
            for (const Constraint& come : table.added_constraints) {
                if (is_foreign_key(come)) {
                    add(AddConstraint{name_of(*table.wanted), come});
                }
            }
        }
    }

    void add_enums() {
        for (const SqlType& type : difference_.added_enums) {
            add(CreateEnum{type, {}});
        }
    }

    void drop_enums() {
        for (const SqlType& type : difference_.dropped_enums) {
            add(DropEnum{type, {}});
        }
    }

    const SchemaDifference& difference_;
    Comparison result_{};
};

}  // namespace

Comparison compare(std::span<const schema::Table> live,
                   std::span<const schema::Table> wanted,
                   const TableFilter& filter) {
    std::vector<schema::Table> before = filter.select(live);
    const std::vector<schema::Table> after = filter.select(wanted);
    std::vector<Operation> steps;
    for (RenameEnum& one : renamed_enums(before, after)) {
        apply_to(one, before);
        steps.emplace_back(std::move(one));
    }
    const SchemaDifference difference = difference_of(before, after);
    Comparison result = Ordering{difference}.run();
    result.operations.insert(result.operations.begin(), steps.begin(), steps.end());
    return result;
}

}  // namespace azoth::migrate
