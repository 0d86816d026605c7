// SPDX-License-Identifier: MIT
#include "migrate/environment/environment_project.hpp"

#include "../temporary_folder.hpp"

#include <doctest/doctest.h>

#include <azoth/base/error.hpp>

using namespace azoth;
using namespace azoth::migrate;

namespace {

Config config_of(std::string_view text, std::string_view environment = {}) {
    return parse_config(text, "/shop/azoth.toml", environment);
}

}  // namespace

TEST_CASE("the project of the environment program follows from azoth.toml and the revisions") {
    const auto config = config_of(
        "models = [\"models.hpp\"]\nmetadata = \"shop::Base.metadata\"\n"
        "[build]\ninclude = [\"include\"]\nflags = [\"-O1\"]\nlibraries = [\"m\"]\n");
    RevisionFile cpp;
    cpp.info.path = "/shop/migrations/versions/a1.cpp";
    RevisionFile sql;
    sql.info.path = "/shop/migrations/versions/b2.sql";
    sql.info.format = RevisionFormat::Sql;

    auto project = environment_project(config, {cpp, sql});
    project.package_folder = "/usr/lib/cmake/azoth";

    CHECK(project.source_folder == "/shop/.azoth/azoth");
    CHECK(cmake_lists(project) ==
          "# Written by azoth; written again when revisions or azoth.toml change.\n"
          "cmake_minimum_required(VERSION 3.25)\n"
          "project(environment LANGUAGES CXX)\n"
          "find_package(azoth REQUIRED PATHS [==[/usr/lib/cmake/azoth]==] NO_DEFAULT_PATH)\n"
          "azoth_environment_programs(\n"
          "    REVISIONS\n"
          "        [==[/shop/migrations/versions/a1.cpp]==]\n"
          "    CANDIDATE candidate.cpp\n"
          "    MODELS\n"
          "        [==[/shop/models.hpp]==]\n"
          "    METADATA\n"
          "        [==[shop::Base.metadata]==]\n"
          "    INCLUDE\n"
          "        [==[/shop/include]==]\n"
          "        [==[/shop]==]\n"
          "    LIBRARIES\n"
          "        [==[m]==]\n"
          "    FLAGS\n"
          "        [==[-O1]==]\n"
          ")\n");
}

TEST_CASE("models that are not there are missed by name") {
    const auto config = config_of("models = [\"no_such_models.hpp\"]\n");

    CHECK_THROWS_WITH_AS(refuse_missing_models(config),
                         "cannot find the models \"/shop/no_such_models.hpp\": /shop/azoth.toml "
                         "names the file among its models, and there is none; create it, or "
                         "correct `models`",
                         MigrationError);
}

TEST_CASE("an azoth.toml without models cannot be compared with anything") {
    CHECK_THROWS_WITH_AS(refuse_missing_models(config_of("url = \"x\"\n")),
                         "cannot compare the database with the models: /shop/azoth.toml names "
                         "none; write models = [\"models.hpp\"] into it",
                         MigrationError);
}

TEST_CASE("environments that differ in their database only share one build") {
    const migrate::test::TemporaryFolder folder;
    const auto path = folder.write(
        "azoth.toml", "[env.test]\nurl = \"x\"\n[env.fast.build]\nflags = [\"-O2\"]\n");

    const auto folder_of = [&](std::string_view environment) {
        return environment_project(load_config(path, environment), {}).source_folder;
    };

    CHECK(folder_of("") == folder.path(".azoth/azoth"));
    CHECK(folder_of("test") == folder.path(".azoth/azoth"));
    CHECK(folder_of("fast") == folder.path(".azoth/azoth-fast"));
}

TEST_CASE("include directories and flags come from a compilation database") {
    const migrate::test::TemporaryFolder folder;
    const auto path = folder.write("compile_commands.json", R"([
        {"directory": "/b", "file": "/s/other.cpp", "command": "c++ -Iother -c other.cpp"},
        {"directory": "/b", "file": "/s/models.cpp",
         "command": "c++ -I../s/include -isystem /opt/x -DNAME=\"a b\" -std=c++20 -O2 -o m.o -c models.cpp"}])");

    const auto found = read_compile_commands(path, {"/s/models.cpp"});

    CHECK(found.include == std::vector<std::string>{"/s/include", "/opt/x"});
    CHECK(found.flags == std::vector<std::string>{"-DNAME=a b", "-std=c++20"});
}

TEST_CASE("a compilation database that is none is refused by name") {
    const migrate::test::TemporaryFolder folder;
    const auto path = folder.write("compile_commands.json", "{");

    CHECK_THROWS_AS(static_cast<void>(read_compile_commands(path, {})), MigrationError);
    try {
        static_cast<void>(read_compile_commands(path, {}));
    } catch (const MigrationError& error) {
        CHECK(error.code() == "compile-commands");
    }
}
