// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "integration/command/samples.hpp"

using namespace azoth;
using namespace azoth::test;

TEST_CASE("upgrade, current, history and downgrade of SQL revisions, without a compiler") {
    in_each_sql_project([](const Project& project) {
        write_line(project);

        CHECK(project.must("upgrade head") ==
              "  <base> -> aaaa11111111, step aaaa11111111\n"
              "  aaaa11111111 -> bbbb22222222, step bbbb22222222\n"
              "  bbbb22222222 -> cccc33333333, step cccc33333333\n");
        CHECK(project.must("upgrade head") == "Nothing to do: the database is at cccc33333333\n");
        CHECK(project.must("current") == "cccc33333333 (head)\n");
        CHECK(project.must("history -i") ==
              "bbbb22222222 -> cccc33333333 (head) (current), step cccc33333333\n"
              "aaaa11111111 -> bbbb22222222, step bbbb22222222\n"
              "<base> -> aaaa11111111, step aaaa11111111\n");
        CHECK(project.must("downgrade -1") ==
              "  cccc33333333 -> bbbb22222222, step cccc33333333\n");
        CHECK(project.must("current") == "bbbb22222222\n");
        CHECK_FALSE(has_table(project.engine(), "c"));
        CHECK(project.must("downgrade base") ==
              "  bbbb22222222 -> aaaa11111111, step bbbb22222222\n"
              "  aaaa11111111 -> <base>, step aaaa11111111\n");
        CHECK(project.must("current") == "");
        CHECK_FALSE(has_table(project.engine(), "a"));
        CHECK_FALSE(std::filesystem::exists(project.folder() / ".azoth"));
    });
}

TEST_CASE("identifiers may be partial and relative") {
    in_each_sql_project([](const Project& project) {
        write_line(project);

        CHECK(project.must("upgrade +1") == "  <base> -> aaaa11111111, step aaaa11111111\n");
        CHECK(project.must("upgrade aaaa+1") ==
              "  aaaa11111111 -> bbbb22222222, step bbbb22222222\n");
        CHECK(project.must("upgrade cccc") ==
              "  bbbb22222222 -> cccc33333333, step cccc33333333\n");
        CHECK(project.must("downgrade cccc-2").size() > 0);
        CHECK(project.must("current") == "aaaa11111111\n");
        CHECK(contains(project.must("show current"), "aaaa11111111"));
        const auto unknown = project.azoth("upgrade dddd");
        CHECK(unknown.status == 1);
        CHECK(contains(unknown.messages, "unknown-revision"));
        const auto too_far = project.azoth("downgrade -5");
        CHECK(too_far.status == 1);
        CHECK(contains(too_far.messages, "relative-too-far"));
    });
}

TEST_CASE("results come as JSON") {
    in_each_sql_project([](const Project& project) {
        write_line(project);

        const auto run = nlohmann::json::parse(project.must("--json upgrade bbbb"));
        CHECK(run.at("before") == nlohmann::json::array());
        CHECK(run.at("after") == nlohmann::json{"bbbb22222222"});
        CHECK(run.at("revisions") == nlohmann::json{"aaaa11111111", "bbbb22222222"});
        CHECK(run.at("statements") == 2);
        const auto status = nlohmann::json::parse(project.must("--json status"));
        CHECK(status.at("current") == nlohmann::json{"bbbb22222222"});
        CHECK(status.at("pending") == nlohmann::json{"cccc33333333"});
        CHECK(status.at("runs").size() == 2);
        CHECK(status.at("runs")[1].at("revision") == "bbbb22222222");
        const auto current = nlohmann::json::parse(project.must("--json current"));
        CHECK(current[0].at("id") == "bbbb22222222");
        const auto failure = project.azoth("--json upgrade dddd");
        CHECK(failure.status == 1);
        CHECK(nlohmann::json::parse(failure.out).at("error").at("code") == "unknown-revision");
    });
}

TEST_CASE("current --check-heads tells by its exit code whether something is pending") {
    in_each_sql_project([](const Project& project) {
        write_line(project);
        project.must("upgrade +1");

        CHECK(project.azoth("current --check-heads").status == 7);
        project.must("upgrade head");
        CHECK(project.azoth("current --check-heads").status == 0);
    });
}

TEST_CASE("stamp sets the version and runs nothing") {
    in_each_sql_project([](const Project& project) {
        write_line(project);

        CHECK(project.must("stamp bbbb") == "  <base> -> bbbb22222222\n");
        CHECK(project.must("current") == "bbbb22222222\n");
        CHECK_FALSE(has_table(project.engine(), "a"));
        project.must("stamp --purge head");
        CHECK(project.must("current") == "cccc33333333 (head)\n");
    });
}

