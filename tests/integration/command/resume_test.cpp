// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "integration/command/project.hpp"

using namespace azoth;
using namespace azoth::test;

namespace {

void write_unfinished(const Project& project) {
    project.write(
        "migrations/versions/aaaa11111111.sql",
        "-- azoth: revision aaaa11111111\n-- azoth: transactional false\n-- azoth: upgrade\n"
        "create table a (id integer);\ninsert into a values (1);\n"
        "insert into nowhere values (2);\n-- azoth: downgrade\ndrop table a;\n");
    const auto failed = project.azoth("upgrade head");
    CHECK(failed.status == 1);
    CHECK(contains(failed.messages, "2 of its statements are done and stay"));
    CHECK(contains(failed.messages, "go on with \"azoth resume\""));
}

}  // namespace

TEST_CASE("what a failure left is shown, stands in the way of other runs, and is gone on with") {
    in_each_sql_project([](const Project& project) {
        CHECK(project.must("resume") == "Nothing to do: the database is at <base>\n");
        write_unfinished(project);

        CHECK(contains(project.must("status"),
                       "Not finished: upgrade to aaaa11111111, 2 statements done; go on with "
                       "\"azoth resume\"\n"));
        for (const char* words : {"upgrade head", "downgrade base"}) {
            project.must_refuse(
                words,
                {.code = "unfinished-revision",
                 .message =
                     "cannot migrate database *: the upgrade to revision \"aaaa11111111\", "
                     "begun * UTC by *, is not finished: 2 of its statements are done and "
                     "stay, and it ended with: *; mend that and go on with \"azoth resume\", "
                     "or finish it by hand and say so with \"azoth stamp\""});
        }
        project.replace("migrations/versions/aaaa11111111.sql", "into nowhere", "into a");

        CHECK(project.must("resume") == "  <base> -> aaaa11111111\n");

        CHECK(read(project.engine(), "select id from a order by id") == Rows{{"1"}, {"2"}});
        CHECK(project.must("current") == "aaaa11111111 (head)\n");
        CHECK(project.must("upgrade head") == "Nothing to do: the database is at aaaa11111111\n");
    });
}

TEST_CASE("a statement that was cut off is shown with 5, and settled by who knows") {
    for (const char* answer : {"--done", "--not-done"}) {
        in_each_sql_project([&](const Project& project) {
            write_unfinished(project);
            project.replace("migrations/versions/aaaa11111111.sql", "into nowhere", "into a");
            project.replace("migrations/versions/aaaa11111111.sql", "(2)", "(3)");
            run(project.engine(),
                "update azoth_journal set state = 'begun', sql = 'insert into a values (3)' where "
                "state = 'failed'");

            project.must_refuse(
                "resume",
                {.code = "statement-unsettled",
                 .message =
                     "cannot go on with the revision: it was interrupted while this statement "
                     "ran, and only a person can tell whether it took effect: insert into a "
                     "values (3); look, then say \"azoth resume --done\" to go on behind it, or "
                     "\"azoth resume --not-done\" to send it again",
                 .status = 5});
            project.must(std::string{"resume "} + answer);

            const bool is_sent = std::string_view{answer} == "--not-done";
            CHECK(read(project.engine(), "select count(*) from a") == Rows{{is_sent ? "2" : "1"}});
            CHECK(project.must("current") == "aaaa11111111 (head)\n");
        });
    }
}

TEST_CASE("the statement that failed is said once, and none of the revision before") {
    in_each_sql_project([](const Project& project) {
        project.sql_revision("aaaa11111111", "", "create table a (id integer);", "drop table a;");
        project.sql_revision(
            "bbbb22222222", "aaaa11111111", "insert into nowhere values (1);", "select 1;");

        const auto failed = project.azoth("upgrade head");

        const auto first = failed.messages.find("insert into nowhere values (1)");
        CHECK(first != std::string::npos);
        CHECK(failed.messages.find("insert into nowhere values (1)", first + 1) ==
              std::string::npos);
        CHECK_FALSE(contains(failed.messages, "create table a"));
    });
}

TEST_CASE("SQL revisions may begin with a byte order mark, UTF-16 is named") {
    in_each_sql_project([](const Project& project) {
        project.write("migrations/versions/a1_x.sql",
                      "\xEF\xBB\xBF-- azoth: revision a1\n\n-- azoth: upgrade\ncreate table t (id "
                      "int);\n\n-- azoth: downgrade\ndrop table t;\n");
        project.must("upgrade head");
        CHECK(has_table(project.engine(), "t"));

        project.write("migrations/versions/b2_x.sql", std::string_view{"\xFF\xFE-\0-\0", 6});
        const auto refused = project.azoth("history");
        CHECK(refused.status == 1);
        CHECK(contains(refused.messages, "b2_x.sql\" line 1: it is UTF-16; save it as UTF-8"));
    });
}

TEST_CASE("revisions are written below their folder only") {
    in_sqlite_project([](const Project& project) {
        for (const char* id : {"../../x", "/tmp/x", "a/b", "'a\\b'"}) {
            const auto refused = project.azoth(std::string{"revision -m x --rev-id "} + id);
            CHECK(refused.status == 1);
            CHECK(contains(refused.messages, "invalid-revision-id"));
        }
        CHECK(project.revisions().empty());
        project.replace("azoth.toml", "{id}_{slug}", "../{id}_{slug}");
        CHECK(contains(project.azoth("revision -m x").messages, "leads out of the folder"));
    });
}

TEST_CASE("comments at the end of checks and defaults take nothing along") {
    in_each_project([](const Project& project) {
        project.write(
            "models.hpp",
            "#pragma once\n#include <azoth/core.hpp>\nusing namespace azoth;\n"
            "inline MetaData metadata;\n"
            "inline const Table a{\"a\", metadata, column(\"id\", Integer(), primary_key),\n"
            "    column(\"v\", Integer(), server_default(\"7 -- seven\")),\n"
            "    check_constraint(\"ck_a_v\", \"v > 0 -- it's positive\")};\n");
        project.replace("azoth.toml", "# metadata = \"Base.metadata\"", "metadata = \"metadata\"");
        project.must("revision --autogenerate -m a");
        project.must("upgrade head");
        CHECK(contains(project.must("check"), "No changes"));
    });
}
