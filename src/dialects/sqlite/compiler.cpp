// SPDX-License-Identifier: MIT
#include "dialects/sqlite/compiler.hpp"

#include <azoth/compiler/clauses.hpp>
#include "dialects/sqlite/dialect.hpp"

#include <azoth/base/error.hpp>

namespace azoth::dialects::sqlite {

using compiler::SqlWriter;
using tree::Node;

std::string SqliteCompiler::identifier(std::string_view name) const {
    return dialect().identifier(name);
}

std::string SqliteCompiler::type(const SqlType& type) const {
    return dialect().type(type);
}

// TRUE  ->  1
void SqliteCompiler::constant(const Node& node, SqlWriter& out) const {
    out.text(node.code != 0 ? "1" : "0");
}

// a IS DISTINCT FROM b  ->  a IS NOT b (the standard's words are understood from 3.39 on only)
void SqliteCompiler::distinct_from(const Node& node, SqlWriter& out) const {
    operand(*node.child(0), node, out);
    out.text(node.binary_operator() == tree::Operator::IsDistinctFrom ? " IS NOT " : " IS ");
    operand(*node.child(1), node, out);
}

std::string SqliteCompiler::same_value(const std::string& left, const std::string& right) const {
    return left + " IS " + right;
}

// OFFSET n  ->  LIMIT -1 OFFSET n: SQLite has no OFFSET without LIMIT.
void SqliteCompiler::limit(const compiler::Clauses& clauses, SqlWriter& out) const {
    if (clauses.limit == nullptr) {
        out.text(" LIMIT -1");
    }
    SqlCompiler::limit(clauses, out);
}

// SQLite locks the whole file, so dropping the clause would silently lose the guarantee that was
// asked for.
void SqliteCompiler::row_lock(const Node&, SqlWriter&) const {
    throw CompileError{"unsupported-clause",
                       "cannot compile the query: SQLite has no row locks, it locks the whole "
                       "database; begin the transaction with Isolation::Serializable instead"};
}

const compiler::SqlCompiler& SqliteDialect::compiler() const noexcept {
    static const SqliteCompiler instance{dialect().capabilities()};
    return instance;
}

}  // namespace azoth::dialects::sqlite
