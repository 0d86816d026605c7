// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/command/config.hpp"
#include "migrate/environment/environment_build.hpp"

#include <azoth/migrate/revision/revision_info.hpp>
#include <azoth/migrate/verify/proof.hpp>

#include <ostream>
#include <string>

/// A revision file that is tried before it is kept: nothing is in versions/ until it has passed.
namespace azoth::migrate {

struct Candidate {
    RevisionInfo info{};
    std::string text{};
};

/// Compiles the file beside the environment program, with whatever that has been built of already,
/// and carries its directions out in a process of their own. Throws MigrationError
/// (`candidate-not-compiled`), and what building throws.
[[nodiscard]] CarryOut compiled(const Candidate& candidate,
                                const Config& config,
                                BuildProgress progress,
                                std::ostream& messages);
/// Reads the file back and carries out what it says.
[[nodiscard]] CarryOut read_back(const Candidate& candidate);

/// Whether this process was started by `compiled` to carry a direction out.
[[nodiscard]] bool is_trial_of_candidate();
/// Does that with the revision of that id among those linked. The result is for main() to return.
[[nodiscard]] int run_trial_of_candidate(std::ostream& messages);

}  // namespace azoth::migrate
