// SPDX-License-Identifier: MIT
#include "migrate/environment/build_output.hpp"

#include <algorithm>
#include <azoth/base/text.hpp>
#include <filesystem>
#include <utility>

namespace azoth::migrate {

namespace {

/// `[2/5] Building …`, `[ 40%] Building …`
bool is_step(std::string_view line) {
    const auto close = line.find("] ");
    return line.starts_with('[') && close != std::string_view::npos &&
           line.substr(1, close - 1).find_first_not_of("0123456789/% ") == std::string_view::npos;
}

bool is_of_the_build_tool(std::string_view line) {
    return line.starts_with("ninja: ") || line.starts_with("make: ") || line.starts_with("make[") ||
           line.starts_with("gmake: ") || line.starts_with("gmake[");
}

BuildPart part_of(std::string_view line) {
    if (line.find("environment-object-revisions.dir") != std::string_view::npos) {
        return BuildPart::Revision;
    }
    if (line.find("environment-object-environment.dir") != std::string_view::npos) {
        return BuildPart::Environment;
    }
    if (line.find("environment-models.dir") != std::string_view::npos &&
        line.find(".o") != std::string_view::npos) {
        return BuildPart::Models;
    }
    return BuildPart::Link;
}

/// The first of the files that the compiler's words are about. A compiler cache may have made paths
/// relative to where the compiler runs.
std::string file_in(std::string_view words,
                    const std::vector<std::string>& files,
                    const std::filesystem::path& build_folder) {
    const auto found = std::ranges::find_if(files, [&](const std::string& file) {
        const auto relative = std::filesystem::path{file}.lexically_relative(build_folder).string();
        return words.find(file + ':') != std::string_view::npos ||
               (!relative.empty() && words.find(relative + ':') != std::string_view::npos);
    });
    return found == files.end() ? std::string{} : ' ' + text_utility::quoted(*found);
}

struct Sentence {
    std::string what{};
    std::string way_out{};
};

Sentence sentence_for(const EnvironmentProject& project, const BuildOutput& output) {
    switch (output.failed_part()) {
        case BuildPart::Revision:
            return {"the revision" +
                        file_in(output.words(), project.revisions, project.build_folder) +
                        " does not compile",
                    "correct it and run the command again"};
        case BuildPart::Environment:
            return {text_utility::quoted(project.environment_file) + " does not compile",
                    "correct it and run the command again"};
        case BuildPart::Models:
            return {"the models" + file_in(output.words(), project.models, project.build_folder) +
                        " do not compile",
                    "correct them, or `models`, `metadata` and [build] in azoth.toml; upgrade, "
                    "downgrade and current work without them"};
        case BuildPart::Link:
            return {"it does not link",
                    "add the sources that are missing to `models`, or the libraries to "
                    "build.libraries in azoth.toml"};
        case BuildPart::Unknown:
            break;
    }
    return {"the build tool failed", "remove the folder .azoth and run the command again"};
}

}  // namespace

void BuildOutput::add_line(std::string_view line) {
    if (std::exchange(is_command_next_, false)) {
        return;
    }
    if (is_step(line)) {
        begin_step(line);
    } else if (line.starts_with("FAILED: ")) {
        note_failure(line);
        is_command_next_ = true;
    } else if (line.find("*** [") != std::string_view::npos) {
        // make says at the end which step it was.
        if (failed_part_ == BuildPart::Unknown) {
            note_failure(line);
            words_ += std::exchange(step_words_, {});
        }
    } else if (is_of_the_build_tool(line)) {
        tool_words_ += std::string{line} + '\n';
    } else {
        auto& text =
            step_words_.empty() && failed_part_ != BuildPart::Unknown ? words_ : step_words_;
        text += std::string{line} + '\n';
    }
}

void BuildOutput::begin_step(std::string_view line) {
    const auto close = line.find(']');
    progress_ = text_utility::trim(line.substr(1, close - 1));
    if (line.find("Building CXX object") != std::string_view::npos) {
        ++compiled_;
    }
    if (line.starts_with("[ ") || line.find('%') < close) {
        return;  // make runs steps side by side: their words are told apart by nothing
    }
    step_words_.clear();
}

void BuildOutput::note_failure(std::string_view line) {
    if (failed_part_ == BuildPart::Unknown) {
        failed_part_ = part_of(line);
    }
}

std::string build_failure(const EnvironmentProject& project, const BuildOutput& output) {
    const auto [what, way_out] = sentence_for(project, output);
    const auto words =
        text_utility::trim(output.has_failed_step() ? output.words() : output.tool_words());
    return "cannot build the environment program: " + what + "; " + way_out +
           (words.empty() ? std::string{} : "\n\n" + std::string{words});
}

}  // namespace azoth::migrate
