// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

TEST_CASE("a query for a struct selects its columns in order") {
    const auto query = select<User>();

    CHECK(sqlite(query) ==
          "SELECT user_account.id, user_account.name, user_account.fullname, "
          "user_account.age, user_account.height, user_account.active FROM user_account");
    CHECK(postgresql(query) ==
          "SELECT user_account.id, user_account.name, user_account.fullname, "
          "user_account.age, user_account.height, user_account.active FROM user_account");
}

TEST_CASE("items are members, columns, expressions and values") {
    const auto query =
        select(&User::id, col(&User::name), col(&User::age) + 1, literal("x"), literal(2.5));

    CHECK(sqlite(query) ==
          "SELECT user_account.id, user_account.name, user_account.age + ? AS anon_1, ? AS "
          "anon_2, ? AS anon_3 FROM user_account");
    CHECK(postgresql(query) ==
          "SELECT user_account.id, user_account.name, user_account.age + $1 AS anon_1, "
          "$2::VARCHAR AS anon_2, $3::DOUBLE PRECISION AS anon_3 FROM user_account");
    CHECK(parameters(query) == Values{1, "x", 2.5});
}

TEST_CASE("a label names an item") {
    const auto query =
        select((col(&User::age) * 2).label("twice"), func::upper(&User::name).label("select"));

    CHECK(sqlite(query) ==
          "SELECT user_account.age * ? AS twice, upper(user_account.name) AS \"select\" "
          "FROM user_account");
    CHECK(postgresql(query) ==
          "SELECT user_account.age * $1 AS twice, upper(user_account.name) AS \"select\" "
          "FROM user_account");
    CHECK(parameters(query) == Values{2});
}

TEST_CASE("the names of tables and columns are quoted where they are words of SQL") {
    const auto query = select<Order>().where(col(&Order::select) == "x");

    CHECK(sqlite(query) ==
          "SELECT \"order\".id, \"order\".\"select\" FROM \"order\" WHERE "
          "\"order\".\"select\" = ?");
    CHECK(postgresql(query) ==
          "SELECT \"order\".id, \"order\".\"select\" FROM \"order\" WHERE "
          "\"order\".\"select\" = $1");
    CHECK(parameters(query) == Values{"x"});
}

TEST_CASE("conditions of several calls are joined by AND, an OR among them in parentheses") {
    const auto query = select(&User::id)
                           .where(col(&User::id) > 1)
                           .where(col(&User::name) == "a" or col(&User::name) == "b")
                           .where(col(&User::active));

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.id > ? AND "
          "(user_account.name = ? OR user_account.name = ?) AND user_account.active");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.id > $1 AND "
          "(user_account.name = $2 OR user_account.name = $3) AND user_account.active");
    CHECK(parameters(query) == Values{1, "a", "b"});
}

TEST_CASE("one condition stands without parentheses") {
    const auto query = select(&User::id).where(col(&User::name) == "a" or col(&User::name) == "b");

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.name = ? OR "
          "user_account.name = ?");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.name = $1 OR "
          "user_account.name = $2");
    CHECK(parameters(query) == Values{"a", "b"});
}

TEST_CASE("filter_by compares a member with a value") {
    const auto query = select<Address>()
                           .filter_by(&Address::email, "ed@example.org")
                           .filter_by(&Address::user_id, 5);

    CHECK(sqlite(query) ==
          "SELECT address.id, address.email, address.user_id FROM address WHERE "
          "address.email = ? AND address.user_id = ?");
    CHECK(postgresql(query) ==
          "SELECT address.id, address.email, address.user_id FROM address WHERE "
          "address.email = $1 AND address.user_id = $2");
    CHECK(parameters(query) == Values{"ed@example.org", 5});
}

TEST_CASE("rows are sorted by columns, expressions and directions") {
    const auto query = select(&User::id).order_by(
        &User::name, col(&User::age).desc(), func::lower(&User::name).asc());

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account ORDER BY user_account.name, "
          "user_account.age DESC, lower(user_account.name)");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account ORDER BY user_account.name, "
          "user_account.age DESC, lower(user_account.name)");
}

TEST_CASE("NULL sorts first or last where it is said") {
    const auto query = select(&User::id).order_by(col(&User::fullname).nulls_first(),
                                                  col(&User::name).desc().nulls_last());

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account ORDER BY user_account.fullname NULLS "
          "FIRST, user_account.name DESC NULLS LAST");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account ORDER BY user_account.fullname NULLS "
          "FIRST, user_account.name DESC NULLS LAST");
}

TEST_CASE("later order_by calls sort behind earlier ones") {
    const auto query = select(&User::id).order_by(&User::name).order_by(&User::id);

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account ORDER BY user_account.name, user_account.id");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account ORDER BY user_account.name, user_account.id");
}

