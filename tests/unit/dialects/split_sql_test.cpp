// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/dialects/split_sql.hpp>

using azoth::dialects::split_sql;
using Lines = std::vector<std::string>;

TEST_CASE("statements end at semicolons; the last one needs none") {
    CHECK(split_sql("a; b ;\n\n;c") == Lines{"a", "b", "c"});
    CHECK(split_sql(" \n -- nothing\n /* at all */ ;").empty());
}

TEST_CASE("semicolons in texts, names, comments and bodies end nothing") {
    CHECK(split_sql("select 'a;''b;', \"c;\", `d;`; x") ==
          Lines{"select 'a;''b;', \"c;\", `d;`", "x"});
    CHECK(split_sql("select 1 -- one;\n + 2; x") == Lines{"select 1 -- one;\n + 2", "x"});
    CHECK(split_sql("select /* ; /* ; */ ; */ 1; x") == Lines{"select /* ; /* ; */ ; */ 1", "x"});
    CHECK(split_sql("do $$ a; $x$; b $$; x") == Lines{"do $$ a; $x$; b $$", "x"});
    CHECK(split_sql("do $body$ a; $$; $body$; x") == Lines{"do $body$ a; $$; $body$", "x"});
}

TEST_CASE("a backslash takes a quote along only in texts marked with E") {
    CHECK(split_sql("select E'a\\'; b'; x") == Lines{"select E'a\\'; b'", "x"});
    CHECK(split_sql("select 'a\\'; x") == Lines{"select 'a\\'", "x"});
    CHECK(split_sql("select type'a\\'; x") == Lines{"select type'a\\'", "x"});
}

TEST_CASE("parameters are no dollar quotes") {
    CHECK(split_sql("select $1; select $2") == Lines{"select $1", "select $2"});
}

TEST_CASE("the body of a trigger is one statement, with CASE inside") {
    const std::string trigger =
        "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET x = CASE WHEN 1 THEN 2 END; "
        "DELETE FROM c; END";

    CHECK(split_sql(trigger + "; x") == Lines{trigger, "x"});
    CHECK(split_sql("BEGIN; x; END") == Lines{"BEGIN", "x", "END"});
}

TEST_CASE("the body of a function in standard SQL is one statement") {
    const std::string function =
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END";

    CHECK(split_sql(function + "; x") == Lines{function, "x"});
}

TEST_CASE("what is not closed goes to the end") {
    CHECK(split_sql("select 'a; b") == Lines{"select 'a; b"});
    CHECK(split_sql("do $$ a; b") == Lines{"do $$ a; b"});
    CHECK(split_sql("select 1 /* a; b") == Lines{"select 1 /* a; b"});
}
