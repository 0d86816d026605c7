// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

TEST_CASE("cast") {
    const auto query = select(col(&User::id).cast<std::string>(),
                              col(&User::name).cast<int>(),
                              col(&User::fullname).cast<double>(),
                              (col(&User::age) + 1).cast<std::int64_t>());

    CHECK(sqlite(query) ==
          "SELECT CAST(user_account.id AS VARCHAR) AS anon_1, CAST(user_account.name AS "
          "INTEGER) AS anon_2, CAST(user_account.fullname AS DOUBLE) AS anon_3, "
          "CAST(user_account.age + ? AS BIGINT) AS anon_4 FROM user_account");
    CHECK(postgresql(query) ==
          "SELECT CAST(user_account.id AS VARCHAR) AS anon_1, CAST(user_account.name AS "
          "INTEGER) AS anon_2, CAST(user_account.fullname AS DOUBLE PRECISION) AS anon_3, "
          "CAST(user_account.age + $1 AS BIGINT) AS anon_4 FROM user_account");
    CHECK(parameters(query) == Values{1});
}

TEST_CASE("collate") {
    {
        const auto query = select(&User::id).order_by(col(&User::name).collate("NOCASE"));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account ORDER BY user_account.name COLLATE "
              "\"NOCASE\"");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account ORDER BY user_account.name COLLATE "
              "\"NOCASE\"");
    }
    {
        const auto query = select((col(&User::name) + "x").collate("C"));
        CHECK(sqlite(query) ==
              "SELECT (user_account.name || ?) COLLATE \"C\" AS anon_1 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT (user_account.name || $1) COLLATE \"C\" AS anon_1 FROM user_account");
        CHECK(parameters(query) == Values{"x"});
    }
}

TEST_CASE("case with and without else") {
    {
        const auto query =
            select(case_(when(col(&User::age) < 18, "young"), when(col(&User::age) < 65, "adult"))
                       .else_("old"));
        CHECK(sqlite(query) ==
              "SELECT CASE WHEN user_account.age < ? THEN ? WHEN user_account.age < ? THEN "
              "? ELSE ? END AS anon_1 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT CASE WHEN user_account.age < $1 THEN $2::VARCHAR WHEN "
              "user_account.age < $3 THEN $4::VARCHAR ELSE $5::VARCHAR END AS anon_1 FROM "
              "user_account");
        CHECK(parameters(query) == Values{18, "young", 65, "adult", "old"});
    }
    {
        const auto query = select(case_(when(col(&User::age) < 18, col(&User::name))));
        CHECK(sqlite(query) ==
              "SELECT CASE WHEN user_account.age < ? THEN user_account.name END AS anon_1 "
              "FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT CASE WHEN user_account.age < $1 THEN user_account.name END AS anon_1 "
              "FROM user_account");
        CHECK(parameters(query) == Values{18});
    }
}

TEST_CASE("functions") {
    {
        const auto query = select(func::upper(&User::name),
                                  func::lower(col(&User::name)),
                                  func::trim(&User::name),
                                  func::length(&User::name),
                                  func::abs(&User::age),
                                  func::round(&User::height, 2));
        CHECK(sqlite(query) ==
              "SELECT upper(user_account.name) AS upper_1, lower(user_account.name) AS "
              "lower_1, trim(user_account.name) AS trim_1, length(user_account.name) AS "
              "length_1, abs(user_account.age) AS abs_1, round(user_account.height, ?) AS "
              "round_1 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT upper(user_account.name) AS upper_1, lower(user_account.name) AS "
              "lower_1, trim(user_account.name) AS trim_1, length(user_account.name) AS "
              "length_1, abs(user_account.age) AS abs_1, round(user_account.height, $1) AS "
              "round_1 FROM user_account");
        CHECK(parameters(query) == Values{2});
    }
    {
        const auto query = select(func::coalesce(&User::fullname, &User::name),
                                  func::coalesce(&User::fullname, "none"),
                                  func::nullif(&User::name, ""));
        CHECK(sqlite(query) ==
              "SELECT coalesce(user_account.fullname, user_account.name) AS coalesce_1, "
              "coalesce(user_account.fullname, ?) AS coalesce_2, nullif(user_account.name, "
              "?) AS nullif_1 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT coalesce(user_account.fullname, user_account.name) AS coalesce_1, "
              "coalesce(user_account.fullname, $1) AS coalesce_2, "
              "nullif(user_account.name, $2) AS nullif_1 FROM user_account");
        CHECK(parameters(query) == Values{"none", ""});
    }
    {
        const auto query = select(func::call<double>("random"),
                                  func::call<std::string>("substr", &User::name, 1, 3));
        CHECK(sqlite(query) ==
              "SELECT random() AS random_1, substr(user_account.name, ?, ?) AS substr_1 "
              "FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT random() AS random_1, substr(user_account.name, $1, $2) AS substr_1 "
              "FROM user_account");
        CHECK(parameters(query) == Values{1, 3});
    }
}

TEST_CASE("aggregates") {
    const auto query = select(func::count(),
                              func::count(&User::id),
                              func::sum(&User::age),
                              func::avg(&User::age),
                              func::min(&User::name),
                              func::max(&User::height));

    CHECK(sqlite(query) ==
          "SELECT count(*) AS count_1, count(user_account.id) AS count_2, "
          "sum(user_account.age) AS sum_1, avg(user_account.age) AS avg_1, "
          "min(user_account.name) AS min_1, max(user_account.height) AS max_1 FROM "
          "user_account");
    CHECK(postgresql(query) ==
          "SELECT count(*) AS count_1, count(user_account.id) AS count_2, "
          "sum(user_account.age) AS sum_1, avg(user_account.age) AS avg_1, "
          "min(user_account.name) AS min_1, max(user_account.height) AS max_1 FROM "
          "user_account");
}

