// SPDX-License-Identifier: MIT
#include "migrate/runtime/rows_in_the_way.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <algorithm>
#include <map>
#include <set>

#include "migrate/operations/lookup.hpp"
#include "migrate/operations/operation_traits.hpp"
#include "migrate/operations/overloaded.hpp"

namespace azoth::migrate {

using namespace operations;

namespace {

using text_utility::quoted;
using Names = std::vector<std::string>;
using Key = std::pair<std::string, std::string>;

Key key_of(const TableName& table) {
    return {table.schema, table.name};
}

/// What earlier steps have done to tables and columns, so that a query cannot ask for it yet.
class Touched {
public:
    void table(const TableName& name) { tables_.insert(key_of(name)); }
    void column(const TableName& table, const std::string& name) {
        const auto found = columns_.try_emplace(key_of(table)).first;
        found->second.push_back(name);
    }

    [[nodiscard]] bool has(const TableName& table, const Names& columns) const {
        return tables_.contains(key_of(table)) ||
               std::ranges::any_of(columns_of(table), [&](const std::string& name) {
                   return std::ranges::find(columns, name) != columns.end();
               });
    }
    [[nodiscard]] bool is_in(const TableName& table, const std::string& sql) const {
        return tables_.contains(key_of(table)) ||
               std::ranges::any_of(columns_of(table), [&](const std::string& name) {
                   return mentions_identifier(sql, name);
               });
    }

private:
    [[nodiscard]] Names columns_of(const TableName& table) const {
        const auto found = columns_.find(key_of(table));
        return found == columns_.end() ? Names{} : found->second;
    }

    std::set<Key> tables_{};
    std::map<Key, Names> columns_{};
};

class Search {
public:
    explicit Search(const dialects::Dialect& dialect) : dialect_{dialect} {}

    /// False where nobody knows what the step does.
    bool look_at(const Operation& step) {
        return std::visit(Overloaded{
                              [](const Opaque auto&) { return false; },
                              [&](const AlterColumn& s) { return look(s); },
                              [&](const AddConstraint& s) { return look(s); },
                              [&](const CreateIndex& s) { return look(s); },
                              [&](const CreateTable& s) { return touch(name_of(s.table)); },
                              [&](const RenameTable& s) {
                                  return touch(s.table) && touch({s.new_name, s.table.schema});
                              },
                              [&](const AddColumn& s) { return touch(s.table, s.column.name); },
                              [&](const RenameColumn& s) {
                                  return touch(s.table, s.column) && touch(s.table, s.new_name);
                              },
                              [](const auto&) { return true; },
                          },
                          step);
    }

    std::vector<RowsInTheWay> result{};

private:
    bool touch(const TableName& table) {
        touched_.table(table);
        return true;
    }
    bool touch(const TableName& table, const std::string& column) {
        touched_.column(table, column);
        return true;
    }

    [[nodiscard]] std::string from(const TableName& table) const {
        return " FROM " + dialect_.table_name(table.name, table.schema);
    }
    /// ` AS referring`
    [[nodiscard]] std::string as(std::string_view alias) const {
        return (dialect_.capabilities().table_alias_word ? " AS " : " ") + std::string{alias};
    }
    [[nodiscard]] Names identifiers(const Names& columns) const {
        Names names;
        for (const std::string& column : columns) {
            names.push_back(dialect_.identifier(column));
        }
        return names;
    }

    bool look(const AlterColumn& step) {
        if (step.modified.nullable == false && step.using_expression.empty() &&
            !touched_.has(step.table, {step.column})) {
            result.push_back({.count = "SELECT count(*)" + from(step.table) + " WHERE " +
                                       dialect_.identifier(step.column) + " IS NULL",
                              .with = "NULL in column " + quoted(step.column),
                              .table = step.table});
        }
        return step.modified.type || !step.using_expression.empty() ? touch(step.table, step.column)
                                                                    : true;
    }

    bool look(const AddConstraint& step) {
        std::visit(Overloaded{
                       [&](const schema::PrimaryKey& c) { look_for_equal(step.table, c.columns); },
                       [&](const schema::UniqueConstraint& c) {
                           look_for_equal(
                               step.table, c.columns, c.nulls_not_distinct ? "" : known(c.columns));
                       },
                       [&](const schema::CheckConstraint& c) { look_for(step.table, c); },
                       [&](const schema::ForeignKey& c) { look_for(step.table, c); },
                   },
                   step.constraint);
        return true;
    }

