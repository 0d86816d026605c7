// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "integration/command/samples.hpp"

using namespace azoth;
using namespace azoth::test;

namespace {

std::filesystem::file_time_type built_at(const Project& project) {
    return std::filesystem::last_write_time(project.folder() / ".azoth/azoth/build/environment");
}

}  // namespace

TEST_CASE("C++ and SQL revisions mix, and models that do not compile stand in no one's way") {
    in_each_project([](const Project& project) {
        project.write("models.hpp", "this is no C++\n");
        project.cpp_revision("aaaa11111111", "", create_a, drop_a);
        project.sql_revision("bbbb22222222",
                             "aaaa11111111",
                             "alter table a add column note varchar(20);",
                             "alter table a drop column note;");
        project.cpp_revision("cccc33333333",
                             "bbbb22222222",
                             "op.create_index(\"ix_a_note\", \"a\", {\"note\"});",
                             "op.drop_index(\"ix_a_note\", \"a\");");

        project.must("upgrade head");
        run(project.engine(), "insert into a (id, note) values (1, 'kept')");
        CHECK(project.must("downgrade -2") ==
              "  cccc33333333 -> bbbb22222222, step cccc33333333\n"
              "  bbbb22222222 -> aaaa11111111, step bbbb22222222\n");

        CHECK(read(project.engine(), "select id from a") == Rows{{"1"}});
        CHECK(project.read(".azoth/.gitignore") == "*\n");
        const auto check = project.azoth("check");
        CHECK(check.status == 1);
        CHECK(contains(check.messages, "environment-build-failed"));
        CHECK(contains(check.messages, "the models"));
        CHECK(contains(check.messages, "models.hpp"));
        CHECK(contains(check.messages, "this is no C++"));
        CHECK(contains(check.messages, "upgrade, downgrade and current work without them"));
    });
}

TEST_CASE("the environment program is built again only when something changed") {
    const Project project{"sqlite:///app.db"};
    project.cpp_revision("aaaa11111111", "", create_a, drop_a);
    project.must("upgrade head");
    const auto first = built_at(project);

    project.must("downgrade -1");
    CHECK(built_at(project) == first);
    project.replace("migrations/versions/aaaa11111111.cpp", "Integer", "BigInteger");
    project.must("upgrade head");
    CHECK(built_at(project) != first);
    CHECK(contains(project.run("sqlite3 app.db .schema").out, "BIGINT"));
}

TEST_CASE("a revision that does not compile is named, in the compiler's words") {
    const Project project{"sqlite:///app.db"};
    project.cpp_revision("aaaa11111111", "", create_a, "op.dorp_table(\"a\");");

    const auto failed = project.azoth("upgrade head");

    CHECK(failed.status == 1);
    CHECK(contains(failed.messages, "environment-build-failed"));
    CHECK(contains(failed.messages, "the revision \""));
    CHECK(contains(failed.messages, "aaaa11111111.cpp:12"));
    CHECK(contains(failed.messages, "dorp_table"));
    CHECK_FALSE(has_table(project.engine(), "a"));
    CHECK(project.must("current") == "");
    project.replace("migrations/versions/aaaa11111111.cpp", "dorp", "drop");
    project.must("upgrade head");
}

TEST_CASE("a build that was killed is taken up by the next one") {
    const Project project{"sqlite:///app.db"};
    project.cpp_revision("aaaa11111111", "", create_a, drop_a);
    for (const char* after : {"0.2", "1", "2.5"}) {
        const auto killed = project.run(std::string{"timeout -s KILL "} + after +
                                        " \"$AZOTH_COMMAND\" upgrade head");
        INFO("killed after " << after << " s: " << killed.messages);
    }

    project.must("upgrade head");

    CHECK(project.must("current") == "aaaa11111111 (head)\n");
}

TEST_CASE("a build folder that was damaged is made anew") {
    const Project project{"sqlite:///app.db"};
    project.cpp_revision("aaaa11111111", "", create_a, drop_a);
    project.must("upgrade head");
    project.write(".azoth/azoth/build/build.ninja", "rubbish\n");
    project.write(".azoth/azoth/build/Makefile", "rubbish\n");

    CHECK(project.must("downgrade base") == "  aaaa11111111 -> <base>, step aaaa11111111\n");
}