TEST_CASE("several items of one function are numbered") {
    const auto query = select(
        func::count(&User::id), func::count(&User::name), col(&User::age) + 1, col(&User::age) + 2);

    CHECK(sqlite(query) ==
          "SELECT count(user_account.id) AS count_1, count(user_account.name) AS count_2, "
          "user_account.age + ? AS anon_1, user_account.age + ? AS anon_2 FROM user_account");
    CHECK(postgresql(query) ==
          "SELECT count(user_account.id) AS count_1, count(user_account.name) AS count_2, "
          "user_account.age + $1 AS anon_1, user_account.age + $2 AS anon_2 FROM "
          "user_account");
    CHECK(parameters(query) == Values{1, 2});
}

TEST_CASE("distinct inside an aggregate") {
    const auto query = select(func::count(col(&User::name).distinct()));

    CHECK(sqlite(query) == "SELECT count(DISTINCT user_account.name) AS count_1 FROM user_account");
    CHECK(postgresql(query) ==
          "SELECT count(DISTINCT user_account.name) AS count_1 FROM user_account");
}

TEST_CASE("filter on an aggregate") {
    {
        const auto query =
            select(func::count().filter(col(&User::age) > 18),
                   func::sum(&User::age).filter(col(&User::active) and col(&User::id) > 1));
        CHECK(sqlite(query) ==
              "SELECT count(*) FILTER (WHERE user_account.age > ?) AS anon_1, "
              "sum(user_account.age) FILTER (WHERE user_account.active AND user_account.id "
              "> ?) AS anon_2 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT count(*) FILTER (WHERE user_account.age > $1) AS anon_1, "
              "sum(user_account.age) FILTER (WHERE user_account.active AND user_account.id "
              "> $2) AS anon_2 FROM user_account");
        CHECK(parameters(query) == Values{18, 1});
    }
    {
        const auto query =
            select(func::count(&User::id).filter(col(&User::age) > 18)).select_from<User>();
        CHECK(sqlite(query) ==
              "SELECT count(user_account.id) FILTER (WHERE user_account.age > ?) AS anon_1 "
              "FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT count(user_account.id) FILTER (WHERE user_account.age > $1) AS "
              "anon_1 FROM user_account");
        CHECK(parameters(query) == Values{18});
    }
}

TEST_CASE("windows") {
    const auto query = select(
        func::row_number().over(window().order_by(&User::id)),
        func::rank().over(partition_by(&User::age).order_by(col(&User::height).desc(), &User::id)),
        func::sum(&User::age).over());

    CHECK(sqlite(query) ==
          "SELECT row_number() OVER (ORDER BY user_account.id) AS anon_1, rank() OVER "
          "(PARTITION BY user_account.age ORDER BY user_account.height DESC, "
          "user_account.id) AS anon_2, sum(user_account.age) OVER () AS anon_3 FROM "
          "user_account");
    CHECK(postgresql(query) ==
          "SELECT row_number() OVER (ORDER BY user_account.id) AS anon_1, rank() OVER "
          "(PARTITION BY user_account.age ORDER BY user_account.height DESC, "
          "user_account.id) AS anon_2, sum(user_account.age) OVER () AS anon_3 FROM "
          "user_account");
}

TEST_CASE("scalar subquery") {
    {
        const auto query = select(&User::name,
                                  select(func::count(&Address::id))
                                      .where(col(&Address::user_id) == col(&User::id))
                                      .scalar_subquery());
        CHECK(sqlite(query) ==
              "SELECT user_account.name, (SELECT count(address.id) AS count_1 FROM address "
              "WHERE address.user_id = user_account.id) AS anon_1 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT user_account.name, (SELECT count(address.id) AS count_1 FROM address "
              "WHERE address.user_id = user_account.id) AS anon_1 FROM user_account");
    }
    {
        const auto query = select(&User::id).where(col(&User::age) >
                                                   select(func::avg(&User::age)).scalar_subquery());
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.age > (SELECT "
              "avg(user_account.age) AS avg_1 FROM user_account)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.age > (SELECT "
              "avg(user_account.age) AS avg_1 FROM user_account)");
    }
}

TEST_CASE("exists looks at the rows of the statement around it") {
    {
        const auto query = select(&User::id).where(exists(
            select(&Address::id)
                .where(col(&Address::user_id) == col(&User::id) and col(&Address::email) == "x")));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE EXISTS (SELECT address.id "
              "FROM address WHERE address.user_id = user_account.id AND address.email = ?)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE EXISTS (SELECT address.id "
              "FROM address WHERE address.user_id = user_account.id AND address.email = $1)");
        CHECK(parameters(query) == Values{"x"});
    }
    {
        const auto query = select(&User::id).where(
            not exists(select(&Address::id).where(col(&Address::user_id) == col(&User::id))));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE NOT EXISTS (SELECT "
              "address.id FROM address WHERE address.user_id = user_account.id)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE NOT EXISTS (SELECT "
              "address.id FROM address WHERE address.user_id = user_account.id)");
    }
}

}  // namespace
