// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/command/config.hpp"

#include <azoth/migrate/revision/script_directory.hpp>

#include <string>
#include <vector>

namespace azoth::migrate {

/// What the environment program is built from, and where.
struct EnvironmentProject {
    std::string source_folder{};   ///< holds CMakeLists.txt
    std::string build_folder{};    ///< inside it
    std::string package_folder{};  ///< of azoth; empty: CMake looks for it
    std::vector<std::string> revisions{};
    std::string environment_file{};  ///< env.cpp; empty without one
    std::string candidate{};         ///< text of a revision that is to be tried; no file yet
    std::vector<std::string> models{};
    std::string metadata{};
    std::vector<std::string> include{};
    std::vector<std::string> libraries{};
    std::vector<std::string> flags{};
    std::string compiler{};
    std::vector<std::string> cmake_args{};
};

/// The project below the folder of azoth.toml; nothing is written. Throws MigrationError
/// (`compile-commands`, `unset-variable`).
[[nodiscard]] EnvironmentProject environment_project(const Config& config,
                                                     const std::vector<RevisionFile>& files);

/// Throws MigrationError (`models-not-found`) for a file among `models` that does not exist, and
/// when there are none.
void refuse_missing_models(const Config& config);

/// The text of its CMakeLists.txt.
[[nodiscard]] std::string cmake_lists(const EnvironmentProject& project);

/// The package of azoth that belongs to the executable that runs, or the one that the variable
/// AZOTH_PACKAGE_FOLDER names; empty when there is neither.
[[nodiscard]] std::string package_folder();

/// Include directories and flags of the entry for one of the files, or of the first entry.
struct CompileFlags {
    std::vector<std::string> include{};
    std::vector<std::string> flags{};
};
/// Throws MigrationError (`compile-commands`).
[[nodiscard]] CompileFlags read_compile_commands(const std::string& path,
                                                 const std::vector<std::string>& models);

}  // namespace azoth::migrate
