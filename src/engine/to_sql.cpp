// SPDX-License-Identifier: MIT
#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/engine/to_sql.hpp>

namespace azoth {

SqlAndParameters to_sql(const tree::Tree& statement, const dialects::Dialect& dialect) {
    compiler::Compiled compiled = dialect.compiler().compile(*statement.node);
    std::vector<const ValueView*> literals;
    compiler::collect_literals(*statement.node, literals);
    SqlAndParameters result{.sql = std::move(compiled.sql)};
    for (const std::uint32_t index : compiled.parameters) {
        result.parameters.push_back(Value::copy_of(*literals[index]));
    }
    return result;
}

}  // namespace azoth
