// SPDX-License-Identifier: MIT
#include "migrate/runtime/process.hpp"

#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <random>

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
    static constexpr std::string_view digits = "0123456789abcdef";
    std::random_device random;
    std::string token;
    for (int i = 0; i < 32; ++i) {
        token += digits[random() % digits.size()];
    }
    return token;
}

}  // namespace azoth::migrate
