// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/sql_revision.hpp>

#include "graph_builder.hpp"

#include <azoth/base/error.hpp>
#include <azoth/migrate/revision/script_directory.hpp>

#include <doctest/doctest.h>

using namespace azoth;
using namespace azoth::migrate;
using azoth::migrate::test::Strings;

namespace {

std::string failure(std::string_view text) {
    try {
        static_cast<void>(parse_sql_revision(text, "versions/x.sql"));
    } catch (const MigrationError& error) {
        return std::string{error.code()} + ": " + error.what();
    }
    return "none";
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

constexpr std::string_view whole_file = R"sql(-- azoth: revision 1975ea83b712
-- azoth: down ae1027a6b32a, 27c6a30d7c24
-- azoth: message create tables
-- azoth: message and more
-- azoth: created 2026-11-20 11:40:27
-- azoth: transactional false
-- azoth: depends_on lib1 lib2
-- azoth: labels billing

-- azoth: upgrade
create table t (id integer); -- a comment
-- azoth: ignore table-drop "empty since May"
drop table old;

-- azoth: upgrade mysql
create table t (id bigint);
-- azoth: downgrade
drop table t;
)sql";

}  // namespace

TEST_CASE("an SQL revision has head lines and sections") {
    const auto revision = parse_sql_revision(whole_file, "versions/x.sql");

    CHECK(revision.info.id == "1975ea83b712");
    CHECK(revision.info.down == Strings{"ae1027a6b32a", "27c6a30d7c24"});
    CHECK(revision.info.message == "create tables\nand more");
    CHECK(revision.info.created == "2026-11-20 11:40:27");
    CHECK(revision.info.depends_on == Strings{"lib1", "lib2"});
    CHECK(revision.info.branch_labels == Strings{"billing"});
    CHECK_FALSE(revision.info.transactional);
    CHECK(revision.info.format == RevisionFormat::Sql);
    CHECK(revision.sections.size() == 3);
}

TEST_CASE("the section of a dialect goes before the one for all") {
    const auto revision = parse_sql_revision(whole_file, "versions/x.sql");

    const auto* general = revision.find(Direction::Upgrade, "sqlite");
    const auto* special = revision.find(Direction::Upgrade, "mysql");

    REQUIRE(general != nullptr);
    CHECK(general->text ==
          "create table t (id integer); -- a comment\n-- azoth: ignore table-drop \"empty since "
          "May\"\ndrop table "
          "old;\n\n");
    CHECK(general->line == 11);
    REQUIRE(special != nullptr);
    CHECK(special->text == "create table t (id bigint);\n");
    CHECK(special->line == 16);
    CHECK(revision.find(Direction::Downgrade, "mysql")->text == "drop table t;\n");
    CHECK(parse_sql_revision("-- azoth: revision a", "x").find(Direction::Upgrade, "sqlite") ==
          nullptr);
}

TEST_CASE("an SQL revision needs only its id") {
    CHECK(parse_sql_revision("--azoth:revision a1", "x").info.id == "a1");
    CHECK(parse_sql_revision("-- azoth: revision a1\r\n-- azoth: down\r\n", "x").info.down.empty());
}

TEST_CASE("an SQL revision that cannot be read is an error with file and line") {
    CHECK(
        failure("") ==
        "revision-syntax: cannot read revision file \"versions/x.sql\" line 1: it has no id; write "
        "`-- azoth: revision ID` on its first line");
    CHECK(failure("-- azoth: revision a\n\nselect 1;") ==
          "revision-syntax: cannot read revision file \"versions/x.sql\" line 3: SQL before the "
          "first section; write "
          "`-- azoth: upgrade` above it");
    CHECK(failure("-- azoth: revison a") ==
          "revision-syntax: cannot read revision file \"versions/x.sql\" line 1: there is no `-- "
          "azoth: revison`; did "
          "you mean \"revision\"?");
    CHECK(failure("-- azoth: revision a b").find("`revision` takes one word, not \"a b\"") !=
          std::string::npos);
    CHECK(failure("-- azoth: revision a\n-- azoth: transactional no")
              .find("line 2: `transactional` is true or false") != std::string::npos);
    CHECK(failure("-- azoth: revision a\n-- azoth: upgrade\n-- azoth: down b")
              .find("line 3: `down` belongs above the first section") != std::string::npos);
    CHECK(failure("-- azoth: revision a\n-- azoth: upgrade\n-- azoth: upgrade")
              .find("line 3: a second section for `upgrade`") != std::string::npos);
}

