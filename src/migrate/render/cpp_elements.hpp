// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

/// Parts of tables as the C++ expressions that make them.
namespace azoth::migrate {

[[nodiscard]] std::string cpp_type(const SqlType& type);
/// `{"a", "b"}`
[[nodiscard]] std::string cpp_names(const std::vector<std::string>& names);
/// `"t"`, or `in_schema("s", "t")`.
[[nodiscard]] std::string cpp_table(const TableName& table);
enum class KeyColumn : std::uint8_t { No, Yes };
/// `column("id", BigInteger(), primary_key)`; a key column is NOT NULL without saying so.
[[nodiscard]] std::string cpp_column(const schema::Column& column, KeyColumn is_key);
[[nodiscard]] std::string cpp_constraint(const Constraint& constraint);
/// `OnDelete::Cascade` and so on, as further arguments.
[[nodiscard]] std::vector<std::string> cpp_options(const schema::ForeignKey& key);
[[nodiscard]] std::string cpp_index_parts(const schema::Index& index);
[[nodiscard]] std::vector<std::string> cpp_options(const schema::Index& index);
[[nodiscard]] std::string cpp_identity(schema::Identity identity);
[[nodiscard]] std::string cpp_value(const Value& value);

/// `name(a, b)` on one line where it fits behind four spaces of indentation, otherwise an argument
/// a line.
[[nodiscard]] std::string cpp_call(std::string_view name,
                                   const std::vector<std::string>& arguments);

}  // namespace azoth::migrate
