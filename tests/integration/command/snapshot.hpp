// SPDX-License-Identifier: MIT
#pragma once

#include "integration/migrate/databases.hpp"

#include <filesystem>
#include <map>
#include <string>

/// What a project is at one moment, to see that a refused command left it as it was.
namespace azoth::test {

struct Snapshot {
    /// By name; what the command builds and databases are there with their names alone.
    std::map<std::string, std::string> files{};
    /// Rows by table, without the lock and the history of runs, which remember what failed, and
    /// without a version table that has no row.
    std::map<std::string, Rows> tables{};

    bool operator==(const Snapshot&) const = default;
};

/// A SQLite file that does not exist yet is not made by looking at it.
[[nodiscard]] Snapshot snapshot_of(const std::filesystem::path& folder, const Engine& engine);

}  // namespace azoth::test
