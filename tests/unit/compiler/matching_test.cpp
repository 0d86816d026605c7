// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

TEST_CASE("like and its kin") {
    const auto query =
        select(&User::id).where(col(&User::name).like("e%")).where(col(&User::name).not_like("%d"));

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.name LIKE ? AND "
          "user_account.name NOT LIKE ?");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.name LIKE $1 AND "
          "user_account.name NOT LIKE $2");
    CHECK(parameters(query) == Values{"e%", "%d"});
}

TEST_CASE("ilike where there is none compares lower case") {
    const auto query = select(&User::id).where(col(&User::name).ilike("E%"));

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE lower(user_account.name) LIKE "
          "lower(?)");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.name ILIKE $1");
    CHECK(parameters(query) == Values{"E%"});
}

TEST_CASE("contains, starts_with and ends_with escape wildcards") {
    {
        const auto query = select(&User::id).where(col(&User::name).contains("50%_\\"));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.name LIKE ? "
              "ESCAPE '\\'");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.name LIKE $1 "
              "ESCAPE '\\'");
        CHECK(parameters(query) == Values{"%50\\%\\_\\\\%"});
    }
    {
        const auto query = select(&User::id).where(col(&User::name).starts_with("a_"));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.name LIKE ? "
              "ESCAPE '\\'");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.name LIKE $1 "
              "ESCAPE '\\'");
        CHECK(parameters(query) == Values{"a\\_%"});
    }
    {
        const auto query = select(&User::id).where(col(&User::fullname).ends_with("%"));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.fullname LIKE ? "
              "ESCAPE '\\'");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.fullname LIKE "
              "$1 ESCAPE '\\'");
        CHECK(parameters(query) == Values{"%\\%"});
    }
}

TEST_CASE("between includes both ends") {
    const auto query = select(&User::id)
                           .where(col(&User::age).between(18, 65))
                           .where(not col(&User::id).between(1, col(&User::age)));

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.age BETWEEN ? AND ? "
          "AND NOT user_account.id BETWEEN ? AND user_account.age");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.age BETWEEN $1 AND "
          "$2 AND NOT user_account.id BETWEEN $3 AND user_account.age");
    CHECK(parameters(query) == Values{18, 65, 1});
}

TEST_CASE("in and not_in take lists, ranges and queries") {
    {
        const auto query = select(&User::id).where(col(&User::id).in_({1, 2, 3}));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id IN (?, ?, ?)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id IN ($1, $2, $3)");
        CHECK(parameters(query) == Values{1, 2, 3});
    }
    {
        const auto query =
            select(&User::id).where(col(&User::name).not_in(std::vector<std::string>{"a", "b"}));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.name NOT IN (?, ?)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.name NOT IN ($1, $2)");
        CHECK(parameters(query) == Values{"a", "b"});
    }
    {
        const auto query = select(&User::id).where(
            col(&User::id).in_(select(&Address::user_id).where(col(&Address::email) == "x")));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id IN (SELECT "
              "address.user_id FROM address WHERE address.email = ?)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id IN (SELECT "
              "address.user_id FROM address WHERE address.email = $1)");
        CHECK(parameters(query) == Values{"x"});
    }
    {
        const auto query =
            select(&User::id).where(col(&User::id).not_in(select(&Address::user_id)));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id NOT IN "
              "(SELECT address.user_id FROM address)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id NOT IN "
              "(SELECT address.user_id FROM address)");
    }
}

TEST_CASE("an empty in is false, an empty not_in true") {
    const auto query = select(&User::id)
                           .where(col(&User::id).in_(std::vector<int>{}))
                           .where(col(&User::id).not_in(std::vector<int>{}));

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE (user_account.id IN (NULL) AND "
          "(1 != 1)) AND (user_account.id NOT IN (NULL) OR (1 = 1))");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE (user_account.id IN (NULL) AND "
          "(1 != 1)) AND (user_account.id NOT IN (NULL) OR (1 = 1))");
}

TEST_CASE("is_distinct_from takes NULL for a value") {
    const auto query = select(&User::id)
                           .where(col(&User::fullname).is_distinct_from("x"))
                           .where(col(&User::fullname).is_not_distinct_from(std::nullopt));

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.fullname IS NOT ? "
          "AND user_account.fullname IS NULL");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.fullname IS "
          "DISTINCT FROM $1 AND user_account.fullname IS NOT DISTINCT FROM NULL");
    CHECK(parameters(query) == Values{"x"});
}

TEST_CASE("a case is a term like any other") {
    const auto query = select(&User::id)
                           .where(case_(when(col(&User::active), 1)).else_(0) == 1)
                           .order_by(case_(when(col(&User::active), 1)).else_(0).desc());

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE CASE WHEN user_account.active "
          "THEN ? ELSE ? END = ? ORDER BY CASE WHEN user_account.active THEN ? ELSE ? END "
          "DESC");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE CASE WHEN user_account.active "
          "THEN $1::BIGINT ELSE $2::BIGINT END = $3 ORDER BY CASE WHEN user_account.active "
          "THEN $4::BIGINT ELSE $5::BIGINT END DESC");
    CHECK(parameters(query) == Values{1, 0, 1, 1, 0});
}

}  // namespace
