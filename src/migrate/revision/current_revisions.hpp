// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/revision/graph.hpp>

#include <span>
#include <string>
#include <vector>

namespace azoth::migrate {

/// The revisions of the rows of a version table, each once. Throws MigrationError
/// `unknown-database-revision`.
[[nodiscard]] std::vector<RevisionIndex> current_revisions(const RevisionGraph& graph,
                                                           std::span<const std::string> rows);

}  // namespace azoth::migrate
