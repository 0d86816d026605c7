// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/ddl/ddl.hpp>

/// Parts of definitions that CREATE TABLE, ALTER TABLE and the rebuild share.
namespace azoth::dialects::sqlite {

enum class Strict : std::uint8_t { No, Yes };

/// `name VARCHAR(30) COLLATE NOCASE DEFAULT 'x' NOT NULL`. Constraints of the table are not part of
/// it, but for the CHECK of an Enum (`table` names it).
[[nodiscard]] std::string column_definition(const schema::Column& column,
                                            std::string_view table,
                                            Strict strict,
                                            std::string_view not_null = "NOT NULL");
/// `DEFAULT 0`, `DEFAULT (lower('X'))`: an expression gets the parentheses that SQLite asks for.
[[nodiscard]] std::string default_clause(std::string_view expression);
/// `GENERATED ALWAYS AS (a + b) STORED`
[[nodiscard]] std::string computed_clause(const schema::Column& column);
/// `VARCHAR(30)`, or what a STRICT table has for it.
[[nodiscard]] std::string column_type(const SqlType& type, Strict strict);

[[nodiscard]] std::string unique_clause(const schema::UniqueConstraint& constraint);
[[nodiscard]] std::string foreign_key_clause(const schema::ForeignKey& key);

/// `NULL`, `TRUE`, `CURRENT_TIMESTAMP` and the like.
[[nodiscard]] bool is_constant_word(std::string_view text);
/// True for literals and the like: what ADD COLUMN takes on a table with rows.
[[nodiscard]] bool is_constant_default(std::string_view expression);

[[nodiscard]] std::string create_table(const ddl::CreateTable& statement);
[[nodiscard]] std::string create_index(const ddl::CreateIndex& statement);

}  // namespace azoth::dialects::sqlite
