// SPDX-License-Identifier: MIT
#include "compiler/literal_facts.hpp"
#include "compiler/scope.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/compiler/sql_compiler.hpp>

#include <algorithm>

namespace azoth::compiler {

using tree::ClauseKind;
using tree::ExpressionKind;
using tree::Node;

namespace {

/// The name of a column that is written, or that conflicts.
std::string written_name(const Node& target) {
    if (target.kind == ExpressionKind::TableColumn) {
        return std::string{target.text()};
    }
    const schema::Column* column = target.kind == ExpressionKind::Member
                                       ? target.entity().required().column_at(target.number)
                                       : nullptr;
    if (column == nullptr) {
        throw CompileError{
            "not-assignable",
            "cannot compile the statement: it writes something that is no column of its "
            "table; write set(&User::name, value) with a mapped member"};
    }
    return column->name;
}

std::string assigned_name(const Node& assignment) {
    return written_name(*assignment.child(0));
}

/// Without those whose column gets another value later: the last one counts.
std::vector<const Node*> last_assignments(std::span<const Node* const> pairs) {
    std::vector<const Node*> kept;
    for (auto pair = pairs.begin(); pair != pairs.end(); ++pair) {
        const std::string name = assigned_name(**pair);
        if (std::none_of(std::next(pair), pairs.end(), [&](const Node* later) {
                return assigned_name(*later) == name;
            })) {
            kept.push_back(*pair);
        }
    }
    return kept;
}

std::span<const Node* const> pairs_of(const Node& row) {
    return {row.children(), row.child_count};
}

[[noreturn]] void throw_does_not_fit(const schema::Table& table,
                                     const schema::Column& column,
                                     IntegerWidth width) {
    const std::string_view range =
        width == IntegerWidth::Small ? "-32768 to 32767" : "-2147483648 to 2147483647";
    throw DataError{
        "value-out-of-range",
        "cannot write column " + text_utility::quoted(table.full_name() + "." + column.name) +
            ": the value does not fit into " + to_string(column.type) + ", which holds " +
            std::string{range} + "; use a column that is wide enough, or another value"};
}

void require(bool has_it, std::string_view what, std::string_view way_out) {
    if (!has_it) {
        throw CompileError{"unsupported-clause",
                           "cannot compile the statement: this database has no " +
                               std::string{what} + "; " + std::string{way_out}};
    }
}

}  // namespace

// INSERT INTO user_account (name, fullname) VALUES (?, ?)
void SqlCompiler::insert(const Clauses& clauses, SqlWriter& out) const {
    Scope scope{.sources = {source_of(*clauses.root->child(0))}, .outer = out.scope};
    out.scope = &scope;
    out.text("INSERT INTO ").text(table_name(*scope.sources.front().table));
    values(clauses, out);
    if (clauses.on_conflict != nullptr) {
        require(capabilities_.on_conflict, "ON CONFLICT", "query for the row first");
        on_conflict(clauses, out);
    }
    if (clauses.returning != nullptr) {
        require(
            capabilities_.insert_returning, "INSERT … RETURNING", "query for the row afterwards");
        returning(clauses, out);
    }
    out.scope = scope.outer;
}

// (name, fullname) VALUES (?, ?), (?, ?)        DEFAULT VALUES
void SqlCompiler::values(const Clauses& clauses, SqlWriter& out) const {
    const auto single = last_assignments(clauses.values);
    const std::span<const Node* const> first = clauses.rows.empty()
                                                   ? std::span<const Node* const>{single}
                                                   : pairs_of(*clauses.rows.front());
    if (first.empty()) {
        require(clauses.rows.size() < 2,
                "INSERT of several rows without a value",
                "insert them one by one");
        out.text(no_values(*out.scope->sources.front().table));
        return;
    }
    require(clauses.rows.empty() || clauses.values.empty(),
            "INSERT of objects and of single values in one statement",
            "use two statements");
    written_columns(first, out.text(" ("));
    if (clauses.rows.empty()) {
        written_values(first, out.text(") VALUES ("));
        out.text(")");
        return;
    }
    written_rows(clauses.rows, out.text(")"));
}

void SqlCompiler::written_columns(std::span<const Node* const> pairs, SqlWriter& out) const {
    std::string_view separator;
    for (const Node* pair : pairs) {
        out.text(separator).text(identifier(assigned_name(*pair)));
        separator = ", ";
    }
}

void SqlCompiler::written_values(std::span<const Node* const> pairs, SqlWriter& out) const {
    std::string_view separator;
    for (const Node* pair : pairs) {
        assigned(*pair, out.text(separator));
        separator = ", ";
    }
}

// VALUES (?, ?), (?, ?)  or, where it has to be said so,  SELECT ?, ? UNION ALL SELECT ?, ?
void SqlCompiler::written_rows(std::span<const Node* const> rows, SqlWriter& out) const {
    const bool are_listed = capabilities_.multi_row_values || rows.size() == 1;
    for (const Node* row : rows) {
        const bool is_first = row == rows.front();
        if (are_listed) {
            out.text(is_first ? " VALUES (" : ", (");
        } else {
            out.text(is_first ? " SELECT " : " UNION ALL SELECT ");
        }
        written_values(pairs_of(*row), out);
        out.text(are_listed ? ")" : from_dual());
    }
}

std::string SqlCompiler::no_values(const schema::Table&) const {
    return " DEFAULT VALUES";
}

// ON CONFLICT (name) DO UPDATE SET fullname = excluded.fullname
void SqlCompiler::on_conflict(const Clauses& clauses, SqlWriter& out) const {
    out.text(" ON CONFLICT");
    std::string_view separator = " (";
    for (const Node* column : operands(*clauses.on_conflict)) {
        out.text(separator).text(identifier(written_name(*column)));
        separator = ", ";
    }
    out.text(clauses.on_conflict->child_count > 1 ? ")" : "");
    if (clauses.conflict_action->kind == ClauseKind::DoNothing) {
        out.text(" DO NOTHING");
        return;
    }
    out.text(" DO UPDATE SET ");
    std::string_view comma;
    for (const Node* pair : last_assignments(operands(*clauses.conflict_action))) {
        out.text(comma).text(identifier(assigned_name(*pair))).text(" = ");
        assigned(*pair, out);
        comma = ", ";
    }
}

// UPDATE user_account SET fullname=? WHERE user_account.id = ?
void SqlCompiler::update(const Clauses& clauses, SqlWriter& out) const {
    Scope scope{.sources = {source_of(*clauses.root->child(0))}, .outer = out.scope};
    out.scope = &scope;
    if (clauses.values.empty()) {
        throw CompileError{
            "empty-update",
            "cannot compile the UPDATE: it sets no column; add .set(&User::name, value)"};
    }
    out.text("UPDATE ").text(table_name(*scope.sources.front().table)).text(" SET ");
    assignments(clauses.values, out);
    where(clauses, out);
    if (clauses.returning != nullptr) {
        require(
            capabilities_.update_returning, "UPDATE … RETURNING", "query for the rows afterwards");
        returning(clauses, out);
    }
    out.scope = scope.outer;
}

// A number that does not fit would be an error of the server, which spoils the transaction.
void SqlCompiler::assigned(const Node& assignment, SqlWriter& out) const {
    const Node& value = *assignment.child(1);
    const bool is_integer = value.kind == ExpressionKind::Literal &&
                            static_cast<ValueKind>(value.code) == ValueKind::Integer;
    const schema::Table* table = out.scope->sources.front().table;
    if (is_integer && capabilities_.typed_parameters && table != nullptr) {
        const schema::Column* column = table->find_column(assigned_name(assignment));
        const auto width = column == nullptr ? std::nullopt : narrow_width(*column);
        const auto number = static_cast<std::uint32_t>(value.literal().payload.integer);
        if (width && !out.facts.fits(number, *width)) {
            throw_does_not_fit(*table, *column, *width);
        }
    }
    expression(value, out);
}

void SqlCompiler::assignments(std::span<const Node* const> pairs, SqlWriter& out) const {
    std::string_view separator;
    for (const Node* pair : last_assignments(pairs)) {
        out.text(separator).text(identifier(assigned_name(*pair))).text("=");
        assigned(*pair, out);
        separator = ", ";
    }
}

// DELETE FROM user_account WHERE user_account.id = ?
void SqlCompiler::delete_from(const Clauses& clauses, SqlWriter& out) const {
    Scope scope{.sources = {source_of(*clauses.root->child(0))}, .outer = out.scope};
    out.scope = &scope;
    out.text("DELETE FROM ").text(table_name(*scope.sources.front().table));
    where(clauses, out);
    if (clauses.returning != nullptr) {
        require(capabilities_.delete_returning, "DELETE … RETURNING", "query for the rows before");
        returning(clauses, out);
    }
    out.scope = scope.outer;
}

void SqlCompiler::returning(const Clauses& clauses, SqlWriter& out) const {
    Scope scope{.sources = out.scope->sources, .outer = out.scope->outer, .bare_columns = true};
    const Scope* statement_scope = out.scope;
    out.scope = &scope;
    items(operands(*clauses.returning), out.text(" RETURNING "));
    out.scope = statement_scope;
}

}  // namespace azoth::compiler
