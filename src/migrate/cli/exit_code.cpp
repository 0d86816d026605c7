// SPDX-License-Identifier: MIT
#include "migrate/cli/exit_code.hpp"

namespace azoth::migrate {

ExitCode exit_code_for(std::string_view error_code) {
    constexpr struct {
        std::string_view error;
        ExitCode exit;
    } special[] = {{"command-line", ExitCode::Usage},
                   {"models-differ", ExitCode::Differences},
                   {"migration-locked", ExitCode::Locked},
                   {"question-unanswered", ExitCode::NeedsAnswer},
                   {"built-in-url", ExitCode::NeedsAnswer},
                   {"statement-unsettled", ExitCode::NeedsAnswer},
                   {"lint-failed", ExitCode::Lint},
                   {"not-at-head", ExitCode::NotAtHead},
                   {"database-not-up-to-date", ExitCode::NotAtHead},
                   {"interrupted", ExitCode::Interrupted}};
    for (const auto& [error, exit] : special) {
        if (error == error_code) {
            return exit;
        }
    }
    return ExitCode::Failed;
}

}  // namespace azoth::migrate
