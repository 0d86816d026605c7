// SPDX-License-Identifier: MIT
#include "migrate/command/atomic_file.hpp"

#include "../temporary_folder.hpp"

#include <sys/resource.h>

#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <csignal>

using namespace azoth;
using namespace azoth::migrate;
using azoth::migrate::test::TemporaryFolder;

namespace {

std::string failure(const std::string& path, std::string_view text) {
    try {
        write_new_file(path, text);
    } catch (const MigrationError& error) {
        return std::string{error.code()} + ": " + error.what();
    }
    return "none";
}

std::ptrdiff_t entries(const TemporaryFolder& folder) {
    const std::filesystem::directory_iterator all{folder.path()};
    return std::distance(begin(all), end(all));
}

/// Writes fail beyond this many bytes while it lives.
class SmallFiles {
public:
    explicit SmallFiles(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    SmallFiles(const SmallFiles&) = delete;
    SmallFiles& operator=(const SmallFiles&) = delete;
    ~SmallFiles() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    rlimit before_{};
    void (*handler_)(int);
};

}  // namespace

TEST_CASE("a new file is written whole and alone") {
    const TemporaryFolder folder;

    write_new_file(folder.path("a.txt"), "text\n");

    CHECK(folder.read("a.txt") == "text\n");
    CHECK(entries(folder) == 1);
}

TEST_CASE("a file that exists is not touched") {
    const TemporaryFolder folder;
    folder.write("a.txt", "old");

    CHECK(failure(folder.path("a.txt"), "new") ==
          "file-exists: cannot write \"" + folder.path("a.txt") +
              "\": there is such a file already; remove it, or choose another name");
    CHECK(folder.read("a.txt") == "old");
    CHECK(entries(folder) == 1);
}

TEST_CASE("a folder that is missing, or is a file, is said") {
    const TemporaryFolder folder;
    folder.write("file", "");

    CHECK(failure(folder.path("none/a.txt"), "x") ==
          "file-not-written: cannot write \"" + folder.path("none/a.txt") +
              "\": No such file or directory; check that its folder exists and may be written to, "
              "and the space left");
    CHECK(failure(folder.path("file/a.txt"), "x").starts_with("file-not-written"));
}

TEST_CASE("a write that fails half-way leaves nothing behind") {
    const TemporaryFolder folder;
    std::string message;
    {
        const SmallFiles limit{100};
        message = failure(folder.path("a.txt"), std::string(1000, 'x'));
    }

    CHECK(message.find("File too large") != std::string::npos);
    CHECK(entries(folder) == 0);
}
