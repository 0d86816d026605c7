// SPDX-License-Identifier: MIT
#include "migrate/cli/database_commands.hpp"

namespace azoth::migrate {

void add_model_commands(CommandHandlers& /*handlers*/, const DatabaseSources& /*sources*/) {}

}  // namespace azoth::migrate
