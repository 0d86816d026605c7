// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/graph.hpp>

#include "graph_builder.hpp"

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace azoth;
using namespace azoth::migrate;
using namespace azoth::migrate::test;

namespace {

std::string failure_code(std::vector<RevisionInfo> revisions, std::string& message) {
    try {
        const RevisionGraph graph{std::move(revisions)};
    } catch (const MigrationError& error) {
        message = error.what();
        return std::string{error.code()};
    }
    return "none";
}

}  // namespace

TEST_CASE("an empty graph has no heads and no bases") {
    const RevisionGraph graph;

    CHECK(graph.empty());
    CHECK(graph.heads().empty());
    CHECK(graph.bases().empty());
}

TEST_CASE("a diamond has one base, one head, a branch point and a merge point") {
    const auto graph = diamond();

    CHECK(graph.ids(graph.heads()) == Strings{"z1"});
    CHECK(graph.ids(graph.bases()) == Strings{"a1"});
    CHECK(graph.ids(graph.branch_points()) == Strings{"a1"});
    CHECK(graph.ids(graph.merge_points()) == Strings{"m1"});
    CHECK(graph.ids(graph.next(*graph.find("a1"))) == Strings{"b1", "b2"});
}

TEST_CASE("a head that another revision depends on is no real head") {
    const RevisionGraph graph{{revision("a1"), revision("b1"), revision("b2", {"b1"}, {"a1"})}};

    CHECK(graph.ids(graph.heads()) == Strings{"a1", "b2"});
    CHECK(graph.ids(graph.real_heads()) == Strings{"b2"});
}

TEST_CASE("a dependency may be named by its branch label") {
    const RevisionGraph graph{{revision("a1", {}, {}, {"lib"}), revision("b1", {}, {"lib"})}};

    CHECK(graph.ids(graph.all_down(*graph.find("b1"))) == Strings{"a1"});
}

TEST_CASE("a dependency that an ancestor declares too counts once, at the ancestor") {
    const RevisionGraph graph{
        {revision("d1"), revision("a1", {}, {"d1"}), revision("a2", {"a1"}, {"d1"})}};

    CHECK(graph.ids(graph.all_down(*graph.find("a1"))) == Strings{"d1"});
    CHECK(graph.ids(graph.all_down(*graph.find("a2"))) == Strings{"a1"});
}

TEST_CASE("a label covers what is above it, and below it down to the branch point") {
    const RevisionGraph graph{{revision("a1"),
                               revision("b1", {"a1"}),
                               revision("b2", {"b1"}, {}, {"billing"}),
                               revision("b3", {"b2"}),
                               revision("c1", {"a1"})}};
    const auto branches = [&](const char* id) {
        const auto found = graph.branches_of(*graph.find(id));
        return Strings{found.begin(), found.end()};
    };

    CHECK(branches("b1") == Strings{"billing"});
    CHECK(branches("b2") == Strings{"billing"});
    CHECK(branches("b3") == Strings{"billing"});
    CHECK(branches("a1").empty());
    CHECK(branches("c1").empty());
}

TEST_CASE("newest_first follows one branch to its end before it begins the next") {
    const auto graph = diamond();
    RevisionSet all{graph.size()};
    for (RevisionIndex index = 0; index < graph.size(); ++index) {
        all.insert(index);
    }

    CHECK(graph.ids(graph.newest_first(all)) == Strings{"z1", "m1", "c1", "b1", "c2", "b2", "a1"});
}

TEST_CASE("tips are the members that nothing else in the set stands on") {
    const auto graph = diamond();
    RevisionSet set{graph.size()};
    for (const auto* id : {"a1", "b1", "c2", "b2"}) {
        set.insert(*graph.find(id));
    }

    CHECK(graph.ids(graph.tips(set, Follow::Down)) == Strings{"b1", "c2"});
}

TEST_CASE("a set of revisions that cannot be a history is refused with its files") {
    std::string message;

    SUBCASE("two files with one id") {
        auto copy = revision("a1");
        copy.path = "versions/copy.cpp";
        CHECK(failure_code({revision("a1"), copy}, message) == "duplicate-revision");
        CHECK(message ==
              "cannot read the revisions: the id of \"a1\" (versions/copy.cpp) is also that of "
              "\"a1\" "
              "(versions/a1.cpp); give one of them another id, or remove the copy");
    }
    SUBCASE("unknown parent") {
        CHECK(failure_code({revision("b1", {"a1"})}, message) == "unknown-down-revision");
        CHECK(message ==
              "cannot place revision \"b1\" (versions/b1.cpp): its parent \"a1\" is not among the "
              "revision "
              "files; restore that file, or correct `down`");
    }
    SUBCASE("unknown dependency") {
        CHECK(failure_code({revision("b1", {}, {"x"})}, message) == "unknown-dependency");
    }
    SUBCASE("a revision that is its own parent") {
        CHECK(failure_code({revision("a1", {"a1"})}, message) == "revision-cycle");
        CHECK(message ==
              "cannot order the revisions: they go round in a circle, \"a1\" -> \"a1\"; correct "
              "`down` of "
              "one of them");
    }
    SUBCASE("a circle of three beside a healthy line") {
        CHECK(failure_code({revision("ok"),
                            revision("x", {"z"}),
                            revision("y", {"x"}),
                            revision("z", {"y"}),
                            revision("above", {"z"})},
                           message) == "revision-cycle");
        CHECK(message.find("\"x\" -> \"z\" -> \"y\" -> \"x\"") != std::string::npos);
    }
    SUBCASE("a circle through a dependency") {
        CHECK(failure_code({revision("a1", {}, {"b1"}), revision("b1", {"a1"})}, message) ==
              "revision-cycle");
        CHECK(message.find("`down` or `depends_on`") != std::string::npos);
    }
}

TEST_CASE("ids and labels that cannot be used are refused") {
    std::string message;

    SUBCASE("one label on two branches") {
        CHECK(failure_code({revision("a1", {}, {}, {"x"}), revision("b1", {}, {}, {"x"})},
                           message) == "duplicate-branch-label");
    }
    SUBCASE("a label that is also an id") {
        CHECK(failure_code({revision("a1"), revision("b1", {}, {}, {"a1"})}, message) ==
              "duplicate-branch-label");
    }
    SUBCASE("an id with a character of the revision syntax") {
        CHECK(failure_code({revision("a-1")}, message) == "invalid-revision-id");
        CHECK(message ==
              "cannot use \"a-1\" as the id of revision \"a-1\" (versions/a-1.cpp): it contains "
              "\"-\"; use "
              "letters, digits and underscores");
    }
    SUBCASE("an id that is a symbol") {
        CHECK(failure_code({revision("head")}, message) == "invalid-revision-id");
    }
}
