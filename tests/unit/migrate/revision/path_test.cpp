// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/path.hpp>

#include "graph_builder.hpp"

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

using namespace azoth;
using namespace azoth::migrate;
using namespace azoth::migrate::test;

namespace {

std::string text(const VersionChange& change) {
    switch (change.kind) {
        case VersionChange::Kind::Insert:
            return "+" + change.to;
        case VersionChange::Kind::Delete:
            return "-" + change.from;
        case VersionChange::Kind::Update:
            return change.from + ">" + change.to;
    }
    return {};
}

std::string text(const std::vector<VersionChange>& changes) {
    std::string result;
    for (const auto& change : changes) {
        result += (result.empty() ? "" : " ") + text(change);
    }
    return result;
}

/// Each step as `revision: changes of the version table`.
Strings texts(const RevisionGraph& graph, const std::vector<MigrationStep>& steps) {
    Strings result;
    for (const auto& step : steps) {
        result.push_back(graph.id(step.revision) + ": " + text(step.changes));
    }
    return result;
}

Strings up(const RevisionGraph& graph, const Strings& current, std::string_view target) {
    return texts(graph, upgrade_path(graph, current, target));
}

Strings down(const RevisionGraph& graph, const Strings& current, std::string_view target) {
    return texts(graph, downgrade_path(graph, current, target));
}

template <class Function>
std::string failure(Function function) {
    try {
        static_cast<void>(function());
    } catch (const MigrationError& error) {
        return std::string{error.code()} + ": " + error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("a line is climbed and descended step by step") {
    const auto graph = line();

    CHECK(
        up(graph, {}, "head") ==
        Strings{"aaaa1: +aaaa1", "bbbb2: aaaa1>bbbb2", "cccc3: bbbb2>cccc3", "dddd4: cccc3>dddd4"});
    CHECK(up(graph, {"bbbb2"}, "+1") == Strings{"cccc3: bbbb2>cccc3"});
    CHECK(up(graph, {"dddd4"}, "head").empty());
    CHECK(up(graph, {"dddd4"}, "bbbb2").empty());
    CHECK(down(graph, {"dddd4"}, "-1") == Strings{"dddd4: dddd4>cccc3"});
    CHECK(down(graph, {"bbbb2"}, "base") == Strings{"bbbb2: bbbb2>aaaa1", "aaaa1: -aaaa1"});
    CHECK(down(graph, {"dddd4"}, "dddd4").empty());
    CHECK(down(graph, {}, "base").empty());
}

TEST_CASE("a step says where it comes from, where it goes, and the rows afterwards") {
    const auto graph = line();

    const auto steps = upgrade_path(graph, Strings{"aaaa1"}, "+1");

    REQUIRE(steps.size() == 1);
    CHECK(steps[0].from == Strings{"aaaa1"});
    CHECK(steps[0].to == Strings{"bbbb2"});
    CHECK(steps[0].rows_after == Strings{"bbbb2"});
}

TEST_CASE("branches get rows of their own and a merge folds them") {
    const auto graph = diamond();

    CHECK(up(graph, {}, "head") == Strings{"a1: +a1",
                                           "b2: a1>b2",
                                           "c2: b2>c2",
                                           "b1: +b1",
                                           "c1: b1>c1",
                                           "m1: -c1 c2>m1",
                                           "z1: m1>z1"});
    CHECK(up(graph, {"c1"}, "m1") == Strings{"b2: +b2", "c2: b2>c2", "m1: -c1 c2>m1"});
}

TEST_CASE("a downgrade unfolds a merge and takes both branches back") {
    const auto graph = diamond();

    CHECK(down(graph, {"m1"}, "a1") ==
          Strings{"m1: +c1 m1>c2", "c1: c1>b1", "b1: -b1", "c2: c2>b2", "b2: b2>a1"});
    CHECK(down(graph, {"c1", "c2"}, "b1") == Strings{"c1: c1>b1"});
    CHECK(down(graph, {"z1"}, "-1") == Strings{"z1: z1>m1"});
}

TEST_CASE("one step down from a merge point has to be named") {
    const auto graph = diamond();

    CHECK(failure([&] { return down(graph, {"m1"}, "-1"); }) ==
          "ambiguous-relative: cannot walk to \"-1\": at \"m1\" there are 2 ways, \"c1\", \"c2\"; "
          "name the revision, "
          "or its branch as in \"BRANCH@-1\"");
}

TEST_CASE("a dependency is applied first and its row disappears when it is implied") {
    const auto graph = two_bases();

    CHECK(up(graph, {}, "shop@head") == Strings{"user1: +user1",
                                                "user2: user1>user2",
                                                "shop1: +shop1",
                                                "shop2: shop1>shop2",
                                                "shop3: -shop2 user2>shop3"});
    CHECK(up(graph, {"shop2", "user3"}, "shop@head") == Strings{"shop3: shop2>shop3"});
}

TEST_CASE("a dependency stays when what depends on it is taken back") {
    const auto graph = two_bases();

    CHECK(down(graph, {"shop3"}, "shop@base") ==
          Strings{"shop3: +shop2 shop3>user2", "shop2: shop2>shop1", "shop1: -shop1"});
    CHECK(down(graph, {"shop3", "user3"}, "shop2") == Strings{"shop3: shop3>shop2"});
}

TEST_CASE("what depends on a revision is taken back with it") {
    const auto graph = two_bases();

    CHECK(down(graph, {"shop3", "user3"}, "user1") ==
          Strings{"shop3: shop3>shop2", "user3: user3>user2", "user2: user2>user1"});
}

TEST_CASE("a target in the wrong direction is refused") {
    const auto graph = diamond();

    CHECK(failure([&] { return up(graph, {"m1"}, "-1"); }) ==
          "wrong-direction: cannot upgrade to \"-1\": that is not above the current revision; use "
          "\"+1\", or `azoth "
          "downgrade`");
    CHECK(failure([&] { return down(graph, {"b1"}, "+1"); }) ==
          "wrong-direction: cannot downgrade to \"+1\": that is not below the current revision; "
          "use \"-1\", or `azoth "
          "upgrade`");
    CHECK(failure([&] { return down(graph, {"b1"}, "c2"); }) ==
          "wrong-direction: cannot downgrade to \"c2\": it is not below the current revision, "
          "\"b1\"; `azoth upgrade` "
          "goes up, `azoth history -i` shows where the database is");
}

TEST_CASE("a branch of heads that stand above each other cannot be upgraded to at once") {
    const RevisionGraph graph{{revision("lib1", {}, {}, {"lib"}),
                               revision("app1", {}, {"lib1"}),
                               revision("lib2", {"lib1"}),
                               revision("lib3", {"lib1"}, {"lib2"})}};

    CHECK(failure([&] { return up(graph, {}, "lib@heads"); }) ==
          "overlapping-revisions: cannot go to \"lib3\" and \"lib2\" at once: the second is below "
          "the first; name the "
          "first only");
    CHECK(up(graph, {}, "lib3") == Strings{"lib1: +lib1", "lib2: lib1>lib2", "lib3: lib2>lib3"});
}

TEST_CASE("rows that do not hold the revision taken back are an error, not a wrong statement") {
    const auto graph = line();
    VersionRows rows{graph, {"bbbb2"}};

    CHECK(failure([&] { return rows.step(*graph.find("dddd4"), Direction::Downgrade); }) ==
          "version-rows-disagree: cannot take back revision \"dddd4\": the version table has no "
          "row for it; run "
          "`azoth current` and `azoth stamp`");
}

TEST_CASE("stamp moves within a line, adds a branch, and deletes for base") {
    const auto graph = diamond();
    const auto stamped = [&](const Strings& current, const Strings& targets) {
        return text(stamp(graph, current, targets).changes);
    };

    CHECK(stamped({}, {"head"}) == "+z1");
    CHECK(stamped({"c1", "c2"}, {"a1"}) == "c1>a1 -c2");
    CHECK(stamped({"a1"}, {"m1"}) == "a1>m1");
    CHECK(stamped({"c1"}, {"c2"}) == "+c2");
    CHECK(stamped({"c1"}, {"c1"}).empty());
    CHECK(stamped({"a1"}, {"b1", "b2"}) == "a1>b1 +b2");
    CHECK(stamped({"c1", "c2"}, {"base"}) == "-c1 -c2");
}

TEST_CASE("stamp of one branch leaves the other alone") {
    const auto graph = two_bases();

    CHECK(text(stamp(graph, Strings{"shop1", "user3"}, Strings{"shop@base"}).changes) == "-shop1");
    CHECK(text(stamp(graph, Strings{"shop3"}, Strings{"user2"}).changes) == "shop3>user2");
    CHECK(stamp(graph, Strings{"shop1", "user3"}, Strings{"shop2"}).rows_after ==
          Strings{"shop2", "user3"});
}

TEST_CASE("a history range has two ends, each of which may count from the other") {
    const auto graph = line();
    const auto shown = [&](std::string_view range, const Strings& current) {
        return graph.ids(history_range(graph, *parse_range(range), std::span{current}));
    };

    CHECK(shown(":", {}) == Strings{"dddd4", "cccc3", "bbbb2", "aaaa1"});
    CHECK(shown("bbbb2:", {}) == Strings{"dddd4", "cccc3", "bbbb2"});
    CHECK(shown(":bbbb2", {}) == Strings{"bbbb2", "aaaa1"});
    CHECK(shown("-1:current", {"cccc3"}) == Strings{"cccc3", "bbbb2"});
    CHECK(shown("current:+1", {"aaaa1"}) == Strings{"bbbb2", "aaaa1"});
    CHECK(shown("-2:", {}) == Strings{"dddd4", "cccc3", "bbbb2"});
    CHECK(shown("-99:", {}) == Strings{"dddd4", "cccc3", "bbbb2", "aaaa1"});
    CHECK_FALSE(parse_range("bbbb2").has_value());
    CHECK(failure([&] { return shown("cccc3:aaaa1", {}); }) ==
          "range-not-related: cannot show the range \"cccc3:aaaa1\": revision \"cccc3\" is not "
          "below its other end; "
          "swap the two, or name revisions of one branch");
    CHECK(failure([] { return parse_range("a:b:c"); }) ==
          "invalid-range: cannot read the range \"a:b:c\": it has more than one colon; write "
          "START:END, START: or "
          ":END");
}

TEST_CASE("all_current shows what is there through a dependency only") {
    const auto graph = two_bases();

    CHECK(graph.ids(all_current(graph, Strings{"shop3"})) == Strings{"shop3", "user2"});
}
