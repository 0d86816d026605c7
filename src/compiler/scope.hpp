// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/compiler/clauses.hpp>

#include <azoth/compiler/sql_compiler.hpp>

#include <string>

namespace azoth::compiler {

/// A table, alias or subquery in FROM.
struct Source {
    const tree::Node* node = nullptr;
    const tree::Entity* entity = nullptr;  ///< of a mapped table or its alias
    const schema::Table* table = nullptr;  ///< null for a subquery
    std::string alias{};                   ///< empty: the table's own name
    bool may_be_missing = false;           ///< on the optional side of an outer join
};

/// What names mean inside one SELECT, UPDATE, …; `outer` is the statement around it.
struct Scope {
    std::vector<Source> sources{};
    const Scope* outer = nullptr;
    /// Columns stand without their table: RETURNING, and the ORDER BY of a UNION.
    bool bare_columns = false;
    /// Of a SELECT: ORDER BY and GROUP BY call labelled ones by their name.
    std::span<const tree::Node* const> items{};
};

/// The name of a column a query gives: what a statement around it calls it.
struct OutputColumn {
    std::string name{};
    const tree::Entity* entity = nullptr;
    const schema::Column* column = nullptr;  ///< of a mapped member
    const tree::Node* alias = nullptr;
};

/// In order. Items without a name get one (`count_1`, `anon_1`); a name that comes again gets `_1`,
/// `_2`, … behind it; labels keep theirs.
[[nodiscard]] std::vector<OutputColumn> output_columns(std::span<const tree::Node* const> items);
/// Those of a statement; of a compound, its first member's.
[[nodiscard]] std::vector<OutputColumn> output_columns(const tree::Node& statement);
/// The items of a statement; of a compound, its first member's.
[[nodiscard]] std::span<const tree::Node* const> items_of(const tree::Node& statement) noexcept;

/// The children of an expression that belong to the query it stands in: not those of queries inside
/// it.
[[nodiscard]] std::span<const tree::Node* const> children_of_same_query(
    const tree::Node& node) noexcept;

/// The name of a column that is read from a subquery, a CTE or a table without struct. Throws
/// CompileError
/// (`column-not-selected`) when the query does not give it.
[[nodiscard]] std::string query_column_name(const tree::Node& column);

/// The CTEs a statement uses, each name once, those that others are made of first. Throws
/// CompileError
/// (`duplicate-cte`) when different queries have one name.
[[nodiscard]] std::vector<const tree::Node*> ctes_of(const tree::Node& statement,
                                                     LiteralFacts& facts);

/// Counts how deep expressions and statements lie inside one another, for as long as it lives.
/// Throws CompileError
/// (`too-deep`) before the stack ends.
class DepthGuard {
public:
    explicit DepthGuard(SqlWriter& out);
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;
    ~DepthGuard();

private:
    SqlWriter& out_;
};

/// True when both nodes stand for the same source.
[[nodiscard]] bool same_source(const tree::Node& left, const tree::Node& right) noexcept;

}  // namespace azoth::compiler
