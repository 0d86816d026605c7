// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/migrate/compare/filter.hpp>
#include <azoth/schema/metadata.hpp>

/// The default schema is one schema, whether it is named or not. Everything that is compared leaves
/// its name out.
namespace azoth::migrate {

[[nodiscard]] std::string default_schema_of(const Engine& engine);

/// A copy of the models. Throws ArgumentError (`duplicate-table`) when one table is there under
/// both names.
[[nodiscard]] MetaData without_default_schema(const MetaData& models, const std::string& schema);
/// Patterns that name the schema count for tables without it.
[[nodiscard]] TableFilter without_default_schema(const TableFilter& filter,
                                                 const std::string& schema);

}  // namespace azoth::migrate
