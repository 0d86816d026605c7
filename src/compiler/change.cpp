// SPDX-License-Identifier: MIT
#include "compiler/scope.hpp"

#include <azoth/base/error.hpp>
#include <azoth/compiler/sql_compiler.hpp>

namespace azoth::compiler {

using tree::Kind;
using tree::Node;

namespace {

const schema::Column& target_column(const Node& assignment) {
    const Node& member = *assignment.child(0);
    const schema::Column* column =
        member.kind == Kind::Member ? member.entity().required().column_at(member.number) : nullptr;
    if (column == nullptr) {
        throw CompileError{"not-assignable", "cannot compile the statement: only columns can be set; write "
                                             "set(&User::name, value)"};
    }
    return *column;
}

void require(bool has_it, std::string_view what, std::string_view way_out) {
    if (!has_it) {
        throw CompileError{"unsupported-clause", "cannot compile the statement: this database has no " +
                                                     std::string{what} + "; " + std::string{way_out}};
    }
}

}  // namespace

// INSERT INTO user_account (name, fullname) VALUES (?, ?)
void SqlCompiler::insert(const Clauses& clauses, SqlWriter& out) const {
    Scope scope{.sources = {source_of(*clauses.root->child(0))}, .outer = out.scope};
    out.scope = &scope;
    out.text("INSERT INTO ").text(table_name(*scope.sources.front().table));
    if (clauses.values.empty()) {
        require(capabilities_.default_values, "INSERT … DEFAULT VALUES", "give at least one value");
        out.text(" DEFAULT VALUES");
    } else {
        std::string_view separator = " (";
        for (const Node* pair : clauses.values) {
            out.text(separator).text(identifier(target_column(*pair).name));
            separator = ", ";
        }
        separator = ") VALUES (";
        for (const Node* pair : clauses.values) {
            expression(*pair->child(1), out.text(separator));
            separator = ", ";
        }
        out.text(")");
    }
    if (clauses.on_conflict != nullptr) {
        require(capabilities_.on_conflict, "ON CONFLICT", "query for the row first");
        on_conflict(clauses, out);
    }
    if (clauses.returning != nullptr) {
        require(capabilities_.insert_returning, "INSERT … RETURNING", "query for the row afterwards");
        returning(clauses, out);
    }
    out.scope = scope.outer;
}

// ON CONFLICT (name) DO UPDATE SET fullname = excluded.fullname
void SqlCompiler::on_conflict(const Clauses& clauses, SqlWriter& out) const {
    out.text(" ON CONFLICT");
    std::string_view separator = " (";
    for (const Node* column : operands(*clauses.on_conflict)) {
        out.text(separator).text(identifier(column->entity().required().column_at(column->number)->name));
        separator = ", ";
    }
    out.text(clauses.on_conflict->child_count > 1 ? ")" : "");
    if (clauses.conflict_action->kind == Kind::DoNothing) {
        out.text(" DO NOTHING");
        return;
    }
    out.text(" DO UPDATE SET ");
    std::string_view comma;
    for (const Node* pair : operands(*clauses.conflict_action)) {
        out.text(comma).text(identifier(target_column(*pair).name)).text(" = ");
        expression(*pair->child(1), out);
        comma = ", ";
    }
}

// UPDATE user_account SET fullname=? WHERE user_account.id = ?
void SqlCompiler::update(const Clauses& clauses, SqlWriter& out) const {
    Scope scope{.sources = {source_of(*clauses.root->child(0))}, .outer = out.scope};
    out.scope = &scope;
    if (clauses.values.empty()) {
        throw CompileError{"empty-update", "cannot compile the UPDATE: it sets no column; add .set(&User::name, value)"};
    }
    out.text("UPDATE ").text(table_name(*scope.sources.front().table)).text(" SET ");
    assignments(clauses.values, out);
    where(clauses, out);
    if (clauses.returning != nullptr) {
        require(capabilities_.update_returning, "UPDATE … RETURNING", "query for the rows afterwards");
        returning(clauses, out);
    }
    out.scope = scope.outer;
}

void SqlCompiler::assignments(std::span<const Node* const> pairs, SqlWriter& out) const {
    std::string_view separator;
    for (const Node* pair : pairs) {
        out.text(separator).text(identifier(target_column(*pair).name)).text("=");
        expression(*pair->child(1), out);
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
    std::string_view separator = " RETURNING ";
    for (const Node* item : operands(*clauses.returning)) {
        select_item(*item, out.text(separator));
        separator = ", ";
    }
    out.scope = statement_scope;
}

}  // namespace azoth::compiler
