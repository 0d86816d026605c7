// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include "migrate/runtime/live_objects.hpp"
#include "migrate/verify/untouched.hpp"

using namespace azoth;
using namespace azoth::migrate;

namespace {

using Objects = std::vector<dialects::LiveObject>;
using Lines = std::vector<std::string>;

dialects::LiveObject object(std::string kind,
                            std::string name,
                            std::string definition = {},
                            std::string table = {}) {
    return {.kind = std::move(kind),
            .name = std::move(name),
            .definition = std::move(definition),
            .table = std::move(table)};
}

}  // namespace

TEST_CASE("two databases differ in what is missing, what is otherwise and what is new") {
    const Objects before{object("view", "a", "1"), object("view", "b", "2"), object("rule", "b")};
    const Objects after{object("view", "b", "3"), object("rule", "b"), object("type", "c")};

    const ObjectDifference difference = difference_of(before, after);

    CHECK(describe(difference.missing) == Lines{"view \"a\""});
    CHECK(describe(difference.changed) == Lines{"view \"b\""});
    CHECK(describe(difference.added) == Lines{"type \"c\""});
}

TEST_CASE("parts go with their table, and nothing else is lost beside the steps") {
    const Objects before{object("table", "t"),
                         object("table", "gone"),
                         object("table column", "t.a", {}, "t"),
                         object("policy", "p on t", {}, "t"),
                         object("policy", "p on gone", {}, "gone"),
                         object("view", "v")};
    const Objects after{object("table", "t")};

    CHECK(describe(lost_beside_steps(before, after)) == Lines{"policy \"p on t\"", "view \"v\""});
}
