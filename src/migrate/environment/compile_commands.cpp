// SPDX-License-Identifier: MIT
#include "migrate/environment/environment_project.hpp"

#include "migrate/revision/read_file.hpp"

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace azoth::migrate {

namespace {

namespace filesystem = std::filesystem;

/// Splits as a shell does, without expanding anything.
std::vector<std::string> shell_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    char quote = '\0';
    bool has_word = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
            word += text[++i];
            has_word = true;
        } else if (quote != '\0' ? c == quote : c == '"' || c == '\'') {
            quote = quote == '\0' ? c : '\0';
            has_word = true;
        } else if (quote == '\0' && (c == ' ' || c == '\t' || c == '\n')) {
            if (has_word) {
                words.push_back(std::exchange(word, {}));
            }
            has_word = false;
        } else {
            word += c;
            has_word = true;
        }
    }
    if (has_word) {
        words.push_back(word);
    }
    return words;
}

std::vector<std::string> words_of(const nlohmann::json& entry) {
    if (entry.contains("arguments")) {
        return entry.at("arguments").get<std::vector<std::string>>();
    }
    return shell_words(entry.at("command").get<std::string>());
}

std::string in_folder(const std::string& folder, const std::string& path) {
    return (filesystem::path{folder} / path).lexically_normal().string();
}

/// Options whose value may be a word of its own.
constexpr std::string_view include_options[] = {"-I", "-isystem", "-iquote"};
constexpr std::string_view kept_options[] = {"-D", "-U", "-std=", "-include", "-f", "-m", "-W"};

CompileFlags flags_of(const std::vector<std::string>& words, const std::string& folder) {
    CompileFlags result;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto& word = words[i];
        const auto* include = std::ranges::find_if(
            include_options, [&](std::string_view option) { return word.starts_with(option); });
        if (include != std::end(include_options)) {
            const auto value = word.size() > include->size() ? word.substr(include->size())
                               : i + 1 < words.size()        ? words[++i]
                                                             : std::string{};
            result.include.push_back(in_folder(folder, value));
            continue;
        }
        const bool is_kept = std::ranges::any_of(
            kept_options, [&](std::string_view option) { return word.starts_with(option); });
        if (is_kept) {
            result.flags.push_back(word);
            const bool has_value_behind = word == "-D" || word == "-U" || word == "-include";
            if (has_value_behind && i + 1 < words.size()) {
                result.flags.push_back(words[++i]);
            }
        }
    }
    return result;
}

const nlohmann::json* entry_for(const nlohmann::json& entries,
                                const std::vector<std::string>& models) {
    for (const auto& entry : entries) {
        const auto file = in_folder(entry.at("directory").get<std::string>(),
                                    entry.at("file").get<std::string>());
        if (std::ranges::find(models, file) != models.end()) {
            return &entry;
        }
    }
    return entries.empty() ? nullptr : &entries.front();
}

}  // namespace

CompileFlags read_compile_commands(const std::string& path,
                                   const std::vector<std::string>& models) {
    try {
        const auto entries = nlohmann::json::parse(read_file(path));
        const auto* entry = entry_for(entries, models);
        if (entry == nullptr) {
            return {};
        }
        return flags_of(words_of(*entry), entry->at("directory").get<std::string>());
    } catch (const nlohmann::json::exception& error) {
        throw MigrationError{"compile-commands",
                             "cannot take compiler flags from " + text_utility::quoted(path) +
                                 ": " + error.what() +
                                 "; build the project that writes it again, or correct "
                                 "build.compile_commands in azoth.toml"};
    }
}

}  // namespace azoth::migrate
