// SPDX-License-Identifier: MIT
#include "migrate/environment/environment_project.hpp"

#include "base/escape.hpp"
#include "migrate/environment/child_process.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <cstdlib>
#include <filesystem>

#ifndef AZOTH_PACKAGE_FOLDER
#define AZOTH_PACKAGE_FOLDER "lib/cmake/azoth"
#endif

namespace azoth::migrate {

namespace {

namespace filesystem = std::filesystem;

void append_list(std::string& text,
                 std::string_view keyword,
                 const std::vector<std::string>& values) {
    if (values.empty()) {
        return;
    }
    text += "    " + std::string{keyword};
    for (const auto& value : values) {
        text += "\n        " + escape::cmake_argument(value);
    }
    text += '\n';
}

bool builds_alike(const Config& left, const Config& right) {
    const auto& a = left.build;
    const auto& b = right.build;
    return left.script_location == right.script_location &&
           left.version_locations == right.version_locations && left.models == right.models &&
           left.metadata == right.metadata && a.include == b.include &&
           a.libraries == b.libraries && a.flags == b.flags &&
           a.compile_commands == b.compile_commands && a.compiler == b.compiler &&
           a.cmake_args == b.cmake_args;
}

/// Environments of azoth.toml that differ in their database only share one build.
std::string folder_name(const Config& config) {
    auto stem = filesystem::path{config.path}.stem().string();
    if (config.environment.empty() || builds_alike(config, load_config(config.path))) {
        return stem;
    }
    return stem + '-' + config.environment;
}

}  // namespace

std::string package_folder() {
    constexpr std::string_view config_file = "azothConfig.cmake";
    const filesystem::path own = own_folder();
    const auto beside = (own / ".." / AZOTH_PACKAGE_FOLDER).lexically_normal();
    if (!own.empty() && filesystem::is_regular_file(beside / config_file)) {
        return beside.string();
    }
    const char* given = std::getenv("AZOTH_PACKAGE_FOLDER");
    if (given != nullptr && filesystem::is_regular_file(filesystem::path{given} / config_file)) {
        return filesystem::absolute(given).lexically_normal().string();
    }
    return {};
}

EnvironmentProject environment_project(const Config& config,
                                       const std::vector<RevisionFile>& files) {
    const auto build = config.expanded_build();
    EnvironmentProject project;
    project.source_folder =
        (filesystem::path{config.folder} / ".azoth" / folder_name(config)).string();
    project.build_folder = project.source_folder + "/build";
    project.package_folder = package_folder();
    for (const auto& file : files) {
        if (file.info.format == RevisionFormat::Cpp) {
            project.revisions.push_back(file.info.path);
        }
    }
    const auto environment = filesystem::path{config.script_location} / "env.cpp";
    if (filesystem::is_regular_file(environment)) {
        project.environment_file = environment.string();
    }
    project.models = config.models;
    project.metadata = config.metadata;
    project.include = build.include;
    project.include.push_back(config.folder);
    project.libraries = build.libraries;
    project.flags = build.flags;
    project.compiler = build.compiler;
    project.cmake_args = build.cmake_args;
    if (!build.compile_commands.empty()) {
        const auto found = read_compile_commands(build.compile_commands, config.models);
        project.include.insert(project.include.end(), found.include.begin(), found.include.end());
        project.flags.insert(project.flags.end(), found.flags.begin(), found.flags.end());
    }
    return project;
}

void refuse_missing_models(const Config& config) {
    if (config.models.empty()) {
        throw MigrationError{"models-not-found",
                             "cannot compare the database with the models: " + config.path +
                                 " names none; write models = [\"models.hpp\"] into it"};
    }
    for (const auto& model : config.models) {
        if (!filesystem::is_regular_file(model)) {
            throw MigrationError{"models-not-found",
                                 "cannot find the models " + text_utility::quoted(model) + ": " +
                                     config.path +
                                     " names the file among its models, and there is none; create "
                                     "it, or correct `models`"};
        }
    }
}

std::string cmake_lists(const EnvironmentProject& project) {
    std::string text =
        "# Written by azoth; written again when revisions or azoth.toml change.\n"
        "cmake_minimum_required(VERSION 3.25)\n"
        "project(environment LANGUAGES CXX)\n"
        "find_package(azoth REQUIRED";
    if (!project.package_folder.empty()) {
        text += " PATHS " + escape::cmake_argument(project.package_folder) + " NO_DEFAULT_PATH";
    }
    text += ")\nazoth_environment_programs(\n";
    append_list(text, "REVISIONS", project.revisions);
    if (!project.environment_file.empty()) {
        append_list(text, "ENVIRONMENT", {project.environment_file});
    }
    text += "    CANDIDATE candidate.cpp\n";
    append_list(text, "MODELS", project.models);
    append_list(text, "METADATA", {project.metadata});
    append_list(text, "INCLUDE", project.include);
    append_list(text, "LIBRARIES", project.libraries);
    append_list(text, "FLAGS", project.flags);
    return text + ")\n";
}

}  // namespace azoth::migrate
