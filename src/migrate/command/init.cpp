// SPDX-License-Identifier: MIT
#include "migrate/command/init.hpp"

#include "base/escape.hpp"
#include "migrate/command/atomic_file.hpp"
#include "migrate/command/templates.hpp"

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <filesystem>
#include <ranges>

namespace azoth::migrate {

namespace {

namespace filesystem = std::filesystem;

const ProjectTemplate& find_template(std::string_view name) {
    const auto all = project_templates();
    const auto found = std::ranges::find(all, name, &ProjectTemplate::name);
    if (found == all.end()) {
        std::vector<std::string> known;
        for (const auto& one : all) {
            known.emplace_back(one.name);
        }
        throw MigrationError{"unknown-template",
                             "cannot find template " + text_utility::quoted(name) +
                                 ": azoth has none of that name" +
                                 text_utility::did_you_mean(name, known)};
    }
    return *found;
}

void refuse_used_folder(const filesystem::path& folder) {
    const bool is_file = filesystem::exists(folder) && !filesystem::is_directory(folder);
    if (is_file || (filesystem::is_directory(folder) && !filesystem::is_empty(folder))) {
        throw MigrationError{"folder-not-empty",
                             "cannot make a migrations folder at " +
                                 text_utility::quoted(folder.string()) +
                                 (is_file ? ": that is a file" : ": it is not empty") +
                                 "; choose another name, or remove it"};
    }
}

/// TOML is UTF-8: another name cannot be written into azoth.toml.
void refuse_other_encoding(const std::string& folder) {
    if (!escape::is_utf8(folder)) {
        throw MigrationError{"folder-name",
                             "cannot make a migrations folder at " + text_utility::quoted(folder) +
                                 ": the name is not UTF-8, which azoth.toml is written in; choose "
                                 "another name"};
    }
}

/// Makes folders and files, and takes them away again unless all of it went well.
class Maker {
public:
    Maker() = default;
    Maker(const Maker&) = delete;
    Maker& operator=(const Maker&) = delete;
    ~Maker() {
        std::error_code ignored;
        for (const auto& path : made_ | std::views::reverse) {
            filesystem::remove(path, ignored);
        }
    }

    void folder(const filesystem::path& path) {
        if (path.empty() || filesystem::is_directory(path)) {
            return;
        }
        folder(path.parent_path());
        std::error_code error;
        filesystem::create_directory(path, error);
        if (error) {
            throw MigrationError{"file-not-written",
                                 "cannot make the folder " + text_utility::quoted(path.string()) +
                                     ": " + error.message() + "; check its parent folder"};
        }
        made_.push_back(path);
        result_.created.push_back(path.string() + '/');
    }

    void file(const filesystem::path& path, std::string_view text) {
        write_new_file(path.string(), text);
        made_.push_back(path);
        result_.created.push_back(path.string());
    }

    void keep(const filesystem::path& path) { result_.kept.push_back(path.string()); }

    InitResult finish() {
        made_.clear();
        return std::move(result_);
    }

private:
    std::vector<filesystem::path> made_{};
    InitResult result_{};
};

/// The folder as azoth.toml names it: relative to azoth.toml when it is below it.
std::string name_in_config(const filesystem::path& folder, const filesystem::path& config_path) {
    const auto base = filesystem::absolute(config_path).lexically_normal().parent_path();
    const auto target = filesystem::absolute(folder).lexically_normal();
    auto name = target.lexically_relative(base).generic_string();
    while (name.ends_with('/')) {
        name.pop_back();
    }
    return name.empty() || name.starts_with("..") || folder.is_absolute() ? target.generic_string()
                                                                          : name;
}

}  // namespace

InitResult init_project(const std::string& folder,
                        std::string_view template_name,
                        const std::string& config_path) {
    const auto& chosen = find_template(template_name);
    const filesystem::path target = filesystem::path{folder}.lexically_normal();
    const auto root = target.has_filename() ? target : target.parent_path();
    refuse_used_folder(root);
    refuse_other_encoding(folder);
    const auto name = name_in_config(root, config_path);
    Maker maker;
    maker.folder(root);
    maker.folder(root / "versions");
    for (const auto& [file, text] : chosen.files) {
        maker.file(root / file, text);
    }
    if (filesystem::exists(config_path)) {
        maker.keep(config_path);
    } else {
        maker.file(
            config_path,
            text_utility::replace_all(std::string{chosen.config}, "{{name}}", escape::toml(name)));
    }
    return maker.finish();
}

std::string init_text(const InitResult& result) {
    std::string text;
    for (const auto& path : result.created) {
        text += "Created " + path + '\n';
    }
    for (const auto& path : result.kept) {
        text += "Kept    " + path + ", which was there already: check its script_location\n";
    }
    return text +
           "Now write the url and the models into azoth.toml, then: azoth revision --autogenerate "
           "-m \"…\"\n";
}

std::string list_templates_text() {
    std::string text = "Templates:\n\n";
    for (const auto& one : project_templates()) {
        text += std::string{one.name} + " - " + std::string{one.summary} + '\n';
    }
    return text + "\nUse one with: azoth init --template NAME FOLDER\n";
}

}  // namespace azoth::migrate
