// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/compiler/sql_compiler.hpp>

namespace azoth::dialects::sqlite {

class SqliteCompiler final : public compiler::SqlCompiler {
public:
    using SqlCompiler::SqlCompiler;

    [[nodiscard]] std::string identifier(std::string_view name) const override;
    [[nodiscard]] std::string type(const SqlType& type) const override;
    /// A few rows go one by one: a prepared statement of one row costs nothing to start. More are
    /// read from `azoth_rows(?)`, a table that the driver shows a batch as, its columns called
    /// `c1`, `c2`, … up to `c128`.
    [[nodiscard]] compiler::CompiledRows compile_rows(
        const compiler::RowShape& shape) const override;
    [[nodiscard]] std::uint32_t most_rows(const compiler::RowShape& shape) const override;
    [[nodiscard]] std::string column_default(const schema::Column& column) const override;

protected:
    void literal(const tree::Node& node,
                 compiler::SqlWriter& out,
                 compiler::Typing typing) const override;
    void constant(const tree::Node& node, compiler::SqlWriter& out) const override;
    void operation(const tree::Node& node, compiler::SqlWriter& out) const override;
    void binary(const tree::Node& node, compiler::SqlWriter& out) const override;
    void between(const tree::Node& node, compiler::SqlWriter& out) const override;
    void membership(const tree::Node& node, compiler::SqlWriter& out) const override;
    void function(const tree::Node& node, compiler::SqlWriter& out) const override;
    void assigned(const tree::Node& assignment, compiler::SqlWriter& out) const override;
    void distinct_from(const tree::Node& node, compiler::SqlWriter& out) const override;
    [[nodiscard]] std::string row_value(const schema::Column& column,
                                        std::string operand) const override;
    [[nodiscard]] std::string same_value(const std::string& left,
                                         const std::string& right) const override;
    void limit(const compiler::Clauses& clauses, compiler::SqlWriter& out) const override;
    void row_lock(const tree::Node& node, compiler::SqlWriter& out) const override;
    [[nodiscard]] bool parenthesizes_compounds() const override { return false; }

private:
    void stored_literal(const tree::Node& node, compiler::SqlWriter& out) const;
    void stored_value(const schema::Column& column,
                      const tree::Node& assignment,
                      compiler::SqlWriter& out) const;
    [[nodiscard]] std::string batch_columns(std::span<const schema::Column* const> columns) const;
    [[nodiscard]] std::string batch_insert(const compiler::RowShape& shape) const;
    [[nodiscard]] std::string batch_update(const compiler::RowShape& shape) const;
    [[nodiscard]] std::string batch_delete(const compiler::RowShape& shape) const;
};

}  // namespace azoth::dialects::sqlite
