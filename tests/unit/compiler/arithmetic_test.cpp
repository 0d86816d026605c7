// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

TEST_CASE("arithmetic groups by parentheses where its order needs it") {
    const auto x = col(&User::age);

    {
        const auto query = select(x + 1 - 2);
        CHECK(sqlite(query) == "SELECT user_account.age + ? - ? AS anon_1 FROM user_account");
        CHECK(postgresql(query) == "SELECT user_account.age + $1 - $2 AS anon_1 FROM user_account");
        CHECK(parameters(query) == Values{1, 2});
    }
    {
        const auto query = select(x - (x - 1));
        CHECK(sqlite(query) ==
              "SELECT user_account.age - (user_account.age - ?) AS anon_1 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT user_account.age - (user_account.age - $1) AS anon_1 FROM user_account");
        CHECK(parameters(query) == Values{1});
    }
    {
        const auto query = select((x + 1) * 2);
        CHECK(sqlite(query) == "SELECT (user_account.age + ?) * ? AS anon_1 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT (user_account.age + $1) * $2 AS anon_1 FROM user_account");
        CHECK(parameters(query) == Values{1, 2});
    }
    {
        const auto query = select(x * 2 + 1);
        CHECK(sqlite(query) == "SELECT user_account.age * ? + ? AS anon_1 FROM user_account");
        CHECK(postgresql(query) == "SELECT user_account.age * $1 + $2 AS anon_1 FROM user_account");
        CHECK(parameters(query) == Values{2, 1});
    }
    {
        const auto query = select(x / (x * 2));
        CHECK(sqlite(query) ==
              "SELECT user_account.age / (user_account.age * ?) AS anon_1 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT user_account.age / (user_account.age * $1) AS anon_1 FROM user_account");
        CHECK(parameters(query) == Values{2});
    }
    {
        const auto query = select(x * (x + 1) % 7);
        CHECK(sqlite(query) ==
              "SELECT user_account.age * (user_account.age + ?) % ? AS anon_1 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT user_account.age * (user_account.age + $1) % $2 AS anon_1 FROM "
              "user_account");
        CHECK(parameters(query) == Values{1, 7});
    }
}

TEST_CASE("signs and values on the left keep their place") {
    const auto x = col(&User::age);

    {
        const auto query = select(-x - -x);
        CHECK(sqlite(query) ==
              "SELECT -user_account.age - -user_account.age AS anon_1 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT -user_account.age - -user_account.age AS anon_1 FROM user_account");
    }
    {
        const auto query = select(-(-x));
        CHECK(sqlite(query) == "SELECT -(-user_account.age) AS anon_1 FROM user_account");
        CHECK(postgresql(query) == "SELECT -(-user_account.age) AS anon_1 FROM user_account");
    }
    {
        const auto query = select(1 + x);
        CHECK(sqlite(query) == "SELECT ? + user_account.age AS anon_1 FROM user_account");
        CHECK(postgresql(query) == "SELECT $1 + user_account.age AS anon_1 FROM user_account");
        CHECK(parameters(query) == Values{1});
    }
    {
        const auto query = select(10 - x * 2);
        CHECK(sqlite(query) == "SELECT ? - user_account.age * ? AS anon_1 FROM user_account");
        CHECK(postgresql(query) == "SELECT $1 - user_account.age * $2 AS anon_1 FROM user_account");
        CHECK(parameters(query) == Values{10, 2});
    }
}

TEST_CASE("texts are concatenated") {
    const auto name = col(&User::name);

    {
        const auto query = select(name + "-" + name);
        CHECK(sqlite(query) ==
              "SELECT user_account.name || ? || user_account.name AS anon_1 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT user_account.name || $1 || user_account.name AS anon_1 FROM user_account");
        CHECK(parameters(query) == Values{"-"});
    }
    {
        const auto query = select("Dr. " + name);
        CHECK(sqlite(query) == "SELECT ? || user_account.name AS anon_1 FROM user_account");
        CHECK(postgresql(query) == "SELECT $1 || user_account.name AS anon_1 FROM user_account");
        CHECK(parameters(query) == Values{"Dr. "});
    }
    {
        const auto query = select(name + col(&User::fullname));
        CHECK(sqlite(query) ==
              "SELECT user_account.name || user_account.fullname AS anon_1 FROM user_account");
        CHECK(postgresql(query) ==
              "SELECT user_account.name || user_account.fullname AS anon_1 FROM user_account");
    }
}

TEST_CASE("concatenation beside arithmetic is always in parentheses") {
    const auto query = select(col(&User::name) + (col(&User::age) + 1).cast<std::string>());

    CHECK(sqlite(query) ==
          "SELECT user_account.name || CAST(user_account.age + ? AS VARCHAR) AS anon_1 "
          "FROM user_account");
    CHECK(postgresql(query) ==
          "SELECT user_account.name || CAST(user_account.age + $1 AS VARCHAR) AS anon_1 "
          "FROM user_account");
    CHECK(parameters(query) == Values{1});
}

TEST_CASE("comparisons are operands of comparisons in parentheses") {
    {
        const auto query = select(&User::id).where((col(&User::id) == 1) == (col(&User::age) == 2));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE (user_account.id = ?) = "
              "(user_account.age = ?)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE (user_account.id = $1) = "
              "(user_account.age = $2)");
        CHECK(parameters(query) == Values{1, 2});
    }
    {
        const auto query = select(&User::id).where((col(&User::id) == 1).is_null());
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE (user_account.id = ?) IS NULL");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE (user_account.id = $1) IS NULL");
        CHECK(parameters(query) == Values{1});
    }
}

