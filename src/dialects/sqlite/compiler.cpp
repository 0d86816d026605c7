// SPDX-License-Identifier: MIT
#include "dialects/sqlite/dialect.hpp"

#include "compiler/clauses.hpp"

#include <azoth/base/error.hpp>
#include <azoth/compiler/sql_compiler.hpp>

namespace azoth::dialects::sqlite {

namespace {

using compiler::SqlWriter;
using tree::Node;

class SqliteCompiler final : public compiler::SqlCompiler {
public:
    using SqlCompiler::SqlCompiler;

    [[nodiscard]] std::string identifier(std::string_view name) const override {
        return dialect().identifier(name);
    }
    [[nodiscard]] std::string type(const SqlType& type) const override {
        return dialect().type(type);
    }

protected:
    // TRUE  ->  1
    void constant(const Node& node, SqlWriter& out) const override {
        out.text(node.code != 0 ? "1" : "0");
    }

    // a IS DISTINCT FROM b  ->  a IS NOT b (the standard's words are understood from 3.39 on only)
    void distinct_from(const Node& node, SqlWriter& out) const override {
        operand(*node.child(0), node, out);
        out.text(node.binary_operator() == tree::Operator::IsDistinctFrom ? " IS NOT " : " IS ");
        operand(*node.child(1), node, out);
    }

    // OFFSET n  ->  LIMIT -1 OFFSET n: SQLite has no OFFSET without LIMIT.
    void limit(const compiler::Clauses& clauses, SqlWriter& out) const override {
        if (clauses.limit == nullptr) {
            out.text(" LIMIT -1");
        }
        SqlCompiler::limit(clauses, out);
    }

    // SQLite locks the whole file, so dropping the clause would silently lose the guarantee that
    // was asked for.
    void row_lock(const Node&, SqlWriter&) const override {
        throw CompileError{"unsupported-clause",
                           "cannot compile the query: SQLite has no row locks, it locks the whole "
                           "database; begin the transaction with Isolation::Serializable instead"};
    }

    [[nodiscard]] bool parenthesizes_compounds() const override { return false; }
};

}  // namespace

const compiler::SqlCompiler& SqliteDialect::compiler() const noexcept {
    static const SqliteCompiler instance{dialect().capabilities()};
    return instance;
}

}  // namespace azoth::dialects::sqlite
