// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/environment/child_process.hpp"
#include "migrate/environment/environment_project.hpp"

#include <ostream>

namespace azoth::migrate {

enum class Linked : unsigned char {
    Revisions,
    RevisionsAndModels,
    Candidate  ///< the revisions, and one that has no file yet
};

/// Whether a line on the messages says what is being built.
enum class BuildProgress : unsigned char { Hidden, Shown };

/// A program that is up to date for as long as the lock is held.
struct BuiltEnvironment {
    std::string program{};
    FileLock lock;
};

/// Brings the environment program up to date; what has not changed is not built again. Another
/// process that builds the same one is waited for, and a build that was interrupted is taken up.
///
/// Throws MigrationError: `environment-build-failed` with the compiler's words,
/// `azoth-package-not-found`, `program-not-started`, `file-not-written`.
[[nodiscard]] BuiltEnvironment build_environment(const EnvironmentProject& project,
                                                 Linked linked,
                                                 BuildProgress progress,
                                                 std::ostream& messages);

}  // namespace azoth::migrate
