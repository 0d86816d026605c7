// SPDX-License-Identifier: MIT
#include "migrate/environment/own_build.hpp"

#include "migrate/environment/child_process.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <filesystem>
#include <vector>

namespace azoth::migrate {

namespace {

void bring_up_to_date(const BuildConfig& build, const std::string& folder) {
    if (build.command.empty()) {
        return;
    }
    std::string words;
    const std::vector<std::string> command = {"sh", "-c", build.command};
    const int status =
        run_child({.words = command, .folder = folder, .on_line = [&words](std::string_view line) {
                       words += std::string{line} + '\n';
                   }});
    if (status != 0) {
        throw MigrationError{"environment-build-failed",
                             "cannot build the environment program: the command " +
                                 text_utility::quoted(build.command) +
                                 " of build.command failed with " + std::to_string(status) +
                                 "; correct what it says, or build the target with the ending "
                                 "-revisions, which needs no models, and run it instead\n\n" +
                                 std::string{text_utility::trim(words)}};
    }
}

}  // namespace

std::string program_of_own_build(const Config& config) {
    const auto build = config.expanded_build();
    bring_up_to_date(build, config.folder);
    if (!std::filesystem::is_regular_file(build.program)) {
        throw MigrationError{"environment-program-missing",
                             "cannot run the environment program " +
                                 text_utility::quoted(build.program) +
                                 ": there is no such file; build it, write the command that does "
                                 "into build.command of " +
                                 config.path + ", or correct build.program"};
    }
    return build.program;
}

}  // namespace azoth::migrate
