// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/cli/options.hpp"

#include <azoth/migrate/autogenerate/autogenerate.hpp>

#include <ostream>
#include <span>

namespace azoth::migrate {

/// Settles the questions in `options`: each with yes where `--yes` was given, else by asking on the
/// terminal. Throws MigrationError (`question-unanswered`) where nobody can answer.
void answer(std::span<const RenameQuestion> questions,
            const GlobalOptions& global,
            AutogenerateOptions& options,
            std::ostream& messages);

}  // namespace azoth::migrate
