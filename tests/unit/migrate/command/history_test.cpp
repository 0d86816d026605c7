// SPDX-License-Identifier: MIT
#include "migrate/command/history.hpp"

#include "../revision/graph_builder.hpp"

#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <nlohmann/json.hpp>

using namespace azoth;
using namespace azoth::migrate;
using namespace azoth::migrate::test;

TEST_CASE("history lists a line, newest first") {
    CHECK(history_text(line(), "", Detail::Short, std::nullopt) ==
          "cccc3 -> dddd4 (head), message of dddd4\n"
          "bbbb2 -> cccc3, message of cccc3\n"
          "aaaa1 -> bbbb2, message of bbbb2\n"
          "<base> -> aaaa1, message of aaaa1\n");
}

TEST_CASE("history marks branch points, merge points and where the database is") {
    CHECK(history_text(diamond(), "", Detail::Short, Strings{"c1", "b2"}) ==
          "m1 -> z1 (head), message of z1\n"
          "c1, c2 -> m1 (mergepoint), message of m1\n"
          "b1 -> c1 (current), message of c1\n"
          "a1 -> b1, message of b1\n"
          "b2 -> c2, message of c2\n"
          "a1 -> b2 (current), message of b2\n"
          "<base> -> a1 (branchpoint), message of a1\n");
}

TEST_CASE("history of a range") {
    CHECK(history_text(line(), "bbbb:cccc", Detail::Short, std::nullopt) ==
          "bbbb2 -> cccc3, message of cccc3\n"
          "aaaa1 -> bbbb2, message of bbbb2\n");
    CHECK(history_text(line(), "current:", Detail::Short, Strings{"cccc3"}) ==
          "cccc3 -> dddd4 (head), message of dddd4\n"
          "bbbb2 -> cccc3 (current), message of cccc3\n");
    CHECK_THROWS_WITH_AS(
        static_cast<void>(history_text(line(), "bbbb", Detail::Short, std::nullopt)),
        "cannot read the range \"bbbb\": it has no colon; write START:END, START: or :END",
        MigrationError);
}

TEST_CASE("history shows dependencies, labels and effective heads") {
    const RevisionGraph graph{
        {revision("lib1", {}, {}, {"lib"}), revision("app1", {}, {"lib"}, {"app"})}};

    CHECK(history_text(graph, "", Detail::Short, std::nullopt) ==
          "<base> (lib) -> app1 (app) (head), message of app1\n"
          "<base> -> lib1 (lib) (effective head), message of lib1\n");
    CHECK(heads_text(graph, HeadsShown::All, Detail::Short) ==
          "lib1 (lib) (effective head)\napp1 (app) (head)\n");
    CHECK(heads_text(graph, HeadsShown::Real, Detail::Short) == "app1 (app) (head)\n");
}

TEST_CASE("an entry says everything about a revision") {
    auto first = revision("a1", {}, {}, {"shop"});
    first.created = "2026-11-20 11:40:27";
    first.message = "create tables\n\nand fill them";
    auto bare = revision("c1", {"a1"}, {"b1"});
    bare.path.clear();
    bare.message.clear();
    const RevisionGraph graph{{first, revision("b1", {"a1"}), bare, revision("m1", {"b1", "c1"})}};

    CHECK(show_text(graph, "a1", Strings{"a1"}) ==
          "Rev: a1 (current) (branchpoint)\n"
          "Parent: <base>\n"
          "Branches into: b1, c1\n"
          "Branch names: shop\n"
          "Path: versions/a1.cpp\n"
          "Created: 2026-11-20 11:40:27\n"
          "\n"
          "    create tables\n"
          "\n"
          "    and fill them\n"
          "\n");
    CHECK(show_text(graph, "c1", std::nullopt) ==
          "Rev: c1\n"
          "Parent: a1\n"
          "Also depends on: b1\n"
          "Branch names: shop\n"
          "\n"
          "    empty message\n"
          "\n");
    CHECK(show_text(graph, "head", std::nullopt)
              .starts_with("Rev: m1 (head) (mergepoint)\nMerges: b1, c1\n"));
    CHECK(history_text(graph, "m1:", Detail::Verbose, std::nullopt) ==
          show_text(graph, "m1", std::nullopt));
}

TEST_CASE("branches lists each branch point with its children") {
    CHECK(branches_text(diamond(), Detail::Short) ==
          "a1 (branchpoint)\n"
          "   -> b1\n"
          "   -> b2\n"
          "\n");
    CHECK(branches_text(line(), Detail::Short).empty());
    CHECK(branches_text(diamond(), Detail::Verbose).find("   -> b1, message of b1\n") !=
          std::string::npos);
}

TEST_CASE("current lists what the database is at") {
    CHECK(current_text(line(), Strings{"dddd4"}, Detail::Short) == "dddd4 (head)\n");
    CHECK(current_text(two_bases(), Strings{"shop3"}, Detail::Short) == "shop3 (head)\nuser2\n");
    CHECK(current_text(line(), Strings{}, Detail::Short).empty());
}

TEST_CASE("--json gives every fact of a revision") {
    const auto graph = line();
    const RevisionIndex last = *graph.find("dddd4");

    const auto json = nlohmann::json::parse(revisions_json(graph, {&last, 1}, Strings{"cccc3"}));

    REQUIRE(json.size() == 1);
    CHECK(json[0]["id"] == "dddd4");
    CHECK(json[0]["down"] == Strings{"cccc3"});
    CHECK(json[0]["message"] == "message of dddd4");
    CHECK(json[0]["head"] == true);
    CHECK(json[0]["current"] == false);
    CHECK(json[0]["format"] == "cpp");
    CHECK(nlohmann::json::parse(revisions_json(graph, {&last, 1}))[0]["current"].is_null());
}

TEST_CASE("--json survives a message that is not UTF-8") {
    auto info = revision("a1");
    info.message = "broken \xFF";
    const RevisionGraph graph{{info}};
    const RevisionIndex only = 0;

    CHECK(revisions_json(graph, {&only, 1}).find("broken \xEF\xBF\xBD") != std::string::npos);
}
