// SPDX-License-Identifier: MIT
#pragma once

#include <list>

#include "migrate/compare/table_difference.hpp"

namespace azoth::migrate {

/// What differs between two schemas. Refers to the tables it was made from.
struct SchemaDifference {
    std::vector<const schema::Table*> added_tables{};    ///< referred ones first
    std::vector<const schema::Table*> dropped_tables{};  ///< referring ones first
    /// Foreign keys of added and dropped tables that close a cycle, or refer to something not yet
    /// or no longer there.
    std::vector<std::pair<const schema::Table*, schema::ForeignKey>> late_keys{};
    std::vector<std::pair<const schema::Table*, schema::ForeignKey>> early_dropped_keys{};
    std::vector<TableDifference> changed_tables{};  ///< by name
    std::vector<SqlType> added_enums{};             ///< with the schema in the name
    std::vector<SqlType> dropped_enums{};
};

[[nodiscard]] SchemaDifference difference_of(std::span<const schema::Table> live,
                                             std::span<const schema::Table> wanted);

}  // namespace azoth::migrate
