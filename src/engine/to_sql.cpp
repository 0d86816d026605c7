// SPDX-License-Identifier: MIT
#include <azoth/compiler/sql_compiler.hpp>
#include <azoth/engine/to_sql.hpp>

namespace azoth {

SqlAndParameters to_sql(const tree::Tree& statement, const dialects::Dialect& dialect) {
    compiler::Compiled compiled = dialect.compiler().compile(*statement.node);
    tree::ShapeMatcher matcher;
    static_cast<void>(compiled.shape.matches(*statement.node, matcher));
    SqlAndParameters result{.sql = std::move(compiled.sql)};
    for (std::size_t i = 0; i < compiled.parameters.size(); ++i) {
        result.parameters.push_back(Value::copy_of(compiled.value(matcher.literals(), i)));
    }
    return result;
}

}  // namespace azoth