TEST_CASE("the hash of an SQL file is that of its tokens and head lines") {
    const auto hash = [](std::string_view text) { return token_hash(text, RevisionFormat::Sql); };

    const auto original =
        hash("-- azoth: revision a\n-- azoth: upgrade\ninsert into t values ('a  b');\n");

    CHECK(hash("-- azoth: revision a\r\n-- azoth: upgrade\r\n-- why\r\ninsert  into t /* all "
               "*/\nvalues ('a  b') ;") == original);
    CHECK(hash("-- azoth: revision a\n-- azoth: upgrade\ninsert into t values ('a b');\n") !=
          original);
    CHECK(hash("-- azoth: revision b\n-- azoth: upgrade\ninsert into t values ('a  b');\n") !=
          original);
    CHECK(hash("do $x$ -- body\n $x$") != hash("do $x$ $x$"));
    CHECK(hash("select '--a'") != hash("select '--b'"));
    CHECK(hash("select $1") == hash("select  $1"));
}

TEST_CASE("a line inside a quote, comment or body is no head") {
    const std::string head = "-- azoth: revision a\n-- azoth: upgrade\n";
    for (const std::string text : {"create table h (v text default '\n-- azoth: upgrade x\n');\n",
                                   "create table \"\n-- azoth: downgrade\n\" (id int);\n",
                                   "/*\n-- azoth: downgrade\n*/ select 1;\n",
                                   "select 'it''s\n-- azoth: downgrade\n';\n"}) {
        CAPTURE(text);

        const auto revision =
            parse_sql_revision(head + text + "-- azoth: downgrade\nselect 2;", "x");

        REQUIRE(revision.sections.size() == 2);
        CHECK(revision.sections[0].text == text);
        CHECK(revision.sections[1].text == "select 2;");
    }
}

TEST_CASE("a head of which databases would judge differently is refused") {
    const std::string head = "-- azoth: revision a\n-- azoth: upgrade\n";
    const std::string_view why = "differs between databases";

    CHECK(contains(failure(head + "do $$\n-- azoth: downgrade\n$$;"), why));
    CHECK(contains(failure(head + "select E'\\'\n-- azoth: downgrade\n';"), why));
    CHECK(contains(failure(head + "select 1 /* /* */\n-- azoth: downgrade\n"), why));
    CHECK(contains(failure(head + "select [it's]\n-- azoth: downgrade\n"), why));
    CHECK(contains(failure(head + "select 'open\n-- azoth: downgrade\n"),
                   "line 4: this head is inside a quote or comment"));
    CHECK(contains(failure("-- azoth: revision a\rdrop table t;\n"), "carriage return"));
    CHECK(contains(failure("-- azoth: revision a\n-- azoth: upgrade one two\n"),
                   "name of one database"));
    CHECK(failure(head + "do $$ begin end $$; select '$$';\n-- azoth: downgrade\n") == "none");
    CHECK(failure(head + "select a[1], E'it''s', '\\';\n-- azoth: downgrade\n") == "none");
}

TEST_CASE("a byte order mark is left out, UTF-16 is named") {
    const std::string text = "-- azoth: revision a1\n-- azoth: upgrade\nselect 1;\n";

    CHECK(parse_sql_revision("\xEF\xBB\xBF" + text, "x").info.id == "a1");
    CHECK(token_hash("\xEF\xBB\xBF" + text, RevisionFormat::Sql) ==
          token_hash(text, RevisionFormat::Sql));
    CHECK(contains(failure("\xFF\xFE-\0-\0"), "it is UTF-16; save it as UTF-8"));
    CHECK(token_hash("select 1; -- x\rdrop table t", RevisionFormat::Sql) !=
          token_hash("select 1; -- x", RevisionFormat::Sql));
}
