// SPDX-License-Identifier: MIT
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
        static_cast<void>(parse_cpp_revision(text, "versions/x.cpp"));
    } catch (const MigrationError& error) {
        return std::string{error.code()} + ": " + error.what();
    }
    return "none";
}

RevisionInfo parsed(const std::string& members) {
    return parse_cpp_revision("const Revision revision{{" + members + "}, upgrade, downgrade};",
                              "x.cpp");
}

constexpr std::string_view whole_file = R"x(// migrations/versions/1975ea83b712_create_tables.cpp
#include <azoth/migration.hpp>

namespace {

using namespace azoth;

/* Revision comment{{.id = "no"}} */
void upgrade(Operations& op) {
    op.execute("Revision text{{.id = 'no'}}");  // Revision other{{.id = "no"}}
    op.create_table("user_account", column("id", BigInteger(), primary_key, autoincrement));
}

void downgrade(Operations& op) {
    op.drop_table("user_account");
}

const Revision revision{
    {.id = "1975ea83b712", .down = {}, .message = "create tables", .created = "2026-11-20 11:40:27"},
    upgrade, downgrade};

}  // namespace
)x";

}  // namespace

TEST_CASE("the head of a revision file is read without compiling it") {
    const auto info = parse_cpp_revision(whole_file, "versions/1975ea83b712_create_tables.cpp");

    CHECK(info.id == "1975ea83b712");
    CHECK(info.down.empty());
    CHECK(info.message == "create tables");
    CHECK(info.created == "2026-11-20 11:40:27");
    CHECK(info.path == "versions/1975ea83b712_create_tables.cpp");
    CHECK(info.format == RevisionFormat::Cpp);
    CHECK(info.transactional);
}

TEST_CASE("parents are one text, a list, an empty list or left out") {
    CHECK(parsed(R"(.id = "b", .down = "a")").down == Strings{"a"});
    CHECK(parsed(R"(.id = "b", .down = {"a"})").down == Strings{"a"});
    CHECK(parsed(R"(.id = "b", .down = {"a", "c",})").down == Strings{"a", "c"});
    CHECK(parsed(R"(.id = "b", .down = {})").down.empty());
    CHECK(parsed(R"(.id = "b")").down.empty());
}

TEST_CASE("members come in any order, with comments between them") {
    const auto info = parsed(R"(
        .transactional = false,  // why
        .depends_on = {"lib1"}, /* .id = "no" */ .branch_labels = {"billing", "money"},
        .id = "b1",)");

    CHECK(info.id == "b1");
    CHECK(info.depends_on == Strings{"lib1"});
    CHECK(info.branch_labels == Strings{"billing", "money"});
    CHECK_FALSE(info.transactional);
}

TEST_CASE("texts have escapes, neighbours and raw forms") {
    CHECK(parsed(R"(.id = "b", .message = "say \"hi\"\n\tthen \\ \x41 \101 \u00e9")").message ==
          "say \"hi\"\n\tthen \\ A A \xC3\xA9");
    CHECK(parsed(R"(.id = "b", .message = "one " "two")").message == "one two");
    CHECK(parsed("\n.id = \"b\", .message = R\"x(raw \"(text)\" \\n)x\"").message ==
          "raw \"(text)\" \\n");
}

TEST_CASE("other ways of writing the declaration are understood") {
    CHECK(parse_cpp_revision(R"(static const azoth::Revision r({.id = "a"}, up, down);)", "x").id ==
          "a");
    CHECK(parse_cpp_revision(R"(const auto r = Revision{{.id = "a"}, up, down};)", "x").id == "a");
    CHECK(parse_cpp_revision(R"(const Revision r = {{.id = "a"}, up, down};)", "x").id == "a");
}

TEST_CASE("a head that cannot be read is an error with file and line") {
    CHECK(failure("\n\nint x;") ==
          "revision-syntax: cannot read revision file \"versions/x.cpp\" line 1: it declares no "
          "revision; write const "
          "Revision revision{{.id = \"…\", .down = {…}}, upgrade, downgrade}; or move the file out "
          "of the versions "
          "folder");
    CHECK(failure("const Revision r{{\n.down = {}}, u, d};") ==
          "revision-syntax: cannot read revision file \"versions/x.cpp\" line 2: the revision has "
          "no id; write .id = "
          "\"…\" first in its braces");
    CHECK(failure("const Revision r{{.id = \"a\",\n.mesage = \"\"}, u, d};") ==
          "revision-syntax: cannot read revision file \"versions/x.cpp\" line 2: a revision has no "
          "member .mesage; did "
          "you mean \"message\"?");
    CHECK(failure("const Revision r{{.id = make_id()}, u, d};") ==
          "revision-syntax: cannot read revision file \"versions/x.cpp\" line 1: .id must be a "
          "text in double quotes, "
          "written out, not \"make_id\"");
    CHECK(
        failure("const Revision r{{.id = \"a\", .id = \"b\"}, u, d};").find(".id is given twice") !=
        std::string::npos);
    CHECK(failure("const Revision r{{.id = \"a\", .transactional = 0}, u, d};")
              .find("must be true or false") != std::string::npos);
    CHECK(failure("const Revision r{{.id = \"a\" .down = {}}, u, d};")
              .find("expected \",\" or \"}\" before \".\"") != std::string::npos);
    CHECK(failure("const Revision r{{.id = \"a\", .down = {\"b\" \"c\"") != "none");
    CHECK(failure("const Revision a{{.id = \"a\"}, u, d};\nconst Revision b{{.id = \"b\"}, u, d};")
              .find("line 2: a second revision begins here") != std::string::npos);
}

TEST_CASE("a file that is cut off anywhere is an error or a head, never a crash") {
    for (std::size_t length = 0; length < whole_file.size(); ++length) {
        static_cast<void>(failure(whole_file.substr(0, length)));
        static_cast<void>(token_hash(whole_file.substr(0, length), RevisionFormat::Cpp));
        static_cast<void>(token_hash(whole_file.substr(length), RevisionFormat::Sql));
    }
}

TEST_CASE("the hash of a C++ file is that of its tokens") {
    const auto hash = [](std::string_view text) { return token_hash(text, RevisionFormat::Cpp); };

    const auto original = hash("void upgrade() { run(\"a  b\"); }\n");

    CHECK(original.size() == 16);
    CHECK(hash("void upgrade()\r\n{\r\n    run(\"a  b\");  // now\r\n}") == original);
    CHECK(hash("/* x */ void upgrade(){run(\"a  b\");}") == original);
    CHECK(hash("void upgrade() { run(\"a b\"); }\n") != original);
    CHECK(hash("void upgrade() { ran(\"a  b\"); }\n") != original);
    CHECK(hash("int ab;") != hash("int a b;"));
    CHECK(hash("\"// no comment\"") != hash("\"\""));
}
