// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/cli/dispatch.hpp"
#include "migrate/command/config.hpp"

#include <azoth/engine/engine.hpp>
#include <azoth/migrate/environment.hpp>
#include <azoth/migrate/runtime/revision_library.hpp>

#include <functional>

namespace azoth::migrate {

/// What the commands that open a database get from the program they run in.
struct DatabaseSources {
    std::function<Config(const GlobalOptions&)> config{};
    std::function<RevisionLibrary(const Config&)> library{};
    std::function<RevisionGraph(const Config&)>
        graph{};  ///< of the files, where a new one is written
    void (*configure)(Environment& environment) = nullptr;
    const MetaData& (*target)() = nullptr;
};

/// The database that `--url`, else azoth.toml names. A relative file is taken from the folder where
/// the command runs, or from that of azoth.toml.
[[nodiscard]] Engine engine_for(const GlobalOptions& global, const Config& config);

/// What env.cpp gets to see and change.
[[nodiscard]] Environment environment_for(const GlobalOptions& global,
                                          const Config& config,
                                          const std::string& tag,
                                          const DatabaseSources& sources);

/// Fills in upgrade, downgrade, resume, stamp, current, ensure-version and status.
void add_database_commands(CommandHandlers& handlers, const DatabaseSources& sources);

/// Fills in `revision --autogenerate` and `check`; the program is linked with models.
void add_model_commands(CommandHandlers& handlers, const DatabaseSources& sources);

}  // namespace azoth::migrate
