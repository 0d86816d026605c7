// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/environment/environment_project.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace azoth::migrate {

/// Which part of the environment program could not be built.
enum class BuildPart : unsigned char {
    Unknown,
    Revision,
    Environment,  ///< env.cpp
    Models,
    Link
};

/// Reads what ninja or make print: the compiler's words are kept, commands and counts are not.
class BuildOutput {
public:
    void add_line(std::string_view line);

    [[nodiscard]] std::size_t compiled() const noexcept { return compiled_; }
    /// Something was compiled or linked, so this is not a defect of the build folder.
    [[nodiscard]] bool has_failed_step() const noexcept {
        return failed_part_ != BuildPart::Unknown;
    }
    [[nodiscard]] BuildPart failed_part() const noexcept { return failed_part_; }
    /// What the compiler or linker said about the steps that failed.
    [[nodiscard]] const std::string& words() const noexcept { return words_; }
    /// What ninja or make said themselves.
    [[nodiscard]] const std::string& tool_words() const noexcept { return tool_words_; }
    /// The step that is being done, `2/5`; empty before the first one.
    [[nodiscard]] const std::string& progress() const noexcept { return progress_; }

private:
    void begin_step(std::string_view line);
    void note_failure(std::string_view line);

    std::size_t compiled_ = 0;
    BuildPart failed_part_ = BuildPart::Unknown;
    bool is_command_next_ = false;
    std::string step_words_{};  ///< of the step being read: kept when it turns out to have failed
    std::string words_{};
    std::string tool_words_{};
    std::string progress_{};
};

/// The message for a build that failed: part, file, the compiler's words, the way out.
[[nodiscard]] std::string build_failure(const EnvironmentProject& project,
                                        const BuildOutput& output);

}  // namespace azoth::migrate