TEST_CASE("several heads are refused by name and joined by merge") {
    in_each_sql_project([](const Project& project) {
        project.sql_revision("aaaa11111111", "", "create table a (id integer);", "drop table a;");
        project.sql_revision(
            "bbbb22222222", "aaaa11111111", "create table b (id integer);", "drop table b;");
        project.sql_revision(
            "cccc33333333", "aaaa11111111", "create table c (id integer);", "drop table c;");

        const auto refused = project.azoth("upgrade head");
        CHECK(refused.status == 1);
        CHECK(contains(refused.messages, "multiple-heads"));
        CHECK(contains(refused.messages, "heads"));
        project.must("upgrade heads");
        CHECK(project.must("current") == "bbbb22222222 (head)\ncccc33333333 (head)\n");
        project.must("merge heads -m join --rev-id dddd44444444");
        CHECK(project.must("upgrade head") ==
              "  bbbb22222222, cccc33333333 -> dddd44444444, join\n");
        CHECK(project.must("current") == "dddd44444444 (head) (mergepoint)\n");
    });
}

TEST_CASE("a revision that fails leaves nothing behind") {
    in_each_sql_project([](const Project& project) {
        project.sql_revision("aaaa11111111", "", "create table a (id integer);", "drop table a;");
        project.sql_revision("bbbb22222222",
                             "aaaa11111111",
                             "create table b (id integer);\ninsert into nowhere values (1);",
                             "drop table b;");

        const auto failed = project.azoth("upgrade head");

        CHECK(failed.status == 1);
        CHECK(failed.out ==
              "  <base> -> aaaa11111111, step aaaa11111111\n"
              "  aaaa11111111 -> bbbb22222222, step bbbb22222222\n");
        CHECK(contains(failed.messages, "nowhere"));
        CHECK(project.must("current") == "aaaa11111111\n");
        CHECK_FALSE(has_table(project.engine(), "b"));
        CHECK(contains(project.must("status"), "failed"));
    });
}

TEST_CASE("an applied revision whose file was edited is reported and refused") {
    in_each_sql_project([](const Project& project) {
        write_line(project);
        project.must("upgrade bbbb");
        project.replace("migrations/versions/aaaa11111111.sql", "integer", "bigint");

        CHECK(contains(project.must("status"), "Edited since they were applied:\n  aaaa11111111"));
        const auto refused = project.azoth("upgrade head");
        CHECK(refused.status == 1);
        CHECK(contains(refused.messages, "revision-edited"));
        project.must("upgrade head --allow-edited");
    });
}

TEST_CASE("the version table is Alembic's") {
    in_each_sql_project([](const Project& project) {
        write_line(project);
        project.must("upgrade bbbb");
        const auto url = project.engine().url();
        const auto address = url.dialect == "sqlite"
                                 ? "sqlite:///" + url.database
                                 : "postgresql://" + url.user + "@/" + url.database +
                                       "?host=" + std::string{url.option("host").value_or("")};

        const auto read = project.run(
            "/usr/bin/python3 -c 'import sys, sqlalchemy; from alembic.migration import "
            "MigrationContext; print(MigrationContext.configure(sqlalchemy.create_engine("
            "sys.argv[1]).connect()).get_current_heads())' '" +
            address + "'");

        INFO(read.messages);
        CHECK(read.out == "('bbbb22222222',)\n");
    });
}

TEST_CASE("offline the SQL is printed and nothing is sent") {
    in_each_sql_project([](const Project& project) {
        project.sql_revision("aaaa11111111", "", "create table a (id integer);", "drop table a;");
        project.sql_revision(
            "bbbb22222222", "aaaa11111111", "create table b (id integer);", "drop table b;");

        const auto script = project.must("upgrade --sql head");
        CHECK(contains(script, "CREATE TABLE alembic_version"));
        CHECK(contains(script, "create table a (id integer);"));
        CHECK(
            contains(script, "INSERT INTO alembic_version (version_num) VALUES ('aaaa11111111');"));
        CHECK(contains(script, "create table b (id integer);"));
        const auto part = project.must("upgrade --sql aaaa:head");
        CHECK_FALSE(contains(part, "create table a"));
        CHECK(contains(part, "create table b"));
        CHECK(contains(project.must("downgrade --sql bbbb:aaaa"), "drop table b;"));
        CHECK(contains(project.must("stamp --sql bbbb"), "'bbbb22222222'"));
        CHECK(contains(project.must("ensure-version --sql"), "CREATE TABLE alembic_version"));
        const auto refused = project.azoth("downgrade --sql base");
        CHECK(refused.status == 1);
        CHECK(contains(refused.messages, "offline-range"));
        CHECK(tables(project.engine()).empty());
    });
}
