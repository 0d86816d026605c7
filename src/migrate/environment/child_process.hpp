// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

/// The operating system, as far as building and starting programs needs it.
namespace azoth::migrate {

/// A lock on a file, held while this lives. Children that are given it hold it too, so that it
/// outlasts a parent that was killed.
class FileLock {
public:
    /// Waits as long as another process holds it. Throws MigrationError (`file-not-written`).
    explicit FileLock(const std::string& path);
    FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    FileLock& operator=(FileLock&&) = delete;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

private:
    int descriptor_ = -1;
};

/// A program to run beside this one. Its input is empty.
struct ChildProcess {
    std::span<const std::string> words{};        ///< program, looked up in PATH, and its arguments
    std::string folder{};                        ///< where it runs
    std::span<const std::string> environment{};  ///< `NAME=value`, beside what this process has
    const FileLock* lock = nullptr;              ///< held by it too
    std::function<void(std::string_view line)> on_line{};  ///< each line of its output and errors
};

/// Waits for the end. The exit status, 128 + signal when it was killed. Throws MigrationError
/// (`program-not-started`).
[[nodiscard]] int run_child(const ChildProcess& child);

/// Ends the child that run_child() waits for, and all that it started; nothing where there is none.
/// For whoever ends this process without waiting; may be called from any thread.
void end_child() noexcept;

/// This process goes on as that program. Throws MigrationError (`program-not-started`).
[[noreturn]] void become(const std::string& program, std::span<const std::string> arguments);

[[nodiscard]] bool errors_go_to_terminal() noexcept;
[[nodiscard]] bool input_comes_from_terminal() noexcept;
/// The folder of the executable that runs; empty when it is not known.
[[nodiscard]] std::string own_folder();
/// Whether a program of this name is in PATH.
[[nodiscard]] bool is_in_path(std::string_view program);

}  // namespace azoth::migrate
