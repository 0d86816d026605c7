// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

TEST_CASE("comparisons") {
    const auto query = select(&User::id)
                           .where(col(&User::id) == 1)
                           .where(col(&User::id) != 2)
                           .where(col(&User::id) < 3)
                           .where(col(&User::id) <= 4)
                           .where(col(&User::id) > 5)
                           .where(col(&User::id) >= 6);

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.id = ? AND "
          "user_account.id != ? AND user_account.id < ? AND user_account.id <= ? AND "
          "user_account.id > ? AND user_account.id >= ?");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.id = $1 AND "
          "user_account.id != $2 AND user_account.id < $3 AND user_account.id <= $4 AND "
          "user_account.id > $5 AND user_account.id >= $6");
    CHECK(parameters(query) == Values{1, 2, 3, 4, 5, 6});
}

TEST_CASE("a value on the left turns the comparison around") {
    const auto query = select(&User::id)
                           .where(1 == col(&User::id))
                           .where(2 != col(&User::id))
                           .where(3 < col(&User::id))
                           .where(4 <= col(&User::id))
                           .where(5 > col(&User::id))
                           .where(6 >= col(&User::id));

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.id = ? AND "
          "user_account.id != ? AND user_account.id > ? AND user_account.id >= ? AND "
          "user_account.id < ? AND user_account.id <= ?");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.id = $1 AND "
          "user_account.id != $2 AND user_account.id > $3 AND user_account.id >= $4 AND "
          "user_account.id < $5 AND user_account.id <= $6");
    CHECK(parameters(query) == Values{1, 2, 3, 4, 5, 6});
}

TEST_CASE("columns are compared with columns") {
    const auto query = select(&User::id)
                           .where(col(&User::id) == col(&User::age))
                           .where(col(&User::name) < col(&User::fullname));

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.id = "
          "user_account.age AND user_account.name < user_account.fullname");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.id = "
          "user_account.age AND user_account.name < user_account.fullname");
}

TEST_CASE("a comparison with NULL asks IS NULL") {
    const auto query = select(&User::id)
                           .where(col(&User::fullname) == std::nullopt)
                           .where(col(&User::fullname) != std::nullopt)
                           .where(std::nullopt == col(&User::fullname));

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.fullname IS NULL "
          "AND user_account.fullname IS NOT NULL AND user_account.fullname IS NULL");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.fullname IS NULL "
          "AND user_account.fullname IS NOT NULL AND user_account.fullname IS NULL");
}

TEST_CASE("an empty optional is NULL, a full one its value") {
    {
        const auto query =
            select(&User::id).where(col(&User::fullname) == std::optional<std::string>{});
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.fullname IS NULL");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.fullname IS NULL");
    }
    {
        const auto query =
            select(&User::id).where(col(&User::fullname) == std::optional<std::string>{"x"});
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.fullname = ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.fullname = $1");
        CHECK(parameters(query) == Values{"x"});
    }
}

TEST_CASE("is_null and is_not_null") {
    const auto query = select(&User::id).where(col(&User::fullname).is_null() or
                                               col(&User::fullname).is_not_null());

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.fullname IS NULL OR "
          "user_account.fullname IS NOT NULL");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.fullname IS NULL OR "
          "user_account.fullname IS NOT NULL");
}

TEST_CASE("values of every plain type are parameters of their kind") {
    const auto query = select(&User::id)
                           .where(col(&User::id) == 5)
                           .where(col(&User::height) > 1.5)
                           .where(col(&User::active) == true)
                           .where(col(&User::name) == std::string{"x"})
                           .where(col(&User::age) == 7L);

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.id = ? AND "
          "user_account.height > ? AND user_account.active = ? AND user_account.name = ? "
          "AND user_account.age = ?");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.id = $1 AND "
          "user_account.height > $2 AND user_account.active = $3 AND user_account.name = "
          "$4 AND user_account.age = $5");
    CHECK(parameters(query) == Values{5, 1.5, true, "x", 7});
}

TEST_CASE("and and or group by parentheses") {
    const auto a = col(&User::id) == 1;
    const auto b = col(&User::id) == 2;
    const auto c = col(&User::id) == 3;

    {
        const auto query = select(&User::id).where((a or b) and c);
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE (user_account.id = ? OR "
              "user_account.id = ?) AND user_account.id = ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE (user_account.id = $1 OR "
              "user_account.id = $2) AND user_account.id = $3");
        CHECK(parameters(query) == Values{1, 2, 3});
    }
    {
        const auto query = select(&User::id).where(a or (b and c));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? OR "
              "user_account.id = ? AND user_account.id = ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = $1 OR "
              "user_account.id = $2 AND user_account.id = $3");
        CHECK(parameters(query) == Values{1, 2, 3});
    }
    {
        const auto query = select(&User::id).where((a and b) and (c and a));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? AND "
              "user_account.id = ? AND user_account.id = ? AND user_account.id = ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = $1 AND "
              "user_account.id = $2 AND user_account.id = $3 AND user_account.id = $4");
        CHECK(parameters(query) == Values{1, 2, 3, 1});
    }
}

TEST_CASE("not binds to what follows, or to what stands in parentheses") {
    const auto a = col(&User::id) == 1;
    const auto b = col(&User::id) == 2;

    {
        const auto query = select(&User::id).where(not(a or b));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE NOT (user_account.id = ? OR "
              "user_account.id = ?)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE NOT (user_account.id = $1 OR "
              "user_account.id = $2)");
        CHECK(parameters(query) == Values{1, 2});
    }
    {
        const auto query = select(&User::id).where(not a and not b);
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE NOT user_account.id = ? AND "
              "NOT user_account.id = ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE NOT user_account.id = $1 AND "
              "NOT user_account.id = $2");
        CHECK(parameters(query) == Values{1, 2});
    }
    {
        const auto query = select(&User::id).where(not not a);
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE NOT (NOT user_account.id = ?)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE NOT (NOT user_account.id = $1)");
        CHECK(parameters(query) == Values{1});
    }
}

TEST_CASE("a boolean column is a condition") {
    const auto query = select(&User::id).where(col(&User::active) and not col(&User::active));

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.active AND NOT "
          "user_account.active");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.active AND NOT "
          "user_account.active");
}

}  // namespace
