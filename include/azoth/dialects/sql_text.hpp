// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>

/// Pieces of SQL that databases spell alike.
namespace azoth::dialects::sql_text {

/// `it's`  ->  `'it''s'`
[[nodiscard]] std::string string_literal(std::string_view text);
/// `"a""b"`
[[nodiscard]] std::string quoted_identifier(std::string_view name);
/// Letters in lower case, digits and underscores only, no digit in front.
[[nodiscard]] bool is_plain_identifier(std::string_view name) noexcept;
/// In a list sorted by bytes.
[[nodiscard]] bool contains_sorted(std::span<const std::string_view> words,
                                   std::string_view word) noexcept;
/// Throws CompileError (`bad-identifier`).
void require_identifier(std::string_view name, const Dialect& dialect);

/// ` ON DELETE CASCADE`, or nothing for NO ACTION.
[[nodiscard]] std::string actions(const schema::ForeignKey& key);
/// ` DEFERRABLE INITIALLY DEFERRED`, or nothing.
[[nodiscard]] std::string deferrability(const schema::ForeignKey& key);

/// `a, "order"`
[[nodiscard]] std::string names(const Dialect& dialect, std::span<const std::string> columns);
/// `CONSTRAINT pk_t `, or nothing for an empty name.
[[nodiscard]] std::string constraint_prefix(const Dialect& dialect, std::string_view name);
[[nodiscard]] std::string primary_key(const Dialect& dialect, const schema::PrimaryKey& key);
/// `CONSTRAINT ck_t_a CHECK (a > 0)`
[[nodiscard]] std::string check(const Dialect& dialect, const schema::CheckConstraint& constraint);
/// `referred` is the referred table as it is to be written.
[[nodiscard]] std::string foreign_key(const Dialect& dialect,
                                      const schema::ForeignKey& key,
                                      std::string_view referred);
/// `(head)(lines, indented, joined by commas)`: the layout of CREATE TABLE.
[[nodiscard]] std::string table_layout(std::string_view head, std::span<const std::string> lines);

/// `((a + b))`  ->  `a + b`
[[nodiscard]] std::string_view without_outer_parentheses(std::string_view text) noexcept;

[[noreturn]] void unsupported(std::string_view what,
                              std::string_view which,
                              std::string_view why,
                              std::string_view way_out);

}  // namespace azoth::dialects::sql_text