TEST_CASE("limit and offset are parameters") {
    {
        const auto query = select(&User::id).limit(10).offset(20);
        CHECK(sqlite(query) == "SELECT user_account.id FROM user_account LIMIT ? OFFSET ?");
        CHECK(postgresql(query) == "SELECT user_account.id FROM user_account LIMIT $1 OFFSET $2");
        CHECK(parameters(query) == Values{10, 20});
    }
    {
        const auto query = select(&User::id).limit(10);
        CHECK(sqlite(query) == "SELECT user_account.id FROM user_account LIMIT ?");
        CHECK(postgresql(query) == "SELECT user_account.id FROM user_account LIMIT $1");
        CHECK(parameters(query) == Values{10});
    }
    {
        const auto query = select(&User::id).offset(20);
        CHECK(sqlite(query) == "SELECT user_account.id FROM user_account LIMIT -1 OFFSET ?");
        CHECK(postgresql(query) == "SELECT user_account.id FROM user_account OFFSET $1");
        CHECK(parameters(query) == Values{20});
    }
}

TEST_CASE("a later limit replaces an earlier one") {
    const auto query = select(&User::id).limit(10).limit(5);

    CHECK(sqlite(query) == "SELECT user_account.id FROM user_account LIMIT ?");
    CHECK(postgresql(query) == "SELECT user_account.id FROM user_account LIMIT $1");
    CHECK(parameters(query) == Values{5});
}

TEST_CASE("distinct rows") {
    const auto query = select(&User::name).distinct();

    CHECK(sqlite(query) == "SELECT DISTINCT user_account.name FROM user_account");
    CHECK(postgresql(query) == "SELECT DISTINCT user_account.name FROM user_account");
}

