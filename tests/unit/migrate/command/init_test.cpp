// SPDX-License-Identifier: MIT
#include "migrate/command/init.hpp"

#include "../temporary_folder.hpp"
#include "migrate/command/config.hpp"

#include <doctest/doctest.h>
#include <azoth/base/error.hpp>

using namespace azoth;
using namespace azoth::migrate;
using azoth::migrate::test::TemporaryFolder;
using Strings = std::vector<std::string>;

namespace {

template <class Function>
std::string failure(Function function) {
    try {
        static_cast<void>(function());
    } catch (const MigrationError& error) {
        return std::string{error.code()} + ": " + error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("init makes a project that azoth can read") {
    const TemporaryFolder folder;

    const auto result =
        init_project(folder.path("migrations"), "generic", folder.path("azoth.toml"));

    const auto root = folder.path("migrations");
    CHECK(result.created == Strings{root + "/",
                                    root + "/versions/",
                                    root + "/README.md",
                                    root + "/env.cpp",
                                    root + "/revision.cpp.mustache",
                                    root + "/revision.sql.mustache",
                                    folder.path("azoth.toml")});
    const auto config = load_config(folder.path("azoth.toml"));
    CHECK(config.script_location == root);
    CHECK(config.url == "${DATABASE_URL}");
    CHECK(config.models == Strings{folder.path("models.hpp")});
}

TEST_CASE("each template is readable and says what it is for") {
    for (const auto* name : {"generic", "sql", "cmake"}) {
        INFO(name);
        const TemporaryFolder folder;
        static_cast<void>(init_project(folder.path("db/"), name, folder.path("azoth.toml")));

        const auto config = load_config(folder.path("azoth.toml"));
        CHECK(config.script_location == folder.path("db"));
        CHECK((config.format == RevisionFormat::Sql) == (std::string_view{name} == "sql"));
        CHECK(config.build.program.empty() == (std::string_view{name} != "cmake"));
        CHECK(list_templates_text().find(std::string{name} + " - ") != std::string::npos);
    }
}

TEST_CASE("an azoth.toml that is there already is kept, with a message") {
    const TemporaryFolder folder;
    folder.write("azoth.toml", "url = \"mine\"\n");

    const auto result = init_project(folder.path("db"), "generic", folder.path("azoth.toml"));

    CHECK(folder.read("azoth.toml") == "url = \"mine\"\n");
    CHECK(result.kept == Strings{folder.path("azoth.toml")});
    CHECK(init_text(result).find("Kept    " + folder.path("azoth.toml") +
                                 ", which was there already") != std::string::npos);
}

TEST_CASE("a folder in use and an unknown template are refused") {
    const TemporaryFolder folder;
    folder.write("db/mine.txt", "");
    folder.write("file", "");
    const auto init = [&](const char* where, const char* name) {
        return failure(
            [&] { return init_project(folder.path(where), name, folder.path("azoth.toml")); });
    };

    CHECK(init("db", "generic") == "folder-not-empty: cannot make a migrations folder at \"" +
                                       folder.path("db") +
                                       "\": it is not empty; choose another name, or remove it");
    CHECK(init("file", "generic").find("that is a file") != std::string::npos);
    CHECK(init("new", "generc") ==
          "unknown-template: cannot find template \"generc\": azoth has none of that name; did you "
          "mean \"generic\"?");
    CHECK_FALSE(folder.has("new"));
    CHECK_FALSE(folder.has("azoth.toml"));
}

TEST_CASE("an empty folder may be used") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path("db"));

    static_cast<void>(init_project(folder.path("db"), "sql", folder.path("azoth.toml")));

    CHECK(folder.has("db/versions"));
}

TEST_CASE("what init made before a failure is taken away again") {
    const TemporaryFolder folder;
    folder.write("file", "");

    CHECK(failure([&] {
              return init_project(folder.path("db"), "generic", folder.path("file/azoth.toml"));
          }).starts_with("file-not-written"));
    CHECK_FALSE(folder.has("db"));
    CHECK(failure([&] {
              return init_project(folder.path("file/db"), "generic", folder.path("azoth.toml"));
          }).starts_with("file-not-written"));
}

TEST_CASE("a folder's name is written into azoth.toml as it is, or refused") {
    const TemporaryFolder folder;
    const auto config = folder.path("azoth.toml");
    const std::string name = folder.path("a\"b\\c\n[env]\x1b");

    static_cast<void>(init_project(name, "generic", config));

    CHECK(load_config(config).script_location == name);
    CHECK(failure([&] {
              return init_project(folder.path("caf\xE9"), "generic", folder.path("other.toml"));
          }).starts_with("folder-name"));
}
