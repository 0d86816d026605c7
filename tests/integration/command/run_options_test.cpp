// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "integration/command/samples.hpp"

using namespace azoth;
using namespace azoth::test;

// Options that change how revisions are run and found, and what interrupts them.

TEST_CASE("--single-transaction keeps all of a run or nothing") {
    in_each_sql_project([](const Project& project) {
        project.sql_revision("aaaa11111111", "", "create table a (id integer);", "drop table a;");
        project.sql_revision(
            "bbbb22222222", "aaaa11111111", "create tabel b (id integer);", "drop table b;");

        const auto refused = project.azoth("upgrade head --single-transaction");

        CHECK(refused.status == 1);
        CHECK(contains(refused.messages, "nothing of this run was kept"));
        CHECK(project.must("current") == "");
        CHECK_FALSE(has_table(project.engine(), "a"));
        CHECK(project.azoth("upgrade head").status == 1);
        CHECK(project.must("current") == "aaaa11111111\n");
        project.sql_revision(
            "bbbb22222222", "aaaa11111111", "create table b (id integer);", "drop table b;");
        project.must("upgrade head --single-transaction");
        project.must("downgrade base --single-transaction");
        CHECK_FALSE(has_table(project.engine(), "a"));
    });
}

TEST_CASE("--no-scratch compares directly, says so, and marks the file") {
    in_each_project([](const Project& project) {
        project.write("models.hpp", models);

        const auto sql = project.azoth("revision --autogenerate -m x --no-scratch --format sql");
        const auto out = project.must("revision --autogenerate -m 'create tables' --no-scratch");

        CHECK(sql.status == 1);
        CHECK(contains(sql.messages, "no-scratch"));
        CHECK(contains(out, "  add table \"user_account\"\n"));
        CHECK(contains(out, "Not proven: compared without a scratch database (--no-scratch)"));
        CHECK(project.revisions().size() == 1);
        CHECK(contains(project.read(project.revisions()[0]),
                       "    // not proven: compared without a scratch database"));
        project.must("upgrade head");
        CHECK(project.must("check") == "No changes: the database is what the models say\n");
        CHECK(contains(project.must("check --no-scratch"),
                       "No changes: the database is what the models say\nNot proven: "));
        project.must("downgrade base");
    });
}

TEST_CASE("a user who may not create databases is told what to do, and can do it") {
    if (server_url().empty()) {
        return;
    }
    const Engine server = create_engine(server_url());
    run_outside(server, "drop role if exists azoth_test_poor");
    run_outside(server, "create role azoth_test_poor login");
    {
        const TemporaryDatabase database;
        run_outside(database.engine(), "alter schema public owner to azoth_test_poor");
        Url url = database.engine().url();
        url.user = "azoth_test_poor";
        const Project project{url.to_string()};
        project.write("models.hpp", models);

        const auto refused = project.azoth("revision --autogenerate -m first");
        CHECK(refused.status == 1);
        CHECK(contains(refused.messages, "permission denied to create database"));
        CHECK(contains(refused.messages, "ALTER ROLE … CREATEDB"));
        CHECK(contains(refused.messages, "--no-scratch"));
        CHECK(project.revisions().empty());

        project.append("azoth.toml", "\n[scratch]\nurl = \"" + server_url() + "\"\n");
        CHECK(contains(project.must("revision --autogenerate -m first"), "Proven on a scratch"));
        project.must("upgrade head");
        CHECK(contains(project.must("check"), "No changes"));
        CHECK(contains(project.must("check --no-scratch"), "No changes"));
    }
    run_outside(server, "drop owned by azoth_test_poor cascade");
    run_outside(server, "drop role azoth_test_poor");
}
