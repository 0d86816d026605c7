// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>

#include "migrate/compare/rename_order.hpp"

using namespace azoth::migrate;

namespace {

std::string ordered(const std::vector<NameChange>& changes, const std::vector<std::string>& names) {
    std::string text;
    for (const NameChange& one : in_free_order(changes, names)) {
        text += one.from + ">" + one.to + " ";
    }
    return text;
}

}  // namespace

TEST_CASE("a rename waits until its name is free") {
    CHECK(ordered({{"a", "b"}, {"x", "y"}}, {"a", "x"}) == "a>b x>y ");
    CHECK(ordered({{"a", "b"}, {"b", "c"}, {"c", "d"}}, {"a", "b", "c"}) == "c>d b>c a>b ");
}

TEST_CASE("what is in the way moves aside, to a name that nobody has or wants") {
    CHECK(ordered({{"a", "b"}}, {"a", "b"}) == "b>b_old a>b ");
    CHECK(ordered({{"a", "b"}}, {"a", "b", "b_old"}) == "b>b_old_old a>b ");
    CHECK(ordered({{"a", "b"}, {"c", "b_old"}}, {"a", "b", "c"}) == "c>b_old b>b_old_old a>b ");
}

TEST_CASE("names go round in a ring by way of one aside") {
    CHECK(ordered({{"a", "b"}, {"b", "a"}}, {"a", "b"}) == "b>b_old a>b b_old>a ");
    CHECK(ordered({{"a", "b"}, {"b", "c"}, {"c", "a"}}, {"a", "b", "c"}) ==
          "b>b_old a>b c>a b_old>c ");
}
