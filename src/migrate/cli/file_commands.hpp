// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/cli/dispatch.hpp"
#include "migrate/command/config.hpp"
#include "migrate/command/history.hpp"
#include "migrate/command/new_revision.hpp"

#include <azoth/migrate/revision/script_directory.hpp>

#include <functional>

namespace azoth::migrate {

/// The configuration that `-c` and `-n` choose. Throws as find_config() and load_config().
[[nodiscard]] Config config_for(const GlobalOptions& global);

/// What the file commands get from the program they run in.
struct FileSources {
    /// By default config_for(); a deployed program has one built in.
    std::function<Config(const GlobalOptions&)> config{};
    /// The history: by default the revision files; a deployed program has it linked in.
    std::function<RevisionGraph(const Config&)> graph{};
    /// Rows of the version table for `history -i` and `show current`; empty where no database can
    /// be asked.
    std::function<std::vector<std::string>(const GlobalOptions&)> current_rows{};
};

/// Graph of the files under version_locations. Throws MigrationError `no-migrations-folder` when
/// script_location does not exist, else as read_revision_files() and graph_of().
[[nodiscard]] RevisionGraph graph_of_files(const Config& config);

/// The options of `azoth revision` as a request for plan_revision(), with or without
/// --autogenerate.
[[nodiscard]] RevisionRequest request_for(const RevisionOptions& options);

/// What `--json` prints for a revision file that was written.
[[nodiscard]] std::string written_json(const RevisionInfo& info);

/// Fills in the commands that need files only: init, list-templates, revision (without
/// --autogenerate), merge, history, heads, branches, show.
void add_file_commands(CommandHandlers& handlers, FileSources sources = {});

}  // namespace azoth::migrate