TEST_CASE("the order of calls does not matter") {
    const auto query = select(&User::id).limit(3).order_by(&User::id).where(col(&User::id) > 1);

    CHECK(sqlite(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.id > ? ORDER BY "
          "user_account.id LIMIT ?");
    CHECK(postgresql(query) ==
          "SELECT user_account.id FROM user_account WHERE user_account.id > $1 ORDER BY "
          "user_account.id LIMIT $2");
    CHECK(parameters(query) == Values{1, 3});
}

TEST_CASE("an item without table has no FROM") {
    const auto query = select(literal(1));

    CHECK(sqlite(query) == "SELECT ? AS anon_1");
    CHECK(postgresql(query) == "SELECT $1::BIGINT AS anon_1");
    CHECK(parameters(query) == Values{1});
}

TEST_CASE("two columns of one name are told apart") {
    const auto query = select(&User::id, &Address::id, &User::name).join(&User::addresses);

    CHECK(sqlite(query) ==
          "SELECT user_account.id, address.id AS id_1, user_account.name FROM user_account "
          "JOIN address ON user_account.id = address.user_id");
    CHECK(postgresql(query) ==
          "SELECT user_account.id, address.id AS id_1, user_account.name FROM user_account "
          "JOIN address ON user_account.id = address.user_id");
}

TEST_CASE("two structs of one query have columns of different names") {
    const auto query = select<Employee, Tag>().cross_join<Tag>();

    CHECK(sqlite(query) ==
          "SELECT employee.id, employee.name, employee.manager_id, tag.id AS id_1, "
          "tag.name AS name_1 FROM employee CROSS JOIN tag");
    CHECK(postgresql(query) ==
          "SELECT employee.id, employee.name, employee.manager_id, tag.id AS id_1, "
          "tag.name AS name_1 FROM employee CROSS JOIN tag");
}

TEST_CASE("ORDER BY calls an item by its label") {
    const auto n = func::count(&Address::id).label("n");
    const auto query = select(&User::name, n)
                           .join(&User::addresses)
                           .group_by(&User::name)
                           .order_by(n.desc(), &User::name);

    CHECK(sqlite(query) ==
          "SELECT user_account.name, count(address.id) AS n FROM user_account JOIN address "
          "ON user_account.id = address.user_id GROUP BY user_account.name ORDER BY n "
          "DESC, user_account.name");
    CHECK(postgresql(query) ==
          "SELECT user_account.name, count(address.id) AS n FROM user_account JOIN address "
          "ON user_account.id = address.user_id GROUP BY user_account.name ORDER BY n "
          "DESC, user_account.name");
}

TEST_CASE("ORDER BY writes an expression whose label is no item") {
    const auto query = select(&User::name).order_by((col(&User::age) + 1).label("next").desc());

    CHECK(sqlite(query) ==
          "SELECT user_account.name FROM user_account ORDER BY user_account.age + ? DESC");
    CHECK(postgresql(query) ==
          "SELECT user_account.name FROM user_account ORDER BY user_account.age + $1 DESC");
    CHECK(parameters(query) == Values{1});
}

TEST_CASE("GROUP BY calls an item with a parameter by its label") {
    const auto decade = (col(&User::age) / 10).label("decade");
    const auto query = select(decade, func::count()).group_by(decade);

    CHECK(sqlite(query) ==
          "SELECT user_account.age / ? AS decade, count(*) AS count_1 FROM user_account "
          "GROUP BY decade");
    CHECK(postgresql(query) ==
          "SELECT user_account.age / $1 AS decade, count(*) AS count_1 FROM user_account "
          "GROUP BY decade");
    CHECK(parameters(query) == Values{10});
}

TEST_CASE("GROUP BY writes an item out whose label is a column too") {
    const auto age = (col(&User::age) / 10).label("age");
    const auto query = select(age, func::count()).group_by(age);

    CHECK(sqlite(query) ==
          "SELECT user_account.age / ? AS age, count(*) AS count_1 FROM user_account GROUP BY 1");
    CHECK(postgresql(query) ==
          "SELECT user_account.age / $1 AS age, count(*) AS count_1 FROM user_account "
          "GROUP BY 1");
    CHECK(parameters(query) == Values{10});
}

TEST_CASE("GROUP BY writes out an item without parameter") {
    const auto upper = func::upper(&User::name).label("upper_name");
    const auto query = select(upper, func::count()).group_by(upper);

    CHECK(sqlite(query) ==
          "SELECT upper(user_account.name) AS upper_name, count(*) AS count_1 FROM "
          "user_account GROUP BY upper(user_account.name)");
    CHECK(postgresql(query) ==
          "SELECT upper(user_account.name) AS upper_name, count(*) AS count_1 FROM "
          "user_account GROUP BY upper(user_account.name)");
}

TEST_CASE("a column named by select_from") {
    const auto query = select(func::count()).select_from<User>().where(col(&User::id) > 5);

    CHECK(sqlite(query) ==
          "SELECT count(*) AS count_1 FROM user_account WHERE user_account.id > ?");
    CHECK(postgresql(query) ==
          "SELECT count(*) AS count_1 FROM user_account WHERE user_account.id > $1");
    CHECK(parameters(query) == Values{5});
}

TEST_CASE("rows are locked") {
    {
        const auto query = select(&User::id).for_update();
        CHECK(refusal(query, "sqlite") ==
              Refusal{"unsupported-clause",
                      "cannot compile the query: SQLite has no row locks, it "
                      "locks the whole database; begin the transaction with "
                      "Isolation::Serializable instead"});
        CHECK(postgresql(query) == "SELECT user_account.id FROM user_account FOR UPDATE");
    }
    {
        const auto query = select(&User::id).for_update(LockStrength::NoKeyUpdate);
        CHECK(refusal(query, "sqlite") ==
              Refusal{"unsupported-clause",
                      "cannot compile the query: SQLite has no row locks, it "
                      "locks the whole database; begin the transaction with "
                      "Isolation::Serializable instead"});
        CHECK(postgresql(query) == "SELECT user_account.id FROM user_account FOR NO KEY UPDATE");
    }
    {
        const auto query = select(&User::id).for_update(LockStrength::Share, LockWait::NoWait);
        CHECK(refusal(query, "sqlite") ==
              Refusal{"unsupported-clause",
                      "cannot compile the query: SQLite has no row locks, it "
                      "locks the whole database; begin the transaction with "
                      "Isolation::Serializable instead"});
        CHECK(postgresql(query) == "SELECT user_account.id FROM user_account FOR SHARE NOWAIT");
    }
    {
        const auto query =
            select(&User::id).for_update(LockStrength::KeyShare, LockWait::SkipLocked);
        CHECK(refusal(query, "sqlite") ==
              Refusal{"unsupported-clause",
                      "cannot compile the query: SQLite has no row locks, it "
                      "locks the whole database; begin the transaction with "
                      "Isolation::Serializable instead"});
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account FOR KEY SHARE SKIP LOCKED");
    }
}

TEST_CASE("a row that an outer join may miss is not locked") {
    const auto query = select(&User::name, nullable(&Address::email))
                           .outer_join(&User::addresses)
                           .for_update(LockStrength::Update, LockWait::NoWait);

    CHECK(postgresql(query) ==
          "SELECT user_account.name, address.email FROM user_account LEFT OUTER JOIN address ON "
          "user_account.id = address.user_id FOR UPDATE OF user_account NOWAIT");
}

TEST_CASE("options and yield_per change no SQL") {
    const auto query = select(&User::id).yield_per(100);

    CHECK(sqlite(query) == "SELECT user_account.id FROM user_account");
    CHECK(postgresql(query) == "SELECT user_account.id FROM user_account");
}

}  // namespace
