// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/compare/compare.hpp>
#include <azoth/migrate/verify/autogenerate.hpp>
#include <azoth/migrate/verify/proof.hpp>

#include <algorithm>
#include <map>

#include "migrate/operations/lookup.hpp"
#include "migrate/runtime/batches.hpp"
#include "migrate/runtime/run_steps.hpp"
#include "migrate/verify/schemas.hpp"

namespace azoth::migrate {
namespace {

using text_utility::quoted;
using Contents = std::map<std::string, std::vector<std::string>>;

[[noreturn]] void fail(const std::string& why, ErrorDetails details = {}) {
    throw MigrationError{"proof-failed",
                         "cannot offer the revision: tried on a scratch copy, " + why +
                             "; look at the steps with --no-verify, and report it",
                         std::move(details)};
}

std::string first_steps(std::span<const Operation> steps) {
    std::vector<std::string> lines;
    for (const Operation& step : steps.first(std::min<std::size_t>(steps.size(), 3))) {
        lines.push_back(describe(step));
    }
    return text_utility::join(lines, ", ");
}

/// What becomes of a table and of one of its columns on the way up.
class Fate {
public:
    Fate(const schema::Table& live, std::string column)
        : table_{name_of(live)}, column_{std::move(column)} {}

    /// True when neither is dropped, and the column's type stays.
    bool survives(std::span<const Operation> steps) {
        return std::ranges::all_of(steps, [&](const Operation& step) { return outlives(step); });
    }

private:
    bool outlives(const Operation& step) {
        if (const auto* table = std::get_if<operations::RenameTable>(&step);
            table != nullptr && table->table == table_) {
            table_.name = table->new_name;
        }
        if (const auto* column = std::get_if<operations::RenameColumn>(&step);
            column != nullptr && is_it(column->table, column->column)) {
            column_ = column->new_name;
        }
        const auto* gone = std::get_if<operations::DropTable>(&step);
        const auto* drop = std::get_if<operations::DropColumn>(&step);
        const auto* alter = std::get_if<operations::AlterColumn>(&step);
        return !(gone != nullptr && gone->table == table_) &&
               !(drop != nullptr && is_it(drop->table, drop->column)) &&
               !(alter != nullptr && alter->modified.type && is_it(alter->table, alter->column));
    }

    [[nodiscard]] bool is_it(const TableName& table, const std::string& column) const {
        return table == table_ && column == column_;
    }

    TableName table_;
    std::string column_;
};

/// Columns that every state has, with the same type: what they hold must still be there at the end.
std::vector<std::string> surviving_columns(const Claim& claim, const schema::Table& live) {
    std::vector<std::string> result;
    for (const schema::Column& column : live.columns) {
        if (!column.computed && Fate{live, column.name}.survives(claim.upgrade)) {
            result.push_back(column.name);
        }
    }
    return result;
}

class Trial {
public:
    Trial(const Claim& claim, Engine scratch) : claim_{claim}, scratch_{std::move(scratch)} {}

    Proof run(std::size_t rows) {
        build(rows);
        const Contents before = contents();
        Proof proof{.state = ProofState::Proven};
        proof.upgrade = send(claim_.upgrade);
        check_schema(claim_.wanted, "the upgrade");
        proof.downgrade = send(claim_.downgrade);
        check_schema(claim_.live, "the downgrade");
        check_rows(before);
        run_steps(scratch_, claim_.upgrade);
        check_schema(claim_.wanted, "the second upgrade");
        return proof;
    }

private:
    [[nodiscard]] ProvenDirection send(std::span<const Operation> steps) const {
        return {.statements = run_steps(scratch_, steps),
                .makes_tables_anew = needs_rebuild_protocol(steps, scratch_.dialect())};
    }

    void build(std::size_t rows) {
        create_schemas(scratch_, schemas_of(claim_.live));
        create_schemas(scratch_, schemas_of(claim_.wanted));
        create_tables();
        check_schema(claim_.live, "building the live schema");
        for (std::size_t number = 1; number <= rows; ++number) {
            for (const Operation& step : compare({}, claim_.live).operations) {
                if (const auto* table = std::get_if<operations::CreateTable>(&step)) {
                    insert(table->table, number);
                }
            }
        }
    }

    void create_tables() {
        try {
            run_steps(scratch_, compare({}, claim_.live).operations);
        } catch (const DatabaseError& error) {
            throw MigrationError{
                "no-scratch-copy",
                "cannot try the revision: the tables of the live database cannot be made in a "
                "scratch database: " +
                    error.message() + "; write it untried with --no-verify",
                error.details()};
        }
    }

    /// A row that a check or a reference refuses is left out: fewer rows prove less, not something
    /// wrong.
    void insert(const schema::Table& table, std::size_t number) {
        try {
            scratch_.begin([&](Connection& connection) {
                connection.run_script(generated_row(table, number, scratch_.dialect()));
            });
        } catch (const DatabaseError&) {
        }
    }

    void check_schema(std::span<const schema::Table> expected, const std::string& after) const {
        std::vector<std::string> schemas = schemas_of(expected);
        const std::vector<schema::Table> found = reflect_tables(scratch_, schemas);
        const Comparison rest = compare(found, expected);
        if (!rest.operations.empty()) {
            fail(after + " leads to a schema that still needs: " + first_steps(rest.operations));
        }
    }

    [[nodiscard]] Contents contents() const {
        Contents result;
        Connection connection = scratch_.connect();
        for (const schema::Table& table : claim_.live) {
            const std::vector<std::string> columns = surviving_columns(claim_, table);
            if (columns.empty()) {
                continue;
            }
            result[table.full_name()] = rows_of(connection, table, columns);
        }
        return result;
    }

    [[nodiscard]] std::vector<std::string> rows_of(Connection& connection,
                                                   const schema::Table& table,
                                                   const std::vector<std::string>& columns) const {
        std::vector<std::string> names;
        for (const std::string& column : columns) {
            names.push_back(scratch_.dialect().identifier(column));
        }
        std::vector<std::string> rows;
        for (const auto& row :
             connection.query("SELECT " + text_utility::join(names, ", ") + " FROM " +
                              scratch_.dialect().table_name(table.name, table.schema))) {
            std::string& text = rows.emplace_back();
            for (const Value& value : row) {
                text += value.to_string() + "|";
            }
        }
        std::ranges::sort(rows);
        return rows;
    }

    void check_rows(const Contents& before) const {
        const Contents after = contents();
        for (const auto& [table, rows] : before) {
            if (after.at(table) != rows) {
                fail("rows of table " + quoted(table) +
                     " were lost or changed by the way up and down");
            }
        }
    }

    const Claim& claim_;
    Engine scratch_;
};

}  // namespace

Proof prove(const Claim& claim, const std::function<Engine()>& next_scratch, std::size_t rows) {
    std::string refused;
    if (rows > 0) {
        try {
            return Trial{claim, next_scratch()}.run(rows);
        } catch (const DatabaseError& error) {
            refused = error.message();
        } catch (const MigrationError& error) {
            if (error.code() != "broken-references") {
                throw;
            }
            refused = error.message();
        }
    }
    try {
        Proof proof = Trial{claim, next_scratch()}.run(0);
        proof.state = ProofState::ProvenWithoutRows;
        proof.note = refused;
        return proof;
    } catch (const DatabaseError& error) {
        fail("a step does not work: " + error.message() + " (" + error.statement() + ")",
             error.details());
    }
}

}  // namespace azoth::migrate
