// SPDX-License-Identifier: MIT
#include "migrate/runtime/process.hpp"

#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include <azoth/base/text.hpp>

#ifndef AZOTH_VERSION
#define AZOTH_VERSION "unknown"
#endif

namespace azoth::migrate {
namespace {

constexpr std::string_view before_number = ", process ";

std::string host_name() {
    char name[256] = {};
    return gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

std::string user_name() {
    if (const passwd* user = getpwuid(geteuid()); user != nullptr) {
        return user->pw_name;
    }
    return std::to_string(geteuid());
}

constexpr std::size_t digits_of_part = 8;

std::string hexadecimal(std::uint32_t number) {
    char text[9];
    std::snprintf(text, sizeof text, "%08x", static_cast<unsigned>(number));
    return text;
}

std::string first_line_of(const std::string& path) {
    std::ifstream file{path};
    std::string line;
    std::getline(file, line);
    return line;
}

std::string link_of(const char* path) {
    char target[256] = {};
    return readlink(path, target, sizeof target - 1) > 0 ? target : "";
}

/// Numbers of processes mean something on one machine, until it is started anew, and within one
/// container.
std::string machine() {
    const std::string text = host_name() + first_line_of("/proc/sys/kernel/random/boot_id") +
                             link_of("/proc/self/ns/pid");
    return hexadecimal(static_cast<std::uint32_t>(text_utility::stable_hash(text)));
}

/// When a process began, in ticks since the machine was started: the 22nd word, of which the
/// second, in brackets, may hold blanks. Differs for a later process of the same number.
std::string start_of(pid_t process) {
    const std::string line = first_line_of("/proc/" + std::to_string(process) + "/stat");
    const auto behind_name = line.rfind(") ");
    if (behind_name == std::string::npos) {
        return kill(process, 0) == 0 || errno == EPERM ? "........" : "gone";
    }
    std::istringstream words{line.substr(behind_name + 2)};
    std::string word;
    for (int i = 3; i <= 22; ++i) {
        words >> word;
    }
    return hexadecimal(static_cast<std::uint32_t>(text_utility::stable_hash(word)));
}

}  // namespace

std::string this_process() {
    return user_name() + "@" + host_name() + std::string{before_number} + std::to_string(getpid());
}

bool is_gone(std::string_view process) {
    const std::size_t mark = process.rfind(before_number);
    const std::size_t at = process.find('@');
    if (mark == std::string_view::npos || at == std::string_view::npos || at > mark ||
        process.substr(at + 1, mark - at - 1) != host_name()) {
        return false;
    }
    const std::string_view digits = process.substr(mark + before_number.size());
    pid_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool is_number = error == std::errc{} && end == digits.data() + digits.size();
    return is_number && number > 0 && kill(number, 0) != 0 && errno == ESRCH;
}

std::string azoth_version() {
    return AZOTH_VERSION;
}

std::string random_token() {
    std::random_device random;
    std::string token;
    for (int i = 0; i < 4; ++i) {
        token += hexadecimal(random());
    }
    return token;
}

std::string process_token() {
    return machine() + hexadecimal(static_cast<std::uint32_t>(getpid())) + start_of(getpid()) +
           hexadecimal(std::random_device{}());
}

Liveness liveness_of(std::string_view token) {
    if (token.size() != 4 * digits_of_part || !token.starts_with(machine())) {
        return Liveness::Unknown;
    }
    const std::string_view digits = token.substr(digits_of_part, digits_of_part);
    std::uint32_t number = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    if (error != std::errc{} || end != digits.data() + digits.size()) {
        return Liveness::Unknown;
    }
    const std::string start = start_of(static_cast<pid_t>(number));
    return start == token.substr(2 * digits_of_part, digits_of_part) ? Liveness::Alive
                                                                     : Liveness::Gone;
}

}  // namespace azoth::migrate
