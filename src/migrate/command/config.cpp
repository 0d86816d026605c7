// SPDX-License-Identifier: MIT
#include "migrate/command/config.hpp"

#include "migrate/command/config_table.hpp"
#include "migrate/revision/read_file.hpp"

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <filesystem>

namespace azoth::migrate {

namespace {

namespace filesystem = std::filesystem;

constexpr std::string_view default_script_location = "migrations";

std::string in_folder(const std::string& folder, const std::string& path) {
    return path.empty() ? path : (filesystem::path{folder} / path).lexically_normal().string();
}

class ConfigReader {
public:
    ConfigReader(Config& config) : config_(config) {}

    /// The keys that the top and each `[env.NAME]` have in common.
    void read(ConfigTable& table) {
        if (table.has("url") && table.has("url_file")) {
            table.fail("url_file", "`url` is given too; keep one of them");
        }
        if (table.has("url") || table.has("url_file")) {
            config_.url.clear();
            config_.url_file.clear();
        }
        table.read("url", config_.url);
        read_path(table, "url_file", config_.url_file);
        read_path(table, "script_location", config_.script_location);
        read_paths(table, "version_locations", config_.version_locations);
        table.read("recursive_version_locations", config_.recursive_version_locations);
        read_paths(table, "models", config_.models);
        table.read("metadata", config_.metadata);
        table.read("file_template", config_.file_template);
        table.read("timezone", config_.timezone);
        table.read("truncate_slug_length", config_.truncate_slug_length);
        read_format(table);
        table.read_table("build", [this](ConfigTable& build) { read_build(build); });
        table.read_table("autogenerate", [this](ConfigTable& autogenerate) {
            autogenerate.read("include", config_.autogenerate.include);
            autogenerate.read("exclude", config_.autogenerate.exclude);
        });
        table.read_table("hooks", [this](ConfigTable& hooks) {
            hooks.read("after_write", config_.hooks.after_write);
        });
        table.read_table(
            "scratch", [this](ConfigTable& scratch) { scratch.read("url", config_.scratch.url); });
        table.read_table("safety", [this](ConfigTable& safety) { read_safety(safety); });
    }

private:
    void read_path(ConfigTable& table, std::string_view key, std::string& path) const {
        if (table.has(key)) {
            table.read(key, path);
            path = in_folder(config_.folder, path);
        } else {
            table.allow(key);
        }
    }

    void read_paths(ConfigTable& table,
                    std::string_view key,
                    std::vector<std::string>& paths) const {
        if (!table.has(key)) {
            table.allow(key);
            return;
        }
        table.read(key, paths);
        for (auto& path : paths) {
            path = in_folder(config_.folder, path);
        }
    }

    void read_format(ConfigTable& table) const {
        std::string format;
        table.read("format", format);
        if (format == "cpp" || format == "sql") {
            config_.format = format == "cpp" ? RevisionFormat::Cpp : RevisionFormat::Sql;
        } else if (table.has("format")) {
            table.fail("format",
                       "it must be \"cpp\" or \"sql\", not " + text_utility::quoted(format));
        }
    }

    void read_build(ConfigTable& table) const {
        auto& build = config_.build;
        read_paths(table, "include", build.include);
        table.read("libraries", build.libraries);
        table.read("flags", build.flags);
        read_path(table, "compile_commands", build.compile_commands);
        read_path(table, "program", build.program);
        table.read("command", build.command);
        table.read("compiler", build.compiler);
        table.read("cmake_args", build.cmake_args);
    }

    void read_safety(ConfigTable& table) const {
        table.read("production", config_.safety.production);
        table.read("lock_timeout", config_.safety.lock_timeout);
    }

