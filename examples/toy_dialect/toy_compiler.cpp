// SPDX-License-Identifier: MIT
#include "toy_dialect.hpp"

namespace toy {

using namespace azoth;
using compiler::SqlWriter;

namespace {

// [compiler]
class ToyCompiler final : public compiler::SqlCompiler {
public:
    using SqlCompiler::SqlCompiler;

    std::string identifier(std::string_view name) const override {
        return dialect().identifier(name);
    }
    std::string type(const SqlType& type) const override { return dialect().type(type); }
    std::string column_default(const schema::Column& column) const override {
        return column.server_default.value_or("NULL");
    }

protected:
    // SELECT TOP (?) SKIP (?) name
    void before_items(const compiler::Clauses& clauses, SqlWriter& out) const override {
        if (clauses.limit != nullptr) {
            expression(*clauses.limit->child(1), out.text("TOP ("));
            out.text(") ");
        }
        if (clauses.offset != nullptr) {
            expression(*clauses.offset->child(1), out.text("SKIP ("));
            out.text(") ");
        }
    }

    void limit(const compiler::Clauses& clauses, SqlWriter&) const override {
        if (clauses.root->kind == tree::StatementKind::SetOperation) {
            throw CompileError{"unsupported-clause",
                               "cannot compile the query: TOP counts the rows of one SELECT; make "
                               "the UNION a subquery, and limit what is selected from that"};
        }
    }

    void row_lock(const tree::Node&, SqlWriter&) const override {
        throw CompileError{
            "unsupported-clause",
            "cannot compile the query: the toy database locks no rows; leave it out"};
    }

    // INSERT INTO t (id) VALUES (DEFAULT)
    std::string no_values(const schema::Table& table) const override {
        return " (" + identifier(table.columns.front().name) + ") VALUES (DEFAULT)";
    }

    bool parenthesizes_compounds() const override { return false; }
};
// [/compiler]

}  // namespace

const compiler::SqlCompiler& ToyDialect::compiler() const noexcept {
    static const ToyCompiler instance{dialect().capabilities()};
    return instance;
}

}  // namespace toy
