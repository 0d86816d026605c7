// SPDX-License-Identifier: MIT
#include "migrate/revision/read_file.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace azoth::migrate {

namespace {

[[noreturn]] void fail(const std::string& path, int reason) {
    throw MigrationError{"file-unreadable",
                         "cannot read " + text_utility::quoted(path) + ": " +
                             std::generic_category().message(reason) +
                             "; check the path and its permissions"};
}

}  // namespace

std::string read_file(const std::string& path) {
    const auto close = [](std::FILE* file) { std::fclose(file); };
    errno = 0;
    const std::unique_ptr<std::FILE, decltype(close)> file{std::fopen(path.c_str(), "rb"), close};
    if (!file) {
        fail(path, errno);
    }
    std::string text;
    char block[8192];
    for (std::size_t count = 0; (count = std::fread(block, 1, sizeof block, file.get())) > 0;) {
        text.append(block, count);
    }
    if (std::ferror(file.get()) != 0) {
        fail(path, errno);
    }
    return text;
}

}  // namespace azoth::migrate
