// SPDX-License-Identifier: MIT
#pragma once

#include "compiler/clauses.hpp"

#include <azoth/schema/table.hpp>

namespace azoth::compiler {

/// A table, alias or subquery in FROM.
struct Source {
    const tree::Node* node = nullptr;
    const tree::Entity* entity = nullptr;     ///< of a mapped table or its alias
    const schema::Table* table = nullptr;     ///< null for a subquery
    std::string alias{};                      ///< empty: the table's own name
    bool may_be_missing = false;              ///< on the optional side of an outer join
};

/// What names mean inside one SELECT, UPDATE, …; `outer` is the statement around it.
struct Scope {
    std::vector<Source> sources{};
    const Scope* outer = nullptr;
    /// Columns stand without their table: RETURNING, and the ORDER BY of a UNION.
    bool bare_columns = false;
};

/// The name of a column a query gives: what a statement around it calls it.
struct OutputColumn {
    std::string name{};
    const tree::Entity* entity = nullptr;
    std::uint32_t offset = 0;
    const tree::Node* alias = nullptr;
};

/// In order; a name that comes again gets `_1`, `_2`, … behind it.
[[nodiscard]] std::vector<OutputColumn> output_columns(const tree::Node& statement);

/// True when both nodes stand for the same source.
[[nodiscard]] bool same_source(const tree::Node& left, const tree::Node& right) noexcept;

}  // namespace azoth::compiler
