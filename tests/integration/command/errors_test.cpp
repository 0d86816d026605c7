// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "integration/command/project.hpp"

using namespace azoth;
using namespace azoth::test;

TEST_CASE("outside a project the command says how to begin one") {
    const Project project{"sqlite:///app.db", "sql"};
    std::filesystem::remove(project.folder() / "azoth.toml");

    const auto result = project.azoth("upgrade head");

    CHECK(result.status == 1);
    CHECK(contains(result.messages, "config-not-found"));
    CHECK(contains(result.messages, "azoth init migrations"));
}

TEST_CASE("a variable that the URL needs and nobody set is named") {
    const Project project{"${AZOTH_TEST_NO_SUCH_VARIABLE}", "sql"};

    const auto result = project.azoth("current");

    CHECK(result.status == 1);
    CHECK(contains(result.messages, "unset-variable"));
    CHECK(contains(result.messages, "AZOTH_TEST_NO_SUCH_VARIABLE"));
}

TEST_CASE("the environments of azoth.toml are different databases") {
    const Project project{"sqlite:///app.db", "sql"};
    project.append("azoth.toml", "\n[env.test]\nurl = \"sqlite:///test.db\"\n");
    project.sql_revision("aaaa11111111", "", "create table a (id integer);", "drop table a;");

    project.must("-n test upgrade head");

    CHECK(project.must("-n test current") == "aaaa11111111 (head)\n");
    CHECK(project.must("current") == "");
}

TEST_CASE("a relative database file lies beside azoth.toml, from wherever the command runs") {
    const Project project{"sqlite:///app.db", "sql"};
    project.sql_revision("aaaa11111111", "", "create table a (id integer);", "drop table a;");

    const auto result =
        project.run("mkdir -p below/deep && cd below/deep && \"$AZOTH_COMMAND\" upgrade head");

    CHECK(result.status == 0);
    CHECK(std::filesystem::exists(project.folder() / "app.db"));
    CHECK_FALSE(std::filesystem::exists(project.folder() / "below/deep/app.db"));
}
