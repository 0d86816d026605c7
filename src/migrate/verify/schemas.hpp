// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/schema/table.hpp>

#include <span>

/// Namespaces of tables (CREATE SCHEMA), beside the default one.
namespace azoth::migrate {

/// Each once, in alphabetical order.
[[nodiscard]] std::vector<std::string> schemas_of(std::span<const schema::Table* const> tables);
[[nodiscard]] std::vector<std::string> schemas_of(std::span<const schema::Table> tables);
/// Creates those that are not there.
void create_schemas(const Engine& engine, std::span<const std::string> names);

}  // namespace azoth::migrate
