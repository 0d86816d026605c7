// SPDX-License-Identifier: MIT
#pragma once

#include "integration/command/project.hpp"

#include <sys/types.h>

#include <functional>
#include <string>

/// A command that runs beside the test, so that it can be disturbed.
namespace azoth::test {

class RunningCommand {
public:
    /// `command` is a shell's; in the project's folder. Its words are kept in files of this name.
    RunningCommand(const Project& project, const std::string& command, std::string name);
    RunningCommand(const RunningCommand&) = delete;
    RunningCommand& operator=(const RunningCommand&) = delete;
    /// Ends it when it still runs.
    ~RunningCommand();

    /// Waits until the condition holds; fails when the command ends before, or after five minutes,
    /// in which a sanitized program is built.
    void wait_until(const std::function<bool()>& condition) const;
    /// What it has printed so far.
    [[nodiscard]] std::string out() const;
    [[nodiscard]] std::string messages() const;
    void signal(int number) const;
    /// Whether it has seen the signal, or was killed by it.
    [[nodiscard]] bool has_taken(int number) const;
    /// Waits for the end.
    [[nodiscard]] CommandResult result();

    [[nodiscard]] pid_t process() const noexcept { return process_; }

private:
    std::filesystem::path out_;
    std::filesystem::path messages_;
    pid_t process_ = 0;
};

/// Starts `azoth` with these words.
[[nodiscard]] RunningCommand start_azoth(const Project& project,
                                         const std::string& words,
                                         const std::string& name = ".running");

/// The processes that work in the project's folder or have it among their arguments, after those
/// that were killed have had time to end.
[[nodiscard]] std::string processes_left(const Project& project);

}  // namespace azoth::test
