// SPDX-License-Identifier: MIT
#include "migrate/environment/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

namespace azoth::migrate {

namespace {

std::string reason(const int number) {
    return std::generic_category().message(number);
}

[[noreturn]] void fail_to_start(const std::string& program, const int number) {
    throw MigrationError{"program-not-started",
                         "cannot start " + text_utility::quoted(program) + ": " + reason(number) +
                             "; install it, or check PATH"};
}

std::vector<char*> pointers_to(std::span<const std::string> words) {
    std::vector<char*> pointers;
    for (const auto& word : words) {
        pointers.push_back(const_cast<char*>(word.c_str()));
    }
    pointers.push_back(nullptr);
    return pointers;
}

/// This process's environment with more: what comes first wins.
std::vector<char*> environment_with(std::span<const std::string> more) {
    std::vector<char*> pointers = pointers_to(more);
    pointers.pop_back();
    for (char** one = environ; *one != nullptr; ++one) {
        pointers.push_back(*one);
    }
    pointers.push_back(nullptr);
    return pointers;
}

class Descriptor {
public:
    explicit Descriptor(const int number) noexcept : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close_now(); }

    void close_now() noexcept {
        if (number_ >= 0) {
            ::close(number_);
            number_ = -1;
        }
    }
    [[nodiscard]] int number() const noexcept { return number_; }

private:
    int number_;
};

class SpawnActions {
public:
    SpawnActions() { posix_spawn_file_actions_init(&actions_); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;
    ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }

    void set_up(const ChildProcess& child, const int output) {
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
        if (!child.folder.empty()) {
            posix_spawn_file_actions_addchdir_np(&actions_, child.folder.c_str());
        }
        if (child.lock != nullptr) {
            // A descriptor duplicated to itself stays open in the new program.
            const int number = child.lock->descriptor();
            posix_spawn_file_actions_adddup2(&actions_, number, number);
        }
    }
    [[nodiscard]] const posix_spawn_file_actions_t* get() const noexcept { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

/// A group of its own, so that a signal can be handed on to the child and to all that it started.
class SpawnAttributes {
public:
    SpawnAttributes() {
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        posix_spawnattr_setpgroup(&attributes_, 0);
        sigset_t defaults;
        sigemptyset(&defaults);
        sigaddset(&defaults, SIGINT);
        sigaddset(&defaults, SIGTERM);
        posix_spawnattr_setsigdefault(&attributes_, &defaults);
        // What this process blocks, a thread of it waits for; the child has none that does.
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes_, &none);
    }
    SpawnAttributes(const SpawnAttributes&) = delete;
    SpawnAttributes& operator=(const SpawnAttributes&) = delete;
    ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
    [[nodiscard]] const posix_spawnattr_t* get() const noexcept { return &attributes_; }

private:
    posix_spawnattr_t attributes_{};
};

pid_t spawn(const ChildProcess& child, const int output) {
    SpawnActions actions;
    actions.set_up(child, output);
    const SpawnAttributes attributes;
    auto words = pointers_to(child.words);
    auto variables = environment_with(child.environment);
    pid_t process = 0;
    const int error = posix_spawnp(
        &process, words.front(), actions.get(), attributes.get(), words.data(), variables.data());
    if (error != 0) {
        fail_to_start(child.words.front(), error);
    }
    return process;
}

void hand_on_lines(std::string& text, const std::function<void(std::string_view)>& on_line) {
    std::size_t begin = 0;
    for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
        on_line(std::string_view{text}.substr(begin, end - begin));
        begin = end + 1;
    }
    text.erase(0, begin);
}

void read_lines(const int input, const std::function<void(std::string_view)>& on_line) {
    std::string text;
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto count = ::read(input, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            break;
        }
        text.append(buffer.data(), static_cast<std::size_t>(count));
        hand_on_lines(text, on_line);
    }
    if (!text.empty()) {
        on_line(text);
    }
}

int wait_for(const pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// What the handler of signals may touch.
volatile sig_atomic_t interrupted_child = 0;
volatile sig_atomic_t signal_that_came = 0;

extern "C" void hand_on_signal(int number) {
    signal_that_came = number;
    ::kill(-static_cast<pid_t>(interrupted_child), number);
}

/// While this lives, Ctrl-C and SIGTERM end the child and not this process, which has to say what
/// became of it. From a terminal the child gets the signal twice, which is one too many but no
/// harm.
class SignalsForChild {
public:
    explicit SignalsForChild(pid_t child) {
        interrupted_child = static_cast<sig_atomic_t>(child);
        signal_that_came = 0;
        struct sigaction action{};
        action.sa_handler = hand_on_signal;
        action.sa_flags = SA_RESTART;
        ::sigaction(SIGINT, &action, &before_interrupt_);
        ::sigaction(SIGTERM, &action, &before_end_);
    }
    SignalsForChild(const SignalsForChild&) = delete;
    SignalsForChild& operator=(const SignalsForChild&) = delete;
    ~SignalsForChild() {
        interrupted_child = 0;
        ::sigaction(SIGINT, &before_interrupt_, nullptr);
        ::sigaction(SIGTERM, &before_end_, nullptr);
    }

    [[nodiscard]] static bool has_come() noexcept { return signal_that_came != 0; }

private:
    struct sigaction before_interrupt_{};
    struct sigaction before_end_{};
};

}  // namespace

FileLock::FileLock(const std::string& path)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
    while (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX) != 0) {
        if (errno != EINTR) {
            ::close(std::exchange(descriptor_, -1));
        }
    }
    if (descriptor_ < 0) {
        throw MigrationError{"file-not-written",
                             "cannot lock " + text_utility::quoted(path) + ": " + reason(errno) +
                                 "; check who may write to its folder"};
    }
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

int run_child(const ChildProcess& child) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        fail_to_start(child.words.front(), errno);
    }
    Descriptor reading{pipe[0]};
    Descriptor writing{pipe[1]};
    const pid_t process = spawn(child, writing.number());
    const SignalsForChild signals{process};
    writing.close_now();
    const auto ignore = [](std::string_view) {};
    read_lines(reading.number(), child.on_line ? child.on_line : ignore);
    const int status = wait_for(process);
    if (SignalsForChild::has_come()) {
        throw MigrationError{"interrupted",
                             "cannot go on: building the environment program was interrupted, and "
                             "nothing was sent to the database; run the command again, it goes on "
                             "with what is built already"};
    }
    return status;
}

void end_child() noexcept {
    if (interrupted_child != 0) {
        ::kill(-static_cast<pid_t>(interrupted_child), SIGTERM);
    }
}

void become(const std::string& program, std::span<const std::string> arguments) {
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    ::execv(program.c_str(), pointers_to(words).data());
    fail_to_start(program, errno);
}

bool errors_go_to_terminal() noexcept {
    return ::isatty(STDERR_FILENO) == 1;
}

bool input_comes_from_terminal() noexcept {
    return ::isatty(STDIN_FILENO) == 1;
}

std::string own_folder() {
    std::error_code error;
    const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::string{} : path.parent_path().string();
}

bool is_in_path(std::string_view program) {
    const char* path = std::getenv("PATH");
    const auto folders = text_utility::split(path == nullptr ? "" : path, ':');
    return std::ranges::any_of(folders, [&](std::string_view folder) {
        const auto candidate = std::filesystem::path{folder} / program;
        return ::access(candidate.c_str(), X_OK) == 0;
    });
}

}  // namespace azoth::migrate
