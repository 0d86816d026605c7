// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

/// Finding things of a table by name or, where they have none, by content.
namespace azoth::migrate {

/// Null when there is none.
[[nodiscard]] const schema::Table* find_table(std::span<const schema::Table> tables,
                                              const TableName& name);
[[nodiscard]] schema::Table* find_table(std::span<schema::Table> tables, const TableName& name);
[[nodiscard]] const schema::Index* find_index(const schema::Table& table, std::string_view name);
/// Every constraint of the table: primary key, uniques, checks, foreign keys.
[[nodiscard]] std::vector<Constraint> constraints_of(const schema::Table& table);
/// The constraint of that name, of that kind when one is given.
[[nodiscard]] std::optional<Constraint> find_constraint(const schema::Table& table,
                                                        std::string_view name,
                                                        std::optional<ddl::ConstraintKind> kind);
/// The constraint of that name, otherwise the one that says the same as the definition, be it in
/// the words of another database.
[[nodiscard]] std::optional<Constraint> resolve_constraint(
    const schema::Table& table,
    std::string_view name,
    std::optional<ddl::ConstraintKind> kind,
    const std::optional<Constraint>& definition);
/// The same constraint but for its name.
[[nodiscard]] bool same_content(const Constraint& left, const Constraint& right);

void add_constraint(schema::Table& table, const Constraint& constraint);
/// False when there is no such constraint.
bool remove_constraint(schema::Table& table, const Constraint& constraint);

/// Replaces an identifier, bare or in double quotes, outside of text literals.
[[nodiscard]] std::string replace_identifier(std::string_view sql,
                                             std::string_view from,
                                             std::string_view to);
[[nodiscard]] bool mentions_identifier(std::string_view sql, std::string_view name);

}  // namespace azoth::migrate