    /// One that is made beside running programs is not to read the table before.
    bool look(const CreateIndex& step) {
        Names columns;
        for (const schema::IndexElement& element : step.index.elements) {
            columns.push_back(element.column);
        }
        const bool has_expression = std::ranges::find(columns, "") != columns.end();
        if (step.index.unique && !has_expression && step.concurrently == Concurrently::No &&
            !touched_.is_in(step.table, step.index.where)) {
            std::string condition = step.index.nulls_not_distinct ? "" : known(columns);
            if (!step.index.where.empty()) {
                condition += (condition.empty() ? "" : " AND ") + ("(" + step.index.where + ")");
            }
            look_for_equal(step.table, columns, condition);
        }
        return true;
    }

    [[nodiscard]] std::string known(const Names& columns) const {
        return text_utility::join(identifiers(columns), " IS NOT NULL AND ") + " IS NOT NULL";
    }

    void look_for_equal(const TableName& table,
                        const Names& columns,
                        const std::string& condition = {}) {
        if (touched_.has(table, columns)) {
            return;
        }
        result.push_back(
            {.count = "SELECT CAST(coalesce(sum(n), 0) AS bigint) FROM (SELECT count(*) AS n" +
                      from(table) + (condition.empty() ? "" : " WHERE " + condition) +
                      " GROUP BY " + text_utility::join(identifiers(columns), ", ") +
                      " HAVING count(*) > 1)" + as("equal_rows"),
             .with = "values in " + quoted(text_utility::join(columns, ", ")) +
                     " that another row has too",
             .table = table});
    }

    void look_for(const TableName& table, const schema::CheckConstraint& check) {
        if (!touched_.is_in(table, check.expression)) {
            result.push_back(
                {.count = "SELECT count(*)" + from(table) + " WHERE NOT (" + check.expression + ")",
                 .with = "values that the check " +
                         (check.name.empty() ? "" : quoted(check.name) + " ") + "refuses (" +
                         check.expression + ")",
                 .table = table});
        }
    }

    void look_for(const TableName& table, const schema::ForeignKey& key) {
        const TableName referred{key.referred_table, key.referred_schema};
        if (touched_.has(table, key.columns) || touched_.has(referred, key.referred_columns)) {
            return;
        }
        const Names from_columns = identifiers(key.columns);
        const Names to_columns = identifiers(key.referred_columns);
        Names known_values;
        Names equal;
        for (std::size_t i = 0; i < std::min(from_columns.size(), to_columns.size()); ++i) {
            known_values.push_back("referring." + from_columns[i] + " IS NOT NULL");
            equal.push_back("referred." + to_columns[i] + " = referring." + from_columns[i]);
        }
        result.push_back({.count = "SELECT count(*)" + from(table) + as("referring") + " WHERE " +
                                   text_utility::join(known_values, " AND ") +
                                   " AND NOT EXISTS (SELECT 1" + from(referred) + as("referred") +
                                   " WHERE " + text_utility::join(equal, " AND ") + ")",
                          .with = "values in " + quoted(text_utility::join(key.columns, ", ")) +
                                  " that no row of table " + quoted(key.referred_table) + " has",
                          .table = table});
    }

    const dialects::Dialect& dialect_;
    Touched touched_{};
};

std::int64_t count_of(Connection& connection, const std::string& sql) {
    const Transaction asking = connection.begin();
    try {
        return connection.query(sql).front().front().as_integer();
    } catch (const DatabaseError& error) {
        if (error.connection_lost()) {
            throw;
        }
        return 0;
    }
}

}  // namespace

std::vector<RowsInTheWay> rows_in_the_way(std::span<const Operation> steps,
                                          const dialects::Dialect& dialect) {
    Search search{dialect};
    for (const Operation& step : steps) {
        if (!search.look_at(step)) {
            break;
        }
    }
    return std::move(search.result);
}

std::vector<std::string> find_rows_in_the_way(Connection& connection,
                                              std::span<const Operation> steps) {
    std::vector<std::string> found;
    for (const RowsInTheWay& one : rows_in_the_way(steps, connection.dialect())) {
        const std::int64_t count = count_of(connection, one.count);
        if (count > 0) {
            found.push_back("table " + quoted(one.table.name) + " has " + std::to_string(count) +
                            (count == 1 ? " row" : " rows") + " with " + one.with);
        }
    }
    return found;
}

}  // namespace azoth::migrate
