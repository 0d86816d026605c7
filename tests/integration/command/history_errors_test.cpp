// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "integration/command/samples.hpp"

using namespace azoth;
using namespace azoth::test;

// Revisions that cannot be found, chosen or run, and databases that are somewhere else.

TEST_CASE("a revision that does not exist, is ambiguous or too far is refused with what there is") {
    in_each_sql_project([](const Project& project) {
        write_line(project);
        project.sql_revision("aabb44444444", "cccc33333333", "select 4;", "select 4;");
        project.must("upgrade cccc");

        project.must_refuse(
            "upgrade aaab",
            {.code = "unknown-revision",
             .message = "cannot find revision \"aaab\": no revision file has an id or branch label "
                        "that begins so; known are \"aaaa11111111\", \"aabb44444444\", "
                        "\"bbbb22222222\", \"cccc33333333\""});
        project.must_refuse("downgrade aa",
                            {.code = "ambiguous-revision",
                             .message = "cannot choose a revision for \"aa\": *\"aaaa11111111\"*"
                                        "\"aabb44444444\"*; give more characters"});
        project.must_refuse(
            "downgrade -4",
            {.code = "relative-too-far",
             .message = "cannot walk to \"-4\": the way ends after 3 revisions; use "
                        "a smaller number, or \"base\""});
        project.must_refuse("upgrade -1",
                            {.code = "wrong-direction",
                             .message = "cannot upgrade to \"-1\": that is not above the current "
                                        "revision; use \"+1\", or `azoth downgrade`"});
        project.must_refuse(
            "downgrade aabb",
            {.code = "wrong-direction",
             .message = "cannot downgrade to \"aabb44444444\": it is not below the current "
                        "revision, \"cccc33333333\"; `azoth upgrade` goes up, `azoth "
                        "history -i` shows where the database is"});
    });
}

TEST_CASE("several heads are refused with the ways out, by the commands that need one") {
    in_each_sql_project([](const Project& project) {
        project.sql_revision("aaaa11111111", "", "create table a (id integer);", "drop table a;");
        project.sql_revision("bbbb22222222", "aaaa11111111", "select 2;", "select 2;");
        project.sql_revision("cccc33333333", "aaaa11111111", "select 3;", "select 3;");
        project.must("upgrade aaaa");
        const std::string heads = "multiple heads: \"bbbb22222222\", \"cccc33333333\"; ";

        const Refusal refusal{
            .code = "multiple-heads",
            .message = "cannot choose one revision for \"head\": " + heads +
                       "use all of them (`azoth upgrade heads`), name one of them, or merge them "
                       "with `azoth merge heads`"};
        project.must_refuse("upgrade head", refusal);
        project.must_refuse("stamp head", refusal);
        project.must_refuse("revision -m more",
                            {.code = "multiple-heads",
                             .message = "cannot make a revision above \"head\": " + heads +
                                        "name the parent with --head, or merge them with `azoth "
                                        "merge heads`"});
    });
}

TEST_CASE("a database at a revision that no file has is left alone by every command") {
    in_each_sql_project([](const Project& project) {
        write_line(project);
        project.must("upgrade head");
        std::filesystem::remove(project.folder() / "migrations/versions/cccc33333333.sql");

        const Refusal refusal{
            .code = "unknown-database-revision",
            .message =
                "cannot place the database in the history: its version table holds "
                "\"cccc33333333\", which no revision file has; check out the files that "
                "belong to the database, or set its version with `azoth stamp --purge "
                "REVISION`"};
        for (const char* words : {"upgrade head", "downgrade -1", "stamp aaaa", "status"}) {
            project.must_refuse(words, refusal);
        }
        project.must("stamp --purge bbbb");
        CHECK(project.must("current") == "bbbb22222222 (head)\n");
    });
}

TEST_CASE("a revision whose data violate a constraint keeps no row of it, and names the file") {
    in_each_sql_project([](const Project& project) {
        project.sql_revision("aaaa11111111",
                             "",
                             "create table a (id integer primary key);\n"
                             "insert into a values (1);",
                             "drop table a;");
        project.sql_revision("bbbb22222222",
                             "aaaa11111111",
                             "insert into a values (2);\ninsert into a values (1);",
                             "delete from a where id = 2;");
        project.must("upgrade aaaa");
        const std::string file =
            (project.folder() / "migrations/versions/bbbb22222222.sql").string();

        project.must_refuse(
            "upgrade head",
            {.code = "revision-failed",
             .message =
                 "cannot upgrade to revision \"bbbb22222222\" (step bbbb22222222): cannot "
                 "execute \"insert into a values (1)\": *; a row with this value exists "
                 "already: change one of the two; nothing of this revision was kept, so correct " +
                 file + " and run again"});

        CHECK(read(project.engine(), "select id from a") == Rows{{"1"}});
    });
}

TEST_CASE("a revision file that cannot be read is named with its line, and nothing is run") {
    in_each_sql_project([](const Project& project) {
        write_line(project);
        project.must("upgrade aaaa");
        project.replace(
            "migrations/versions/bbbb22222222.sql", "-- azoth: revision", "-- azoth: revison");

        project.must_refuse(
            "upgrade head",
            {.code = "revision-syntax",
             .message = "cannot read revision file \"*/bbbb22222222.sql\" line 1: there is no `-- "
                        "azoth: revison`; did you mean \"revision\"?"});
    });
}
