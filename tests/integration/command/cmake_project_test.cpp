// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "integration/command/project.hpp"

using namespace azoth;
using namespace azoth::test;

namespace {

/// Models in a static library, one of whose units nothing calls: linkers drop such units.
void write_cmake_project(const Project& project) {
    project.write("CMakeLists.txt",
                  "cmake_minimum_required(VERSION 3.25)\n"
                  "project(shop LANGUAGES CXX)\n"
                  "find_package(azoth REQUIRED)\n"
                  "add_library(app-models STATIC models.hpp base.cpp maps.cpp)\n"
                  "target_link_libraries(app-models PUBLIC azoth::orm)\n"
                  "add_subdirectory(migrations)\n"
                  "add_executable(app main.cpp)\n"
                  "target_link_libraries(app PRIVATE app-migrate-objects)\n");
    project.write(
        "main.cpp",
        "#include <azoth/migrate/runtime/run.hpp>\n#include <iostream>\n"
        "int main() {\n"
        "    const auto engine = azoth::create_engine(\"sqlite:///own.db\");\n"
        "    for (const auto& id : azoth::migrate::upgrade(engine, \"head\").revisions) {\n"
        "        std::cout << id << '\\n';\n"
        "    }\n}\n");
    project.write("models.hpp",
                  "#pragma once\n#include <azoth/orm.hpp>\n"
                  "extern azoth::DeclarativeBase Base;\n"
                  "struct Shop {\n    std::int64_t id = 0;\n    std::string name{};\n};\n");
    project.write("base.cpp", "#include \"models.hpp\"\nconstinit azoth::DeclarativeBase Base;\n");
    project.write("maps.cpp",
                  "#include \"models.hpp\"\n"
                  "static const auto shops = Base.map<Shop>(\"shop\",\n"
                  "    azoth::column(&Shop::name, azoth::String(40)));\n");
}

void configure(const Project& project) {
    const auto configured = project.run(
        "flags=$(sed -n 's/^CMAKE_CXX_FLAGS:STRING=//p' \"$AZOTH_BUILD_DIR/CMakeCache.txt\"); "
        "cmake -G Ninja -S . -B build -Dazoth_ROOT=\"$AZOTH_BUILD_DIR\" "
        "-DCMAKE_CXX_COMPILER=\"$AZOTH_CXX\" "
        "-DCMAKE_CXX_FLAGS=\"$flags\" -DCMAKE_BUILD_TYPE=");
    INFO(configured.out << configured.messages);
    REQUIRE(configured.status == 0);
}

}  // namespace

TEST_CASE("a CMake project builds its environment program, which is what gets deployed") {
    const Project project{"sqlite:///app.db", "cmake"};
    write_cmake_project(project);
    configure(project);

    const auto written = project.must("revision --autogenerate -m 'create shop'");
    CHECK(contains(written, "add table \"shop\""));
    project.must("revision -m 'add note' --format sql --rev-id bbbb22222222");
    const auto sql = project.revision_ending("_add_note.sql");
    project.replace(
        sql, "-- azoth: upgrade\n", "-- azoth: upgrade\nalter table shop add column note text;\n");
    project.append(sql, "\nalter table shop drop column note;\n");
    project.must("upgrade head");
    CHECK(project.must("current") == "bbbb22222222 (head)\n");

    // Another program that is linked with the revisions has both, and knows their checksums.
    const auto built = project.run("cmake --build build --target app");
    INFO(built.out << built.messages);
    REQUIRE(built.status == 0);
    CHECK(contains(project.run("build/app").out, "\nbbbb22222222\n"));
    const Engine own = create_engine("sqlite:///" + (project.folder() / "own.db").string());
    CHECK(read(own, "select count(*) from azoth_history where checksum = ''") == Rows{{"0"}});

    // The program alone, in an empty folder, without the files it was built from.
    std::filesystem::create_directory(project.folder() / "deployed");
    std::filesystem::rename(project.folder() / "build/migrations/app-migrate",
                            project.folder() / "deployed/app-migrate");
    std::filesystem::rename(project.folder() / "azoth.toml", project.folder() / "gone.toml");
    std::filesystem::rename(project.folder() / "migrations", project.folder() / "gone");
    const auto deployed = [&](const std::string& words) {
        const auto result = project.run("cd deployed && ./app-migrate " + words);
        INFO("app-migrate " << words << '\n' << result.messages);
        CHECK(result.status == 0);
        return result.out;
    };
    CHECK(
        contains(deployed("--url sqlite:///live.db upgrade head"), "-> bbbb22222222, add note\n"));
    CHECK(deployed("--url sqlite:///live.db current") == "bbbb22222222 (head)\n");
    CHECK(contains(deployed("--url sqlite:///live.db history -i"), "(head) (current), add note"));
    CHECK(deployed("--url sqlite:///live.db downgrade base").size() > 0);
    CHECK(std::filesystem::exists(project.folder() / "deployed/live.db"));

    // The database of its developer is not taken unasked.
    const auto refused = project.run("cd deployed && ./app-migrate upgrade head");
    CHECK(refused.status == 5);
    CHECK(contains(refused.messages, "built-in-url"));
    CHECK(contains(refused.messages, "sqlite:///app.db"));
    CHECK_FALSE(std::filesystem::exists(project.folder() / "deployed/app.db"));
    CHECK(contains(deployed("--yes upgrade head"), "-> bbbb22222222, add note\n"));
}
