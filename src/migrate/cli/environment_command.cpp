// SPDX-License-Identifier: MIT
#include "migrate/cli/candidate.hpp"
#include "migrate/cli/database_commands.hpp"
#include "migrate/cli/file_commands.hpp"
#include "migrate/environment/environment_program.hpp"

#include <azoth/base/error.hpp>
#include <azoth/migrate/environment.hpp>
#include <azoth/migrate/runtime/revision_registry.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <filesystem>
#include <iostream>

namespace azoth::migrate {

namespace {

/// azoth.toml where one is found, else the text that was built in.
Config config_of(const EnvironmentProgram& program, const GlobalOptions& global) {
    try {
        return config_for(global);
    } catch (const MigrationError& error) {
        if (program.config.empty() || error.code() != "config-not-found" ||
            !global.config.empty()) {
            throw;
        }
    }
    const auto path = std::filesystem::current_path() / "azoth.toml";
    auto config = parse_config(program.config, path.string(), global.environment);
    config.is_built_in = true;
    return config;
}

class ProgramRunner {
public:
    explicit ProgramRunner(const EnvironmentProgram& program) : program_(program) {}

    ExitCode operator()(const Arguments& arguments,
                        std::span<const std::string> /*words*/,
                        const Streams& streams) const {
        check_protocol();
        const EmbeddedRevisions embedded{program_.revisions};
        CommandHandlers handlers;
        const auto sources = database_sources();
        add_file_commands(handlers,
                          {.config = sources.config,
                           .graph = sources.graph,
                           .current_rows = [sources](const GlobalOptions& global) {
                               return current(engine_for(global, sources.config(global)));
                           }});
        add_database_commands(handlers, sources);
        add_model_commands(handlers, sources);
        return dispatch(arguments, handlers, streams);
    }

private:
    [[nodiscard]] DatabaseSources database_sources() const {
        DatabaseSources sources;
        sources.config = [program = program_](const GlobalOptions& global) {
            return config_of(program, global);
        };
        sources.library = [is_embedded = !program_.revisions.empty()](const Config& config) {
            return is_embedded ? linked_library()
                               : library_of(read_revision_files(config.version_locations,
                                                                config.recursion()));
        };
        // New files are written beside the old ones; where there is no folder, the history is the
        // one that was linked.
        sources.graph = [library = sources.library](const Config& config) {
            return std::filesystem::is_directory(config.script_location) ? graph_of_files(config)
                                                                         : library(config).graph();
        };
        sources.configure = program_.configure;
        sources.target = program_.target;
        return sources;
    }

    EnvironmentProgram program_;
};

}  // namespace

// Nothing may be thrown before main(): files are read when revisions are asked for.
EmbeddedRevisions::EmbeddedRevisions(std::span<const EmbeddedRevision> revisions) noexcept {
    for (const auto& [path, text] : revisions) {
        if (path.ends_with(".sql")) {
            embed_sql_revision({.text = text, .path = path});
        } else {
            embed_cpp_file({.text = text, .path = path});
        }
    }
}

std::string_view Environment::argument(std::string_view key) const noexcept {
    for (const auto& [name_of_x, value] : x) {
        if (name_of_x == key) {
            return value;
        }
    }
    return {};
}

int run_environment(const int argument_count,
                    const char* const* const arguments,
                    const EnvironmentProgram& program) {
    if (is_trial_of_candidate()) {
        return run_trial_of_candidate(std::cerr);
    }
    const std::vector<std::string> words{arguments + 1, arguments + argument_count};
    const auto name = std::filesystem::path{arguments[0]}.filename().string();
    return static_cast<int>(
        run_command_line(name, words, ProgramRunner{program}, {std::cout, std::cerr}));
}

}  // namespace azoth::migrate
