// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/migrate/compare/filter.hpp>

using namespace azoth;
using namespace azoth::migrate;

namespace {

schema::Table table(std::string name, std::string in = {}) {
    return {.name = std::move(name), .schema = std::move(in)};
}

}  // namespace

TEST_CASE("patterns of tables are those of a shell, over the name and the name with its schema") {
    const TableFilter filter{.include = {"user_*", "sales.[a-c]?"}, .exclude = {"*_old"}};

    CHECK(filter.accepts(table("user_role")));
    CHECK(filter.accepts(table("user_role", "any")));
    CHECK(filter.accepts(table("b1", "sales")));
    CHECK_FALSE(filter.accepts(table("d1", "sales")));
    CHECK_FALSE(filter.accepts(table("b1")));
    CHECK_FALSE(filter.accepts(table("user_old")));
    CHECK_FALSE(filter.accepts(table("xuser_role")));
}

TEST_CASE("a pattern of many stars over a long name is answered at once") {
    std::string stars;
    for (int i = 0; i < 20; ++i) {
        stars += "*a";
    }

    CHECK_FALSE(TableFilter{.include = {stars + "b"}}.accepts(table(std::string(200, 'a'))));
}

TEST_CASE("tables of azoth's own are never looked at") {
    CHECK_FALSE(TableFilter{}.accepts(table("azoth_history")));
    CHECK(TableFilter{}.accepts(table("history")));
}
