// SPDX-License-Identifier: MIT
#include "migrate/environment/build_output.hpp"

#include <doctest/doctest.h>

#include <azoth/base/text.hpp>

using namespace azoth;
using namespace azoth::migrate;

namespace {

BuildOutput output_of(std::string_view text) {
    BuildOutput output;
    for (const auto line : text_utility::split(text, '\n')) {
        output.add_line(line);
    }
    return output;
}

EnvironmentProject project() {
    EnvironmentProject result;
    result.revisions = {"/shop/migrations/versions/a1_one.cpp", "/shop/migrations/versions/b2.cpp"};
    result.models = {"/shop/models.hpp"};
    result.environment_file = "/shop/migrations/env.cpp";
    return result;
}

}  // namespace

TEST_CASE("ninja: the compiler's words are kept, its command line is not") {
    const auto output = output_of(
        "[1/5] Building CXX object CMakeFiles/environment.dir/main.cpp.o\n"
        "[2/5] Building CXX object CMakeFiles/environment-object-revisions.dir/shop/b2.cpp.o\n"
        "FAILED: CMakeFiles/environment-object-revisions.dir/shop/b2.cpp.o \n"
        "/usr/bin/c++ -c /shop/migrations/versions/b2.cpp\n"
        "/shop/migrations/versions/b2.cpp:3:1: error: 'x' does not name a type\n"
        "    3 | x\n"
        "ninja: build stopped: subcommand failed.");

    CHECK(output.compiled() == 2);
    CHECK(output.progress() == "2/5");
    CHECK(output.failed_part() == BuildPart::Revision);
    CHECK(output.words() ==
          "/shop/migrations/versions/b2.cpp:3:1: error: 'x' does not name a type\n    3 | x\n");
    CHECK(build_failure(project(), output) ==
          "cannot build the environment program: the revision "
          "\"/shop/migrations/versions/b2.cpp\" does not compile; correct it and run the command "
          "again\n\n/shop/migrations/versions/b2.cpp:3:1: error: 'x' does not name a type\n    3 | "
          "x");
}

TEST_CASE("a file is named whole where a compiler cache made its path relative") {
    auto relative = project();
    relative.build_folder = "/shop/.azoth/azoth/build";
    const auto output = output_of(
        "[2/5] Building CXX object CMakeFiles/environment-object-revisions.dir/shop/b2.cpp.o\n"
        "FAILED: CMakeFiles/environment-object-revisions.dir/shop/b2.cpp.o \n"
        "/usr/bin/c++ -c /shop/migrations/versions/b2.cpp\n"
        "../../../migrations/versions/b2.cpp:3:1: error: 'x' does not name a type\n");

    CHECK(build_failure(relative, output)
              .starts_with("cannot build the environment program: the revision "
                           "\"/shop/migrations/versions/b2.cpp\" does not compile; "));
}

TEST_CASE("make: what failed is said behind the compiler's words") {
    const auto output = output_of(
        "[ 25%] Building CXX object CMakeFiles/environment-models.dir/target.cpp.o\n"
        "In file included from target.cpp:2:\n"
        "/shop/models.hpp:1:1: error: 'this' does not name a type\n"
        "make[3]: *** [CMakeFiles/environment-models.dir/build.make:76: "
        "CMakeFiles/environment-models.dir/target.cpp.o] Error 1\n"
        "make[2]: *** [CMakeFiles/Makefile2:100: CMakeFiles/environment-models.dir/all] Error 2\n"
        "make: *** [Makefile:150: environment-models] Error 2");

    CHECK(output.compiled() == 1);
    CHECK(output.failed_part() == BuildPart::Models);
    CHECK(output.words() ==
          "In file included from target.cpp:2:\n"
          "/shop/models.hpp:1:1: error: 'this' does not name a type\n");
}

TEST_CASE("warnings of steps that went well are not shown") {
    const auto output = output_of(
        "[1/3] Building CXX object a.o\n"
        "a.cpp:1:1: warning: unused\n"
        "[2/3] Building CXX object b.o\n"
        "[3/3] Linking CXX executable environment");

    CHECK_FALSE(output.has_failed_step());
    CHECK(output.words().empty());
}

TEST_CASE("a program that does not link says so") {
    const auto output = output_of(
        "[4/4] Linking CXX executable environment-models\n"
        "FAILED: environment-models \n"
        ": && /usr/bin/c++ …\n"
        "ld: undefined reference to `shop::total()'\n"
        "ninja: build stopped: subcommand failed.");

    CHECK(output.failed_part() == BuildPart::Link);
    CHECK(build_failure(project(), output) ==
          "cannot build the environment program: it does not link; add the sources that are "
          "missing to `models`, or the libraries to build.libraries in azoth.toml\n\n"
          "ld: undefined reference to `shop::total()'");
}

TEST_CASE("a build tool that fails without a step is quoted") {
    const auto output = output_of("ninja: error: build.ninja:1: expected '='");

    CHECK_FALSE(output.has_failed_step());
    CHECK(build_failure(project(), output) ==
          "cannot build the environment program: the build tool failed; remove the folder .azoth "
          "and run the command again\n\nninja: error: build.ninja:1: expected '='");
}