TEST_CASE("a label inside a larger expression says nothing") {
    const auto next = (col(&User::age) + 1).label("next");
    const auto query = select(next * 2).where(next > 5);

    CHECK(sqlite(query) ==
          "SELECT (user_account.age + ?) * ? AS anon_1 FROM user_account WHERE "
          "user_account.age + ? > ?");
    CHECK(postgresql(query) ==
          "SELECT (user_account.age + $1) * $2 AS anon_1 FROM user_account WHERE "
          "user_account.age + $3 > $4");
    CHECK(parameters(query) == Values{1, 2, 1, 5});
}

TEST_CASE("a custom operator stands in parentheses") {
    const auto query = select(&User::id)
                           .where(col(&User::age).op("&")(4))
                           .where((col(&User::age) + 1).op("%%")(col(&User::id) - 1));

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.age & ? AND "
          "(user_account.age + ?) %% (user_account.id - ?)");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.age & $1 AND "
          "(user_account.age + $2) %% (user_account.id - $3)");
    CHECK(parameters(query) == Values{4, 1, 1});
}

TEST_CASE("SQL as it is stands in parentheses beside operators where it has blanks") {
    {
        const auto query =
            select(sql_expression<int>("1 + 1") * 2, sql_expression<int>("random()") + 1);
        CHECK(sqlite(query) == "SELECT (1 + 1) * ? AS anon_1, random() + ? AS anon_2");
        CHECK(postgresql(query) == "SELECT (1 + 1) * $1 AS anon_1, random() + $2 AS anon_2");
        CHECK(parameters(query) == Values{2, 1});
    }
    {
        const auto query =
            select(&User::id).where(sql_expression<bool>("a or b")).where(col(&User::id) == 1);
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE (a or b) AND user_account.id = ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE (a or b) AND user_account.id = $1");
        CHECK(parameters(query) == Values{1});
    }
}

TEST_CASE("literals of items are typed where the database needs it") {
    const auto query =
        select(literal(1), literal("x"), literal(true), literal(1.5), literal(1) + 2);

    CHECK(sqlite(query) ==
          "SELECT ? AS anon_1, ? AS anon_2, ? AS anon_3, ? AS anon_4, ? + ? AS anon_5");
    CHECK(postgresql(query) ==
          "SELECT $1::BIGINT AS anon_1, $2::VARCHAR AS anon_2, $3::BOOLEAN AS anon_3, "
          "$4::DOUBLE PRECISION AS anon_4, $5::BIGINT + $6::BIGINT AS anon_5");
    CHECK(parameters(query) == Values{1, "x", true, 1.5, 1, 2});
}

TEST_CASE("a fraction beside whole numbers is one for every database") {
    const auto query = select(col(&User::age) * 1.5, func::avg(&User::age) + 0.5)
                           .where(col(&User::age) > 2.5)
                           .where(col(&User::height) > 1.5)
                           .where(col(&User::age).between(0.5, 9))
                           .where(col(&User::age).in_({2.5, 3.0}))
                           .where(col(&User::age).is_distinct_from(4.5));

    CHECK(sqlite(query) ==
          "SELECT user_account.age * ? AS anon_1, avg(user_account.age) + ? AS anon_2 FROM "
          "user_account WHERE user_account.age > ? AND user_account.height > ? AND "
          "user_account.age BETWEEN ? AND ? AND user_account.age IN (?, ?) AND user_account.age "
          "IS NOT ?");
    CHECK(postgresql(query) ==
          "SELECT user_account.age * $1::DOUBLE PRECISION AS anon_1, avg(user_account.age) + "
          "$2::DOUBLE PRECISION AS anon_2 FROM user_account WHERE user_account.age > $3::DOUBLE "
          "PRECISION AND user_account.height > $4 AND user_account.age BETWEEN $5::DOUBLE "
          "PRECISION AND $6 AND user_account.age IN ($7::DOUBLE PRECISION, $8::DOUBLE "
          "PRECISION) AND user_account.age IS DISTINCT FROM $9::DOUBLE PRECISION");
    CHECK(parameters(query) == Values{1.5, 0.5, 2.5, 1.5, 0.5, 9, 2.5, 3.0, 4.5});
}

TEST_CASE("literals among themselves are typed where the database needs it") {
    const auto query = select(literal(5).between(1, 10),
                              literal(5).in_({5, 10}),
                              literal(5).is_null(),
                              -literal(5),
                              literal(5).in_(select(&User::age)),
                              literal(5).between(col(&User::age), col(&User::id)));

    CHECK(postgresql(query) ==
          "SELECT $1::BIGINT BETWEEN $2::BIGINT AND $3::BIGINT AS anon_1, $4::BIGINT IN "
          "($5::BIGINT, $6::BIGINT) AS anon_2, $7::BIGINT IS NULL AS anon_3, -$8::BIGINT AS "
          "anon_4, $9 IN (SELECT user_account.age FROM user_account) AS anon_5, $10 BETWEEN "
          "user_account.age AND user_account.id AS anon_6 FROM user_account");
    CHECK(parameters(query) == Values{5, 1, 10, 5, 5, 10, 5, 5, 5, 5});
}

TEST_CASE("values are divided by columns") {
    const auto query = select(100 / col(&User::age), 7 % col(&User::age), 1.5 / col(&User::age));

    CHECK(sqlite(query) ==
          "SELECT ? / user_account.age AS anon_1, ? % user_account.age AS anon_2, ? / "
          "user_account.age AS anon_3 FROM user_account");
    CHECK(postgresql(query) ==
          "SELECT $1 / user_account.age AS anon_1, $2 % user_account.age AS anon_2, $3::DOUBLE "
          "PRECISION / user_account.age AS anon_3 FROM user_account");
    CHECK(parameters(query) == Values{100, 7, 1.5});
}

}  // namespace