TEST_CASE("env.cpp sees the arguments of the command line") {
    const Project project{"sqlite:///app.db"};
    project.cpp_revision("aaaa11111111", "", create_a, drop_a);
    project.write("migrations/env.cpp",
                  "#include <azoth/migrate/environment.hpp>\n"
                  "#include <fstream>\n"
                  "void configure(azoth::migrate::Environment& environment) {\n"
                  "    std::ofstream{\"seen\"} << environment.argument(\"tenant\") << ' '\n"
                  "                          << environment.tag << '\\n';\n"
                  "}\n");

    project.must("-x tenant=acme upgrade head --tag friday");

    CHECK(project.read("seen") == "acme friday\n");
}

TEST_CASE("models that azoth.toml names and nobody wrote are missed by name") {
    const Project project{"sqlite:///app.db"};

    const auto result = project.azoth("check");

    CHECK(result.status == 1);
    CHECK(contains(result.messages, "models-not-found"));
    CHECK(contains(result.messages, "models.hpp"));
}

TEST_CASE("the environment program refuses what it was not built for") {
    const Project project{"sqlite:///app.db"};
    project.cpp_revision("aaaa11111111", "", create_a, drop_a);
    project.must("upgrade head");
    const std::string program = ".azoth/azoth/build/environment ";

    CHECK(project.run(program + "current").out == "aaaa11111111 (head)\n");
    const auto check = project.run(program + "check");
    CHECK(check.status == 1);
    CHECK(contains(check.messages, "models-not-linked"));
    const auto other = project.run("AZOTH_PROTOCOL=99 " + program + "current");
    CHECK(other.status == 1);
    CHECK(contains(other.messages, "environment-protocol"));
}

TEST_CASE("a command without its package says where to get it") {
    const Project project{"sqlite:///app.db"};
    project.cpp_revision("aaaa11111111", "", create_a, drop_a);

    const auto result =
        project.run("mkdir bin && cp \"$AZOTH_COMMAND\" bin/azoth && bin/azoth upgrade head");

    CHECK(result.status == 1);
    CHECK(contains(result.messages, "azoth-package-not-found"));
    CHECK(contains(result.messages, "AZOTH_PACKAGE_FOLDER"));
    const auto helped = project.run(
        "AZOTH_PACKAGE_FOLDER=$(echo \"$AZOTH_BUILD_DIR\"/lib*/cmake/azoth) bin/azoth upgrade "
        "head");
    INFO(helped.messages);
    CHECK(helped.status == 0);
}

TEST_CASE("a program that something else should have built is missed by name") {
    const Project project{"sqlite:///app.db", "cmake"};
    project.cpp_revision("aaaa11111111", "", create_a, drop_a);
    project.replace("azoth.toml", "cmake --build build --target app-migrate", "true");

    const auto missing = project.azoth("upgrade head");
    CHECK(missing.status == 1);
    CHECK(contains(missing.messages, "environment-program-missing"));
    project.replace("azoth.toml", "\"true\"", "\"echo out of paper; false\"");
    const auto failed = project.azoth("upgrade head");
    CHECK(failed.status == 1);
    CHECK(contains(failed.messages, "environment-build-failed"));
    CHECK(contains(failed.messages, "out of paper"));
}

TEST_CASE("a program that the build needs and that is not there is named") {
    const Project project{"sqlite:///app.db"};
    project.cpp_revision("aaaa11111111", "", create_a, drop_a);

    const auto result = project.run("PATH=/nowhere \"$AZOTH_COMMAND\" upgrade head");

    CHECK(result.status == 1);
    CHECK(contains(result.messages, "program-not-started"));
    CHECK(contains(result.messages, "\"cmake\""));
}

TEST_CASE("on a terminal one line tells what is built, in a pipe none") {
    const Project project{"sqlite:///app.db"};
    project.cpp_revision("aaaa11111111", "", create_a, drop_a);

    const auto shown = project.run("script -qec '\"$AZOTH_COMMAND\" upgrade head' /dev/null");
    CHECK(contains(shown.out, "building the environment program: 3 files … "));
    project.append("migrations/versions/aaaa11111111.cpp", "// changed\n");
    const auto piped = project.azoth("downgrade base");
    CHECK(piped.messages.empty());
}
