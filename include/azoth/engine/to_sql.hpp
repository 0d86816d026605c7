// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/registry.hpp>
#include <azoth/engine/engine.hpp>
#include <azoth/statement/clauses.hpp>

namespace azoth {

/// A statement as it would be sent.
struct SqlAndParameters {
    std::string sql{};
    std::vector<Value> parameters{};
    friend bool operator==(const SqlAndParameters&, const SqlAndParameters&) = default;
};

[[nodiscard]] SqlAndParameters to_sql(const tree::Tree& statement,
                                      const dialects::Dialect& dialect);

/// The SQL text of a statement and its parameters, for an engine's database. Nothing is sent.
template <detail::StatementLike S>
[[nodiscard]] SqlAndParameters to_sql(const S& statement, const Engine& engine) {
    return to_sql(statement.tree(), engine.dialect());
}
/// The same for a database by its name in URLs (`"postgresql"`), without an engine.
template <detail::StatementLike S>
[[nodiscard]] SqlAndParameters to_sql(const S& statement, std::string_view dialect) {
    return to_sql(statement.tree(), *dialects::find_dialect(dialect).dialect);
}

}  // namespace azoth
