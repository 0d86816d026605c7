// SPDX-License-Identifier: MIT
#include "migrate/verify/trial.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/migrate/compare/compare.hpp>
#include <azoth/migrate/verify/reflect_tables.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include "migrate/operations/lookup.hpp"
#include "migrate/runtime/batches.hpp"
#include "migrate/runtime/live_objects.hpp"
#include "migrate/runtime/run_steps.hpp"
#include "migrate/verify/respelled.hpp"
#include "migrate/verify/schema_copy.hpp"
#include "migrate/verify/schemas.hpp"
#include "migrate/verify/surviving_columns.hpp"
#include "migrate/verify/untouched.hpp"

namespace azoth::migrate {
namespace {

using text_utility::quoted;

using Texts = std::vector<std::string>;

void append(Texts& list, const Texts& more) {
    list.insert(list.end(), more.begin(), more.end());
}

std::string first_steps(std::span<const Operation> steps) {
    std::vector<std::string> lines;
    for (const Operation& step : steps.first(std::min<std::size_t>(steps.size(), 3))) {
        lines.push_back(describe(step));
    }
    return text_utility::join(lines, ", ");
}

}  // namespace

void fail_proof(const std::string& why, ErrorDetails details) {
    throw MigrationError{"proof-failed",
                         "cannot offer the revision: tried on a scratch copy, " + why +
                             "; write it with --no-verify and correct it (a change of type may "
                             "need using_expression), or report it",
                         std::move(details)};
}

Trial::Trial(const MigrationPlan& plan, Engine scratch)
    : plan_{plan}, scratch_{std::move(scratch)} {}

Proof Trial::run(std::size_t rows) {
    build(rows);
    Proof proof{
        .state = ProofState::Proven,
    };
    if (rows > 0) {
        proof.without_rows = changed_without_rows();
    }
    if (!plan_.copy.empty()) {
        const ObjectDifference copied = difference_of(plan_.objects, start_objects_);
        append(proof.not_copied, describe(copied.missing));
        append(proof.not_copied, describe(copied.changed));
        append(proof.not_copied, describe(copied.added));
    }
    const Contents before = contents();
    proof.upgrade = carry_out(ProofDirection::Upgrade);
    check_schema(plan_.wanted, "the upgrade");
    check_others(objects_of(scratch_));
    proof.downgrade = carry_out(ProofDirection::Downgrade);
    bring_back(proof);
    check_schema(start_tables_, "the downgrade");
    check_rows(before);
    (void)carry_out(ProofDirection::Upgrade);
    check_schema(plan_.wanted, "the second upgrade");
    return proof;
}

void Trial::build(std::size_t rows) {
    if (plan_.copy.empty()) {
        create_schemas(scratch_, schemas_of(plan_.live));
        create_schemas(scratch_, schemas_of(plan_.wanted));
        create_tables();
        check_schema(plan_.live, "building the live schema");
    } else {
        make_copy(scratch_, {plan_.copy.begin(), plan_.copy.end()});
    }
    start_tables_ = tables(plan_.live);
    start_objects_ = objects_of(scratch_);
    insert_rows(rows);
}

void Trial::create_tables() const {
    try {
        run_steps(scratch_, compare({}, plan_.live).operations);
    } catch (const DatabaseError& error) {
        throw MigrationError{
            "no-scratch-copy",
            "cannot try the revision: the tables of the live database cannot be made in a "
            "scratch database: " +
                error.message() + "; write it untried with --no-verify",
            error.details()};
    }
}

/// The tables that are compared, and those that their rows need.
std::vector<schema::Table> Trial::tables_with_rows() const {
    std::vector<schema::Table> result{plan_.live.begin(), plan_.live.end()};
    const std::vector<schema::Table> all = reflect_tables(scratch_, schemas_of(plan_.live));
    for (std::size_t i = 0; i < result.size(); ++i) {
        const std::vector<schema::ForeignKey> keys = result[i].foreign_keys;
        for (const schema::ForeignKey& key : keys) {
            const TableName name{.name = key.referred_table, .schema = key.referred_schema};
            const schema::Table* referred = find_table(all, name);
            if (referred != nullptr && find_table(std::as_const(result), name) == nullptr) {
                result.push_back(*referred);
            }
        }
    }
    return result;
}

void Trial::insert_rows(std::size_t rows) {
    const std::vector<Operation> in_order = compare({}, tables_with_rows()).operations;
    for (std::size_t number = 1; number <= rows; ++number) {
        for (const Operation& step : in_order) {
            const auto* made = std::get_if<operations::CreateTable>(&step);
            if (made != nullptr && insert(made->table, number)) {
                with_rows_.insert(made->table.full_name());
            }
        }
    }
}

/// A row that a check or a reference refuses is left out: fewer rows prove less, not something
/// wrong.
bool Trial::insert(const schema::Table& table, std::size_t number) const {
    return std::ranges::any_of(
        std::array{UnknownTypes::AsText, UnknownTypes::Neutral, UnknownTypes::LeftOut},
        [&](UnknownTypes unknown) {
            return is_made({generated_row(table, number, scratch_.dialect(), unknown)});
        });
}

std::vector<std::string> Trial::changed_without_rows() const {
    std::vector<std::string> result;
    for (const schema::Table& table : plan_.live) {
        const bool is_changed = std::ranges::any_of(plan_.upgrade, [&](const Operation& step) {
            const TableName* changed = table_of(step);
            return changed != nullptr && *changed == name_of(table);
        });
        if (is_changed && !with_rows_.contains(table.full_name())) {
            result.push_back("table " + quoted(table.full_name()));
        }
    }
    return result;
}

ProvenDirection Trial::carry_out(ProofDirection direction) const {
    const auto steps = direction == ProofDirection::Upgrade ? plan_.upgrade : plan_.downgrade;
    return {.statements =
                plan_.carry_out ? plan_.carry_out(scratch_, direction) : run_steps(scratch_, steps),
            .makes_tables_anew = needs_rebuild_protocol(steps, scratch_.dialect())};
}

std::vector<schema::Table> Trial::tables(std::span<const schema::Table> in_schemas_of) const {
    std::vector<std::string> schemas = schemas_of(in_schemas_of);
    std::vector<schema::Table> found = reflect_tables(scratch_, schemas);
    if (plan_.is_compared) {
        std::erase_if(found, [&](const schema::Table& table) { return !plan_.is_compared(table); });
    }
    return found;
}

void Trial::check_schema(std::span<const schema::Table> expected, const std::string& after) const {
    const std::vector<schema::Table> found = tables(expected);
    const Comparison rest = compare(found, respelled(expected, found));
    if (!rest.operations.empty()) {
        fail_proof(after + " leads to a schema that still needs: " + first_steps(rest.operations));
    }
}

void Trial::check_others(const Objects& after) const {
    const Objects lost = lost_beside_steps(start_objects_, after);
    if (!lost.empty()) {
        fail_proof("the upgrade loses what no step speaks of: " +
                   text_utility::join(describe(lost), ", "));
    }
}

bool Trial::is_made(const std::vector<std::string>& statements) const {
    try {
        scratch_.begin([&](Connection& connection) {
            for (const std::string& sql : statements) {
                connection.run_script(sql);
            }
        });
        return true;
    } catch (const DatabaseError&) {
        return false;
    }
}

ObjectDifference Trial::lost_objects() const {
    return difference_of(start_objects_, objects_of(scratch_));
}

/// What is lost by the way down is made by the server's own text, which is kept where it works. A
/// file that was written already has those texts, and is left as it is.
void Trial::bring_back(Proof& proof) const {
    const bool may_add = !plan_.carry_out;
    const auto restore = [&](const dialects::LiveObject& object,
                             std::vector<std::string> statements) {
        append(statements, object.create);
        if (may_add && !object.create.empty() && is_made(statements)) {
            append(proof.restoring, statements);
        }
    };
    // What is made anew takes its comments and the like along, so it comes first.
    for (const dialects::LiveObject& object : lost_objects().changed) {
        restore(object, object.drop);
    }
    for (const dialects::LiveObject& object : lost_objects().missing) {
        restore(object, {});
    }
    const ObjectDifference rest = lost_objects();
    append(proof.not_coming_back, describe(rest.missing));
    append(proof.not_coming_back, describe(rest.changed));
    for (const std::string& one : describe(rest.added)) {
        proof.not_coming_back.push_back(one + " (is left behind)");
    }
}

Trial::Contents Trial::contents() const {
    Contents result;
    Connection connection = scratch_.connect();
    for (const schema::Table& table : plan_.live) {
        const std::vector<std::string> columns = surviving_columns(table, plan_.upgrade);
        if (!columns.empty()) {
            result[table.full_name()] = rows_of(connection, table, columns);
        }
    }
    return result;
}

std::vector<std::string> Trial::rows_of(Connection& connection,
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

void Trial::check_rows(const Contents& before) const {
    const Contents after = contents();
    for (const auto& [table, rows] : before) {
        if (after.at(table) != rows) {
            fail_proof("rows of table " + quoted(table) +
                       " were lost or changed by the way up and down");
        }
    }
}

}  // namespace azoth::migrate
