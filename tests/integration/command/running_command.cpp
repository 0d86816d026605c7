// SPDX-License-Identifier: MIT
#include "integration/command/running_command.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace azoth::test {

namespace {

namespace filesystem = std::filesystem;

void redirect(const char* path, int flags, int descriptor) {
    const int file = ::open(path, flags, 0666);
    if (file < 0 || ::dup2(file, descriptor) < 0) {
        ::_exit(127);
    }
}

bool has_ended(pid_t process) {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == process;
}

/// The processes that work in the folder, or have it among their arguments.
std::string processes_in(const std::string& folder) {
    std::string found;
    for (const auto& entry : filesystem::directory_iterator{"/proc"}) {
        const auto number = entry.path().filename().string();
        std::error_code unreadable;
        const auto where = filesystem::read_symlink(entry.path() / "cwd", unreadable).string();
        const auto words = text_of(entry.path() / "cmdline");
        const bool is_its = where.starts_with(folder) || contains(words, folder);
        if (number.find_first_not_of("0123456789") == std::string::npos && is_its) {
            found += number + ": " + words + '\n';
        }
    }
    return found;
}

}  // namespace

RunningCommand::RunningCommand(const Project& project, const std::string& command, std::string name)
    : out_{project.folder() / (name + ".out")}, messages_{project.folder() / (name + ".messages")} {
    const std::string line = "exec " + command;
    process_ = ::fork();
    if (process_ == 0) {
        const int fresh = O_WRONLY | O_CREAT | O_TRUNC;
        redirect("/dev/null", O_RDONLY, STDIN_FILENO);
        redirect(out_.c_str(), fresh, STDOUT_FILENO);
        redirect(messages_.c_str(), fresh, STDERR_FILENO);
        if (::chdir(project.folder().c_str()) == 0) {
            ::execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
        }
        ::_exit(127);
    }
    if (process_ < 0) {
        throw std::runtime_error{"cannot fork"};
    }
}

RunningCommand::~RunningCommand() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
}

void RunningCommand::wait_until(const std::function<bool()>& condition) const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{5};
    while (!condition()) {
        if (has_ended(process_) || std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error{"what was waited for did not come: " + out() + messages()};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

std::string RunningCommand::out() const {
    return text_of(out_);
}

std::string RunningCommand::messages() const {
    return text_of(messages_);
}

void RunningCommand::signal(int number) const {
    ::kill(process_, number);
}

bool RunningCommand::has_taken(int number) const {
    const auto status = text_of("/proc/" + std::to_string(process_) + "/status");
    constexpr std::string_view key = "ShdPnd:";
    const auto at = status.find(key);
    if (at == std::string::npos) {
        return true;
    }
    const auto pending = std::stoull(status.substr(at + key.size()), nullptr, 16);
    return (pending >> (number - 1) & 1U) == 0;
}

CommandResult RunningCommand::result() {
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = 0;
    CommandResult result{.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
                         .out = out(),
                         .messages = messages()};
    filesystem::remove(out_);
    filesystem::remove(messages_);
    return result;
}

RunningCommand start_azoth(const Project& project,
                           const std::string& words,
                           const std::string& name) {
    return RunningCommand{project, "\"$AZOTH_COMMAND\" " + words, name};
}

std::string processes_left(const Project& project) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    auto found = processes_in(project.folder().string());
    while (!found.empty() && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
        found = processes_in(project.folder().string());
    }
    return found;
}

}  // namespace azoth::test
