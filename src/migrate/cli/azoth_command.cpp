// SPDX-License-Identifier: MIT
#include "migrate/cli/database_commands.hpp"
#include "migrate/cli/file_commands.hpp"
#include "migrate/command/safe_output.hpp"
#include "migrate/environment/child_process.hpp"
#include "migrate/environment/environment_build.hpp"
#include "migrate/environment/environment_program.hpp"
#include "migrate/environment/own_build.hpp"

#include <algorithm>
#include <azoth/migrate/command_line.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <iostream>

namespace azoth::migrate {

namespace {

std::vector<RevisionFile> files_of(const Config& config) {
    static_cast<void>(graph_of_files(config));
    return read_revision_files(config.version_locations, config.recursion());
}

/// Revisions of which only the heads are looked at: nothing of them is run.
RevisionLibrary library_of_heads(const Config& config) {
    std::vector<RunnableRevision> revisions;
    for (auto& file : files_of(config)) {
        RunnableRevision revision;
        revision.info = std::move(file.info);
        revision.checksum = std::move(file.checksum);
        revisions.push_back(std::move(revision));
    }
    return RevisionLibrary{std::move(revisions)};
}

RevisionLibrary library_of_files(const Config& config) {
    return library_of(files_of(config));
}

bool runs_revisions(const Command& command) {
    return std::holds_alternative<UpgradeOptions>(command) ||
           std::holds_alternative<DowngradeOptions>(command) ||
           std::holds_alternative<ResumeOptions>(command);
}

bool all_in_sql(const Config& config) {
    return std::ranges::all_of(files_of(config), [](const RevisionFile& file) {
        return file.info.format == RevisionFormat::Sql;
    });
}

ExitCode run_here(const Arguments& arguments, const Streams& streams) {
    const bool runs = runs_revisions(arguments.command);
    DatabaseSources sources;
    sources.config = config_for;
    sources.library = runs ? library_of_files : library_of_heads;
    CommandHandlers handlers;
    add_file_commands(handlers, {.current_rows = [](const GlobalOptions& global) {
                          return current(engine_for(global, config_for(global)));
                      }});
    add_database_commands(handlers, sources);
    return dispatch(arguments, handlers, streams);
}

/// Builds the environment program and goes on as it.
[[noreturn]] void run_in_environment(const Arguments& arguments,
                                     std::span<const std::string> words,
                                     const Config& config,
                                     const Streams& streams) {
    auto& terminal = SafeOutput::behind(streams.messages);
    const auto linked =
        needs_of(arguments) == Needs::Models ? Linked::RevisionsAndModels : Linked::Revisions;
    const bool is_shown =
        errors_go_to_terminal() && !arguments.global.quiet && !arguments.global.json;
    const auto progress = is_shown ? BuildProgress::Shown : BuildProgress::Hidden;
    if (!config.build.program.empty()) {
        announce_protocol(config);
        become(program_of_own_build(config), words);
    }
    if (linked == Linked::RevisionsAndModels) {
        refuse_missing_models(config);
    }
    const auto project = environment_project(config, files_of(config));
    const auto built = build_environment(project, linked, progress, terminal);
    announce_protocol(config);
    become(built.program, words);
}

ExitCode run_parsed(const Arguments& arguments,
                    std::span<const std::string> words,
                    const Streams& streams) {
    const auto needs = needs_of(arguments);
    if (needs == Needs::Files) {
        return run_here(arguments, streams);
    }
    const auto config = config_for(arguments.global);
    const bool needs_program =
        needs == Needs::Models || (runs_revisions(arguments.command) && !all_in_sql(config));
    if (needs_program) {
        run_in_environment(arguments, words, config, streams);
    }
    return run_here(arguments, streams);
}

}  // namespace

int run_command(const int argument_count, const char* const* const arguments) {
    const std::vector<std::string> words{arguments + 1, arguments + argument_count};
    return static_cast<int>(run_command_line("azoth", words, run_parsed, {std::cout, std::cerr}));
}

}  // namespace azoth::migrate
