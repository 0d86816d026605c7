// SPDX-License-Identifier: MIT
#include <azoth/migrate/revision/resolution.hpp>

#include "graph_builder.hpp"

#include <azoth/base/error.hpp>

#include <doctest/doctest.h>

using namespace azoth;
using namespace azoth::migrate;
using namespace azoth::migrate::test;

namespace {

Strings found(const RevisionGraph& graph, const Strings& current, std::string_view identifier) {
    return graph.ids(Resolver{graph, current}.resolve(identifier));
}

std::string failure(const RevisionGraph& graph,
                    const Strings& current,
                    std::string_view identifier) {
    try {
        static_cast<void>(Resolver{graph, current}.resolve(identifier));
    } catch (const MigrationError& error) {
        return std::string{error.code()} + ": " + error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("an identifier is split into branch, symbol and steps") {
    const auto identifier = parse_identifier("billing@ae10+2");

    CHECK(identifier.branch == "billing");
    CHECK(identifier.symbol == "ae10");
    CHECK(identifier.steps == 2);
    CHECK(parse_identifier("-1").steps == -1);
    CHECK(parse_identifier("-1").symbol.empty());
    CHECK(parse_identifier("branch@-12").steps == -12);
    CHECK_FALSE(parse_identifier("1975ea83b712").steps.has_value());
}

TEST_CASE("symbols, ids and partial ids are found") {
    const auto graph = line();

    CHECK(found(graph, {}, "head") == Strings{"dddd4"});
    CHECK(found(graph, {}, "heads") == Strings{"dddd4"});
    CHECK(found(graph, {}, "base") == Strings{});
    CHECK(found(graph, {"bbbb2"}, "current") == Strings{"bbbb2"});
    CHECK(found(graph, {}, "bbbb2") == Strings{"bbbb2"});
    CHECK(found(graph, {}, "bbbb") == Strings{"bbbb2"});
    CHECK(found(graph, {}, "c") == Strings{"cccc3"});
}

TEST_CASE("relative identifiers count from the current revision or from a symbol") {
    const auto graph = line();

    CHECK(found(graph, {"aaaa1"}, "+2") == Strings{"cccc3"});
    CHECK(found(graph, {}, "+1") == Strings{"aaaa1"});
    CHECK(found(graph, {"cccc3"}, "-1") == Strings{"bbbb2"});
    CHECK(found(graph, {"aaaa1"}, "-1") == Strings{});
    CHECK(found(graph, {}, "bbbb+2") == Strings{"dddd4"});
    CHECK(found(graph, {}, "head-2") == Strings{"bbbb2"});
    CHECK(found(graph, {}, "base+1") == Strings{"aaaa1"});
}

TEST_CASE("a branch is named by its label or by a revision of it") {
    const auto graph = two_bases();

    CHECK(found(graph, {}, "shop@head") == Strings{"shop3"});
    CHECK(found(graph, {}, "user2@head") == Strings{"user3"});
    CHECK(found(graph, {}, "shop@heads") == Strings{"shop3"});
    CHECK(found(graph, {}, "heads") == Strings{"shop3", "user3"});
    CHECK(found(graph, {}, "shop") == Strings{"shop1"});
    CHECK(found(graph, {}, "shop@base") == Strings{});
    CHECK(found(graph, {"shop1", "user1"}, "shop@+1") == Strings{"shop2"});
    CHECK(found(graph, {"shop1", "user2"}, "user@-1") == Strings{"user1"});
    CHECK(found(graph, {"user1"}, "shop@+2") == Strings{"shop2"});
    CHECK(found(graph, {}, "shop@head-1") == Strings{"shop2"});
    CHECK(found(graph, {"shop3"}, "user@-1") == Strings{"user1"});
    CHECK(found(graph, {"shop3"}, "user@+1") == Strings{"user3"});
}

TEST_CASE("an identifier that means nothing, or too much, is refused with the way out") {
    const auto graph = line();

    CHECK(failure(graph, {}, "bbbb3") ==
          "unknown-revision: cannot find revision \"bbbb3\": no revision file has an id "
          "or branch label that begins so; did you mean \"bbbb2\"?");
    CHECK(failure(RevisionGraph{}, {}, "x") ==
          "unknown-revision: cannot find revision \"x\": no revision file has an id or branch "
          "label that begins so; "
          "there are no revisions yet, `azoth revision` makes one");
    CHECK(failure(graph, {}, "")
              .starts_with("unknown-revision: cannot find revision \"\": it names none"));
    CHECK(failure(graph, {}, "dddd4+1") ==
          "relative-too-far: cannot walk to \"dddd4+1\": the way ends after 0 "
          "revisions; use a smaller number, or \"head\"");
    CHECK(failure(graph, {"bbbb2"}, "-3") ==
          "relative-too-far: cannot walk to \"-3\": the way ends after 2 revisions; "
          "use a smaller number, or \"base\"");
    CHECK(failure(graph, {}, "+99999999999999").starts_with("relative-too-far"));
    CHECK(failure(graph, {"zz"}, "head") ==
          "unknown-database-revision: cannot place the database in the history: its version table "
          "holds \"zz\", which "
          "no revision file has; check out the files that belong to the database, or set its "
          "version with `azoth "
          "stamp --purge REVISION`");
}

TEST_CASE("a partial id of several revisions lists them") {
    const RevisionGraph graph{
        {revision("abcd1"), revision("abcd2", {"abcd1"}), revision("abc", {"abcd2"})}};

    CHECK(failure(graph, {}, "abcd") ==
          "ambiguous-revision: cannot choose a revision for \"abcd\": 2 begin so, "
          "\"abcd1\", \"abcd2\"; give more characters");
    CHECK(found(graph, {}, "abc") == Strings{"abc"});
}

TEST_CASE("several heads are listed with the three ways out") {
    const RevisionGraph graph{
        {revision("aaaa1"), revision("bbbb2", {"aaaa1"}), revision("cccc3", {"aaaa1"})}};

    CHECK(failure(graph, {}, "head") ==
          "multiple-heads: cannot choose one revision for \"head\": multiple heads: \"bbbb2\", "
          "\"cccc3\"; use all of "
          "them (`azoth upgrade heads`), name one of them, or merge them with `azoth merge heads`");
    CHECK(found(graph, {}, "bbbb@head") == Strings{"bbbb2"});
    CHECK(failure(graph, {"bbbb2", "cccc3"}, "-1").starts_with("ambiguous-relative"));
    CHECK(failure(graph, {"aaaa1"}, "+1") ==
          "ambiguous-relative: cannot walk to \"+1\": at \"aaaa1\" there are 2 ways, \"bbbb2\", "
          "\"cccc3\"; name the "
          "revision, or its branch as in \"BRANCH@+1\"");
    CHECK(found(graph, {"aaaa1"}, "cccc@+1") == Strings{"cccc3"});
}

TEST_CASE("a branch that does not exist, or does not hold the revision, is refused") {
    const auto graph = two_bases();

    CHECK(failure(graph, {}, "shap@head") ==
          "unknown-branch: cannot find branch \"shap\": no revision has that label or id; did you "
          "mean \"shop\"?");
    CHECK(failure(graph, {}, "shop@user2") ==
          "not-on-branch: cannot use \"shop@user2\": revision \"user2\" is not on branch \"shop\"; "
          "leave out the "
          "branch, or name a revision of it");
}

TEST_CASE("what counts from the current revision needs a database") {
    const auto graph = line();
    const Resolver resolver{graph};

    CHECK(graph.ids(resolver.resolve("head-1")) == Strings{"cccc3"});
    CHECK_THROWS_WITH_AS(static_cast<void>(resolver.resolve("current")),
                         "cannot work out \"current\": it counts from the current revision, and no "
                         "database was asked "
                         "for it; name a revision instead, such as \"head-1\"",
                         MigrationError);
}
