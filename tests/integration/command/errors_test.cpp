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

TEST_CASE("a server that cannot be reached is named with the way out") {
    const Project project{"postgresql://nobody@127.0.0.1:1/none", "sql"};
    project.sql_revision("aaaa11111111", "", "select 1;", "select 1;");

    const auto result = project.azoth("upgrade head");

    CHECK(result.status == 1);
    CHECK(contains(result.messages, "127.0.0.1"));
    CHECK(contains(result.messages, "cannot connect"));
}

TEST_CASE("an unknown kind of database is refused with those that are known") {
    const Project project{"dbase://host/db", "sql"};

    const auto result = project.azoth("current");

    CHECK(result.status == 1);
    CHECK(contains(result.messages, "unknown-scheme"));
    CHECK(contains(result.messages, "sqlite"));
}

TEST_CASE("a URL that cannot be read is refused without its password") {
    const Project project{"sqlite:///app.db", "sql"};

    const auto result = project.azoth("--url 'postgresql://u:secret@host:port/db' current");

    CHECK(result.status == 1);
    CHECK(contains(result.messages, "bad-url"));
    CHECK_FALSE(contains(result.messages, "secret"));
}

TEST_CASE("a variable that the URL needs and nobody set is named") {
    const Project project{"${AZOTH_TEST_NO_SUCH_VARIABLE}", "sql"};

    const auto result = project.azoth("current");

    CHECK(result.status == 1);
    CHECK(contains(result.messages, "unset-variable"));
    CHECK(contains(result.messages, "AZOTH_TEST_NO_SUCH_VARIABLE"));
}

TEST_CASE("a database file that may not be written is left as it is") {
    const Project project{"sqlite:///app.db", "sql"};
    project.sql_revision("aaaa11111111", "", "create table a (id integer);", "drop table a;");
    project.must("ensure-version");

    const auto result = project.azoth("--url 'sqlite:///app.db?mode=ro' upgrade head");

    CHECK(result.status == 1);
    CHECK(contains(result.messages, "read"));
    CHECK(project.must("current") == "");
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
