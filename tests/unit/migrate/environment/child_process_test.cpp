// SPDX-License-Identifier: MIT
#include "migrate/environment/child_process.hpp"

#include "../temporary_folder.hpp"

#include <doctest/doctest.h>

#include <azoth/base/error.hpp>
#include <string>
#include <vector>

using namespace azoth;
using namespace azoth::migrate;

namespace {

struct Outcome {
    int status = 0;
    std::vector<std::string> lines{};
};

Outcome run(const std::vector<std::string>& words, const std::string& folder = {}) {
    Outcome outcome;
    outcome.status =
        run_child({.words = words, .folder = folder, .on_line = [&](std::string_view line) {
                       outcome.lines.emplace_back(line);
                   }});
    return outcome;
}

}  // namespace

TEST_CASE("lines of output and errors come one by one, the last one unfinished too") {
    const auto outcome = run({"sh", "-c", "echo one; echo two >&2; printf three; exit 3"}, "/");

    CHECK(outcome.status == 3);
    CHECK(outcome.lines == std::vector<std::string>{"one", "two", "three"});
}

TEST_CASE("a child runs in its folder and reads nothing") {
    const auto outcome = run({"sh", "-c", "pwd; cat"}, "/usr");

    CHECK(outcome.lines == std::vector<std::string>{"/usr"});
}

TEST_CASE("a child that was killed gives 128 and the signal") {
    CHECK(run({"sh", "-c", "kill -9 $$"}).status == 137);
}

TEST_CASE("a program that does not exist cannot be started") {
    CHECK_THROWS_WITH_AS(static_cast<void>(run({"no-such-program-of-azoth"})),
                         "cannot start \"no-such-program-of-azoth\": No such file or directory; "
                         "install it, or check PATH",
                         MigrationError);
}

TEST_CASE("a file lock is held until it goes, and by children that were given it") {
    const migrate::test::TemporaryFolder folder;
    const auto path = folder.path("lock");
    const auto try_lock = std::vector<std::string>{"flock", "-n", path, "true"};
    {
        const FileLock lock{path};
        CHECK(run(try_lock).status == 1);
    }
    CHECK(run(try_lock).status == 0);
    CHECK_THROWS_AS(FileLock{"/no/such/folder/lock"}, MigrationError);
}