    Config& config_;
};

/// `"a\"b"`, `'a'`, and both with three quotes; what is not closed goes to the end.
std::size_t toml_text_length(std::string_view text) {
    const std::string marks(3, text[0]);
    const auto mark = text.starts_with(marks) ? std::string_view{marks} : text.substr(0, 1);
    for (auto at = mark.size(); at < text.size(); ++at) {
        if (text[at] == '\\' && text[0] == '"') {
            ++at;
        } else if (text.substr(at).starts_with(mark)) {
            return at + mark.size();
        }
    }
    return text.size();
}

std::vector<std::string> environment_names(const toml::table& root) {
    std::vector<std::string> names;
    if (const auto* environments = root["env"].as_table()) {
        for (const auto& [name, node] : *environments) {
            names.emplace_back(name.str());
        }
    }
    return names;
}

void read_environments(ConfigTable& top, const toml::table& root, Config& config) {
    top.read_table("env", [&](ConfigTable& environments) {
        for (const auto& name : environment_names(root)) {
            // Every environment is checked, the chosen one alone is kept.
            Config ignored = config;
            auto& target = name == config.environment ? config : ignored;
            environments.read_table(name,
                                    [&](ConfigTable& table) { ConfigReader{target}.read(table); });
        }
    });
}

void refuse_unknown_environment(const toml::table& root, const Config& config) {
    const auto names = environment_names(root);
    const auto& wanted = config.environment;
    if (wanted.empty() || std::ranges::find(names, wanted) != names.end()) {
        return;
    }
    const auto hint = names.empty() ? "; write a table [env." + wanted + "] into it"
                                    : text_utility::did_you_mean(wanted, names);
    throw MigrationError{"unknown-environment",
                         "cannot find environment " + text_utility::quoted(wanted) + " in " +
                             config.path + ": there is no table of that name" + hint};
}

/// The parser goes one call deeper for each part of a key.
void refuse_deep_keys(std::string_view text, const std::string& path) {
    constexpr std::size_t most_parts = 32;
    std::size_t parts = 0;
    std::size_t line = 1;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '#') {
            at = std::min(text.find('\n', at), text.size()) - 1;
        } else if (text[at] == '"' || text[at] == '\'') {
            const auto length = toml_text_length(text.substr(at));
            line += static_cast<std::size_t>(std::ranges::count(text.substr(at, length), '\n'));
            at += length - 1;
        } else if (std::string_view{"=[]{},\n"}.find(text[at]) != std::string_view::npos) {
            parts = 0;
            line += text[at] == '\n' ? 1 : 0;
        } else if (text[at] == '.' && ++parts > most_parts) {
            throw MigrationError{"config-syntax",
                                 "cannot read " + path + " line " + std::to_string(line) +
                                     ": a key of more than 32 parts; no key of azoth has that "
                                     "many, so remove it"};
        }
    }
}

}  // namespace

Config parse_config(std::string_view text, const std::string& path, std::string_view environment) {
    toml::table root;
    refuse_deep_keys(text, path);
    try {
        root = toml::parse(text);
    } catch (const toml::parse_error& error) {
        throw MigrationError{"config-syntax",
                             "cannot read " + path + " line " +
                                 std::to_string(error.source().begin.line) + ": " +
                                 std::string{error.description()} + "; see https://toml.io"};
    }
    Config config;
    config.path = path;
    config.folder = filesystem::path{path}.parent_path().string();
    config.environment = environment;
    ConfigTable top{root, "", path};
    ConfigReader{config}.read(top);
    refuse_unknown_environment(root, config);
    read_environments(top, root, config);
    top.refuse_unknown();
    if (config.script_location.empty()) {
        config.script_location = in_folder(config.folder, std::string{default_script_location});
    }
    if (config.version_locations.empty()) {
        config.version_locations = {in_folder(config.script_location, "versions")};
    }
    check_file_template(config.file_template);
    return config;
}

Config load_config(const std::string& path, std::string_view environment) {
    const auto absolute = filesystem::absolute(path).lexically_normal().string();
    return parse_config(read_file(absolute), absolute, environment);
}

}  // namespace azoth::migrate
