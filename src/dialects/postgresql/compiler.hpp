// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/compiler/sql_compiler.hpp>

namespace azoth::dialects::postgresql {

class PostgresqlCompiler final : public compiler::SqlCompiler {
public:
    using SqlCompiler::SqlCompiler;

    [[nodiscard]] std::string identifier(std::string_view name) const override;
    [[nodiscard]] std::string type(const SqlType& type) const override;
    /// Many rows travel as one array a column, so that one prepared statement serves every number
    /// of rows.
    [[nodiscard]] compiler::CompiledRows compile_rows(
        const compiler::RowShape& shape) const override;
    [[nodiscard]] std::uint32_t most_rows(const compiler::RowShape& shape) const override;

protected:
    void literal(const tree::Node& node,
                 compiler::SqlWriter& out,
                 compiler::Typing typing) const override;

private:
    [[nodiscard]] std::string array_placeholder(const schema::Column& column,
                                                std::size_t number) const;
    [[nodiscard]] std::string unnest(const compiler::RowShape& shape,
                                     std::string_view ordinality) const;
    [[nodiscard]] std::string insert_arrays(const compiler::RowShape& shape) const;
    [[nodiscard]] std::string update_arrays(const compiler::RowShape& shape) const;
    [[nodiscard]] std::string delete_arrays(const compiler::RowShape& shape) const;
    [[nodiscard]] std::string returned(const compiler::RowShape& shape) const;
};

}  // namespace azoth::dialects::postgresql
