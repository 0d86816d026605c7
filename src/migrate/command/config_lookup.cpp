// SPDX-License-Identifier: MIT
#include "migrate/command/config.hpp"

#include "migrate/revision/read_file.hpp"

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <cstdlib>
#include <filesystem>

namespace azoth::migrate {

namespace {

namespace filesystem = std::filesystem;

constexpr std::string_view config_name = "azoth.toml";

std::string existing(const filesystem::path& path, std::string_view given_by) {
    if (!filesystem::is_regular_file(path)) {
        throw MigrationError{"config-not-found",
                             "cannot find the configuration " +
                                 text_utility::quoted(path.string()) + ", given by " +
                                 std::string{given_by} + ": there is no such file; check the path"};
    }
    return filesystem::absolute(path).lexically_normal().string();
}

/// Value of what stands between `${` and `}`.
std::string variable_value(std::string_view inner, std::string_view key) {
    const auto split = inner.find(":-");
    const std::string name{inner.substr(0, split)};
    const char* value = std::getenv(name.c_str());
    if (value != nullptr && *value != '\0') {
        return value;
    }
    if (split != std::string_view::npos) {
        return std::string{inner.substr(split + 2)};
    }
    throw MigrationError{"unset-variable",
                         "cannot work out " + text_utility::quoted(key) +
                             ": the environment variable " + text_utility::quoted(name) +
                             " is not set; set it, or write a default as in ${" + name +
                             ":-value}"};
}

}  // namespace

std::string find_config(std::string_view given, std::string_view start) {
    if (!given.empty()) {
        return existing(filesystem::path{start} / given, "-c");
    }
    if (const char* variable = std::getenv("AZOTH_CONFIG");
        variable != nullptr && *variable != '\0') {
        return existing(filesystem::path{start} / variable, "AZOTH_CONFIG");
    }
    auto folder = filesystem::absolute(start).lexically_normal();
    for (;;) {
        if (filesystem::is_regular_file(folder / config_name)) {
            return (folder / config_name).string();
        }
        if (!folder.has_relative_path()) {
            break;
        }
        folder = folder.parent_path();
    }
    throw MigrationError{"config-not-found",
                         "cannot find azoth.toml in " + text_utility::quoted(start) +
                             " or a folder above it: this is no azoth project yet; run `azoth "
                             "init migrations`, or name the file with -c"};
}

std::string expand_variables(std::string_view text, std::string_view key) {
    std::string result;
    while (!text.empty()) {
        const auto dollar = std::min(text.find('$'), text.size());
        result += text.substr(0, dollar);
        text.remove_prefix(dollar);
        if (text.starts_with("$${")) {
            result += "${";
            text.remove_prefix(3);
            continue;
        }
        const auto close = text.starts_with("${") ? text.find('}') : std::string_view::npos;
        if (close == std::string_view::npos) {
            result += text.substr(0, 1);
            text.remove_prefix(std::min<std::size_t>(1, text.size()));
            continue;
        }
        result += variable_value(text.substr(2, close - 2), key);
        text.remove_prefix(close + 1);
    }
    return result;
}

std::string Config::database_url() const {
    if (!url_file.empty()) {
        const auto content = read_file(url_file);
        return std::string{
            text_utility::trim(std::string_view{content}.substr(0, content.find('\n')))};
    }
    const auto expanded =
        expand_variables(url, environment.empty() ? "url" : "env." + environment + ".url");
    if (expanded.empty()) {
        throw MigrationError{"no-database-url",
                             "cannot connect to the database: " + path +
                                 " has no url; write url = \"…\" into it, or give --url"};
    }
    return expanded;
}

std::string Config::scratch_url() const {
    return expand_variables(scratch.url, "scratch.url");
}

BuildConfig Config::expanded_build() const {
    auto result = build;
    for (auto* list : {&result.include, &result.libraries, &result.flags, &result.cmake_args}) {
        for (auto& text : *list) {
            text = expand_variables(text, "build");
        }
    }
    for (auto* text :
         {&result.compile_commands, &result.program, &result.command, &result.compiler}) {
        *text = expand_variables(*text, "build");
    }
    return result;
}

Recursion Config::recursion() const {
    const bool has_folders = file_template.find('/') != std::string::npos;
    return recursive_version_locations || has_folders ? Recursion::Folders : Recursion::None;
}

std::vector<std::pair<std::string, std::string>> parse_x_arguments(
    const std::vector<std::string>& arguments) {
    std::vector<std::pair<std::string, std::string>> result;
    for (const auto& argument : arguments) {
        const auto equals = std::min(argument.find('='), argument.size());
        result.emplace_back(argument.substr(0, equals),
                            argument.substr(std::min(equals + 1, argument.size())));
    }
    return result;
}

}  // namespace azoth::migrate
