// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

TEST_CASE("a subquery in FROM gives columns by member and by label") {
    const auto old = select(&User::id, (col(&User::age) + 1).label("next"))
                         .where(col(&User::age) > 60)
                         .subquery("old");

    {
        const auto query = select(old.c(&User::id), old.c<int>("next"));
        CHECK(sqlite(query) ==
              "SELECT old.id, old.next FROM (SELECT user_account.id, user_account.age + ? "
              "AS next FROM user_account WHERE user_account.age > ?) AS old");
        CHECK(postgresql(query) ==
              "SELECT old.id, old.next FROM (SELECT user_account.id, user_account.age + $1 "
              "AS next FROM user_account WHERE user_account.age > $2) AS old");
        CHECK(parameters(query) == Values{1, 60});
    }
    {
        const auto query = select(&Address::email)
                               .join(old, old.c(&User::id) == col(&Address::user_id))
                               .where(old.c<int>("next") < 70);
        CHECK(sqlite(query) ==
              "SELECT address.email FROM address JOIN (SELECT user_account.id, "
              "user_account.age + ? AS next FROM user_account WHERE user_account.age > ?) "
              "AS old ON old.id = address.user_id WHERE old.next < ?");
        CHECK(postgresql(query) ==
              "SELECT address.email FROM address JOIN (SELECT user_account.id, "
              "user_account.age + $1 AS next FROM user_account WHERE user_account.age > "
              "$2) AS old ON old.id = address.user_id WHERE old.next < $3");
        CHECK(parameters(query) == Values{1, 60, 70});
    }
}

TEST_CASE("a subquery of a whole struct") {
    const auto recent = select<User>().order_by(col(&User::id).desc()).limit(3).subquery("recent");

    {
        const auto query = select(recent.c(&User::name)).order_by(recent.c(&User::name));
        CHECK(sqlite(query) ==
              "SELECT recent.name FROM (SELECT user_account.id, user_account.name, "
              "user_account.fullname, user_account.age, user_account.height, "
              "user_account.active FROM user_account ORDER BY user_account.id DESC LIMIT "
              "?) AS recent ORDER BY recent.name");
        CHECK(postgresql(query) ==
              "SELECT recent.name FROM (SELECT user_account.id, user_account.name, "
              "user_account.fullname, user_account.age, user_account.height, "
              "user_account.active FROM user_account ORDER BY user_account.id DESC LIMIT "
              "$1) AS recent ORDER BY recent.name");
        CHECK(parameters(query) == Values{3});
    }
    {
        const auto query = select(func::max(recent.c(&User::age))).select_from(recent);
        CHECK(sqlite(query) ==
              "SELECT max(recent.age) AS max_1 FROM (SELECT user_account.id, "
              "user_account.name, user_account.fullname, user_account.age, "
              "user_account.height, user_account.active FROM user_account ORDER BY "
              "user_account.id DESC LIMIT ?) AS recent");
        CHECK(postgresql(query) ==
              "SELECT max(recent.age) AS max_1 FROM (SELECT user_account.id, "
              "user_account.name, user_account.fullname, user_account.age, "
              "user_account.height, user_account.active FROM user_account ORDER BY "
              "user_account.id DESC LIMIT $1) AS recent");
        CHECK(parameters(query) == Values{3});
    }
}

TEST_CASE("columns of one name in a subquery are told apart") {
    const auto pairs = select(&User::id, &Address::id).join(&User::addresses).subquery("pairs");
    const auto query = select(pairs.c(&User::id), pairs.c(&Address::id));

    CHECK(sqlite(query) ==
          "SELECT pairs.id, pairs.id_1 FROM (SELECT user_account.id, address.id AS id_1 "
          "FROM user_account JOIN address ON user_account.id = address.user_id) AS pairs");
    CHECK(postgresql(query) ==
          "SELECT pairs.id, pairs.id_1 FROM (SELECT user_account.id, address.id AS id_1 "
          "FROM user_account JOIN address ON user_account.id = address.user_id) AS pairs");
}

TEST_CASE("unnamed items of a subquery have names of their own") {
    const auto counts = select(&Address::user_id, func::count(), func::count(&Address::email))
                            .group_by(&Address::user_id)
                            .subquery("counts");
    const auto query = select(counts.c(&Address::user_id), counts.c<std::int64_t>("count_2"))
                           .where(counts.c<std::int64_t>("count_1") > 2);

    CHECK(sqlite(query) ==
          "SELECT counts.user_id, counts.count_2 FROM (SELECT address.user_id, count(*) AS "
          "count_1, count(address.email) AS count_2 FROM address GROUP BY address.user_id) "
          "AS counts WHERE counts.count_1 > ?");
    CHECK(postgresql(query) ==
          "SELECT counts.user_id, counts.count_2 FROM (SELECT address.user_id, count(*) AS "
          "count_1, count(address.email) AS count_2 FROM address GROUP BY address.user_id) "
          "AS counts WHERE counts.count_1 > $1");
    CHECK(parameters(query) == Values{2});
}

TEST_CASE("a subquery of a subquery") {
    const auto inner =
        select(&User::id, &User::name).where(col(&User::id) > 1).subquery("inner_query");
    const auto outer =
        select(inner.c(&User::id)).where(inner.c(&User::name) == "x").subquery("outer_query");
    const auto query = select(outer.c(&User::id)).where(outer.c(&User::id) < 9);

    CHECK(sqlite(query) ==
          "SELECT outer_query.id FROM (SELECT inner_query.id FROM (SELECT user_account.id, "
          "user_account.name FROM user_account WHERE user_account.id > ?) AS inner_query "
          "WHERE inner_query.name = ?) AS outer_query WHERE outer_query.id < ?");
    CHECK(postgresql(query) ==
          "SELECT outer_query.id FROM (SELECT inner_query.id FROM (SELECT user_account.id, "
          "user_account.name FROM user_account WHERE user_account.id > $1) AS inner_query "
          "WHERE inner_query.name = $2) AS outer_query WHERE outer_query.id < $3");
    CHECK(parameters(query) == Values{1, "x", 9});
}

TEST_CASE("a subquery inside a subquery keeps its parameters in order") {
    const auto ids = select(&Address::user_id).where(col(&Address::email) == "a");
    const auto query = select((col(&User::id) + 1).label("x"))
                           .where(col(&User::id).in_(ids))
                           .where(col(&User::age) > 2);

    CHECK(sqlite(query) ==
          "SELECT user_account.id + ? AS x FROM user_account WHERE user_account.id IN "
          "(SELECT address.user_id FROM address WHERE address.email = ?) AND "
          "user_account.age > ?");
    CHECK(postgresql(query) ==
          "SELECT user_account.id + $1 AS x FROM user_account WHERE user_account.id IN "
          "(SELECT address.user_id FROM address WHERE address.email = $2) AND "
          "user_account.age > $3");
    CHECK(parameters(query) == Values{1, "a", 2});
}

TEST_CASE("a CTE stands in front, once") {
    const auto recent = select(&User::id, &User::name).where(col(&User::id) > 5).cte("recent");

    {
        const auto query = select(recent.c(&User::name)).where(recent.c(&User::id) < 9);
        CHECK(sqlite(query) ==
              "WITH recent(id, name) AS (SELECT user_account.id, user_account.name FROM "
              "user_account WHERE user_account.id > ?) SELECT recent.name FROM recent "
              "WHERE recent.id < ?");
        CHECK(postgresql(query) ==
              "WITH recent(id, name) AS (SELECT user_account.id, user_account.name FROM "
              "user_account WHERE user_account.id > $1) SELECT recent.name FROM recent "
              "WHERE recent.id < $2");
        CHECK(parameters(query) == Values{5, 9});
    }
    {
        const auto query = select(&Address::email, recent.c(&User::name))
                               .join(recent, recent.c(&User::id) == col(&Address::user_id));
        CHECK(sqlite(query) ==
              "WITH recent(id, name) AS (SELECT user_account.id, user_account.name FROM "
              "user_account WHERE user_account.id > ?) SELECT address.email, recent.name "
              "FROM address JOIN recent ON recent.id = address.user_id");
        CHECK(postgresql(query) ==
              "WITH recent(id, name) AS (SELECT user_account.id, user_account.name FROM "
              "user_account WHERE user_account.id > $1) SELECT address.email, recent.name "
              "FROM address JOIN recent ON recent.id = address.user_id");
        CHECK(parameters(query) == Values{5});
    }
    {
        const auto query =
            select(&Address::email)
                .where(col(&Address::user_id).in_(select(recent.c(&User::id))))
                .where(col(&Address::id)
                           .in_(select(recent.c(&User::id)).where(recent.c(&User::name) == "x")));
        CHECK(sqlite(query) ==
              "WITH recent(id, name) AS (SELECT user_account.id, user_account.name FROM "
              "user_account WHERE user_account.id > ?) SELECT address.email FROM address "
              "WHERE address.user_id IN (SELECT recent.id FROM recent) AND address.id IN "
              "(SELECT recent.id FROM recent WHERE recent.name = ?)");
        CHECK(postgresql(query) ==
              "WITH recent(id, name) AS (SELECT user_account.id, user_account.name FROM "
              "user_account WHERE user_account.id > $1) SELECT address.email FROM address "
              "WHERE address.user_id IN (SELECT recent.id FROM recent) AND address.id IN "
              "(SELECT recent.id FROM recent WHERE recent.name = $2)");
        CHECK(parameters(query) == Values{5, "x"});
    }
}

TEST_CASE("a CTE made of another CTE comes behind it") {
    const auto first = select(&User::id).where(col(&User::id) > 1).cte("first_ids");
    const auto second = select(first.c(&User::id)).where(first.c(&User::id) < 9).cte("second_ids");
    const auto query = select(second.c(&User::id));

    CHECK(sqlite(query) ==
          "WITH first_ids(id) AS (SELECT user_account.id FROM user_account WHERE "
          "user_account.id > ?), second_ids(id) AS (SELECT first_ids.id FROM first_ids "
          "WHERE first_ids.id < ?) SELECT second_ids.id FROM second_ids");
    CHECK(postgresql(query) ==
          "WITH first_ids(id) AS (SELECT user_account.id FROM user_account WHERE "
          "user_account.id > $1), second_ids(id) AS (SELECT first_ids.id FROM first_ids "
          "WHERE first_ids.id < $2) SELECT second_ids.id FROM second_ids");
    CHECK(parameters(query) == Values{1, 9});
}

TEST_CASE("a recursive CTE names itself") {
    const auto chain =
        recursive_cte("chain",
                      select(&Employee::id, &Employee::name).where(col(&Employee::id) == 1),
                      [](const auto& self) {
                          return select(&Employee::id, &Employee::name)
                              .join(self, col(&Employee::manager_id) == self.c(&Employee::id));
                      });
    const auto query = select(chain.c(&Employee::name)).order_by(chain.c(&Employee::id)).limit(10);

    CHECK(sqlite(query) ==
          "WITH RECURSIVE chain(id, name) AS (SELECT employee.id, employee.name FROM "
          "employee WHERE employee.id = ? UNION SELECT employee.id, employee.name FROM "
          "employee JOIN chain ON employee.manager_id = chain.id) SELECT chain.name FROM "
          "chain ORDER BY chain.id LIMIT ?");
    CHECK(postgresql(query) ==
          "WITH RECURSIVE chain(id, name) AS (SELECT employee.id, employee.name FROM "
          "employee WHERE employee.id = $1 UNION SELECT employee.id, employee.name FROM "
          "employee JOIN chain ON employee.manager_id = chain.id) SELECT chain.name FROM "
          "chain ORDER BY chain.id LIMIT $2");
    CHECK(parameters(query) == Values{1, 10});
}

TEST_CASE("a changing statement with a CTE") {
    const auto old = select(&User::id).where(col(&User::age) > 90).cte("old");
    const auto query =
        delete_from<Address>().where(col(&Address::user_id).in_(select(old.c(&User::id))));

    CHECK(sqlite(query) ==
          "WITH old(id) AS (SELECT user_account.id FROM user_account WHERE "
          "user_account.age > ?) DELETE FROM address WHERE address.user_id IN (SELECT "
          "old.id FROM old)");
    CHECK(postgresql(query) ==
          "WITH old(id) AS (SELECT user_account.id FROM user_account WHERE "
          "user_account.age > $1) DELETE FROM address WHERE address.user_id IN (SELECT "
          "old.id FROM old)");
    CHECK(parameters(query) == Values{90});
}

TEST_CASE("set operations") {
    const auto a = select(&User::id).where(col(&User::id) == 1);
    const auto b = select(&User::id).where(col(&User::id) == 2);

    {
        const auto query = a.union_(b);
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? UNION "
              "SELECT user_account.id FROM user_account WHERE user_account.id = ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = $1 UNION "
              "SELECT user_account.id FROM user_account WHERE user_account.id = $2");
        CHECK(parameters(query) == Values{1, 2});
    }
    {
        const auto query = a.union_all(b);
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? UNION "
              "ALL SELECT user_account.id FROM user_account WHERE user_account.id = ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = $1 UNION "
              "ALL SELECT user_account.id FROM user_account WHERE user_account.id = $2");
        CHECK(parameters(query) == Values{1, 2});
    }
    {
        const auto query = a.intersect(b);
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? "
              "INTERSECT SELECT user_account.id FROM user_account WHERE user_account.id = ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = $1 "
              "INTERSECT SELECT user_account.id FROM user_account WHERE user_account.id = "
              "$2");
        CHECK(parameters(query) == Values{1, 2});
    }
    {
        const auto query = a.except_(b);
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? EXCEPT "
              "SELECT user_account.id FROM user_account WHERE user_account.id = ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = $1 EXCEPT "
              "SELECT user_account.id FROM user_account WHERE user_account.id = $2");
        CHECK(parameters(query) == Values{1, 2});
    }
    {
        const auto query = a.union_(b).union_(a);
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? UNION "
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? UNION "
              "SELECT user_account.id FROM user_account WHERE user_account.id = ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = $1 UNION "
              "SELECT user_account.id FROM user_account WHERE user_account.id = $2 UNION "
              "SELECT user_account.id FROM user_account WHERE user_account.id = $3");
        CHECK(parameters(query) == Values{1, 2, 1});
    }
}

TEST_CASE(
    "set operations in one another stand in parentheses, or in FROM where the database takes "
    "none") {
    const auto a = select(&User::id).where(col(&User::id) == 1);
    const auto b = select(&User::id).where(col(&User::id) == 2);

    {
        const auto query = a.union_(b).except_(a);
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? UNION "
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? EXCEPT "
              "SELECT user_account.id FROM user_account WHERE user_account.id = ?");
        CHECK(postgresql(query) ==
              "(SELECT user_account.id FROM user_account WHERE user_account.id = $1 UNION "
              "SELECT user_account.id FROM user_account WHERE user_account.id = $2) EXCEPT "
              "SELECT user_account.id FROM user_account WHERE user_account.id = $3");
        CHECK(parameters(query) == Values{1, 2, 1});
    }
    {
        const auto query = a.union_(b.except_(a));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? UNION "
              "SELECT * FROM (SELECT user_account.id FROM user_account WHERE "
              "user_account.id = ? EXCEPT SELECT user_account.id FROM user_account WHERE "
              "user_account.id = ?)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = $1 UNION "
              "(SELECT user_account.id FROM user_account WHERE user_account.id = $2 EXCEPT "
              "SELECT user_account.id FROM user_account WHERE user_account.id = $3)");
        CHECK(parameters(query) == Values{1, 2, 1});
    }
    {
        const auto query = a.except_(b.except_(a));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? EXCEPT "
              "SELECT * FROM (SELECT user_account.id FROM user_account WHERE "
              "user_account.id = ? EXCEPT SELECT user_account.id FROM user_account WHERE "
              "user_account.id = ?)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = $1 EXCEPT "
              "(SELECT user_account.id FROM user_account WHERE user_account.id = $2 EXCEPT "
              "SELECT user_account.id FROM user_account WHERE user_account.id = $3)");
        CHECK(parameters(query) == Values{1, 2, 1});
    }
    {
        const auto query = a.union_(b.limit(1));
        CHECK(sqlite(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = ? UNION "
              "SELECT * FROM (SELECT user_account.id FROM user_account WHERE "
              "user_account.id = ? LIMIT ?)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id FROM user_account WHERE user_account.id = $1 UNION "
              "(SELECT user_account.id FROM user_account WHERE user_account.id = $2 LIMIT "
              "$3)");
        CHECK(parameters(query) == Values{1, 2, 1});
    }
}

TEST_CASE("a compound is sorted and cut as a whole") {
    const auto total = (col(&User::id) + 1).label("total");
    const auto a = select(&User::name, total).where(col(&User::id) == 1);
    const auto query = a.union_all(a).order_by(&User::name, total.desc()).limit(5);

    CHECK(sqlite(query) ==
          "SELECT user_account.name, user_account.id + ? AS total FROM user_account WHERE "
          "user_account.id = ? UNION ALL SELECT user_account.name, user_account.id + ? AS "
          "total FROM user_account WHERE user_account.id = ? ORDER BY name, total DESC "
          "LIMIT ?");
    CHECK(postgresql(query) ==
          "SELECT user_account.name, user_account.id + $1 AS total FROM user_account WHERE "
          "user_account.id = $2 UNION ALL SELECT user_account.name, user_account.id + $3 "
          "AS total FROM user_account WHERE user_account.id = $4 ORDER BY name, total DESC "
          "LIMIT $5");
    CHECK(parameters(query) == Values{1, 1, 1, 1, 5});
}

TEST_CASE("a compound as a subquery") {
    const auto both = select(&User::id).union_(select(&Address::user_id)).subquery("both");
    const auto query = select(func::count(both.c(&User::id)));

    CHECK(sqlite(query) ==
          "SELECT count(both.id) AS count_1 FROM (SELECT user_account.id FROM user_account "
          "UNION SELECT address.user_id FROM address) AS both");
    CHECK(postgresql(query) ==
          "SELECT count(\"both\".id) AS count_1 FROM (SELECT user_account.id FROM "
          "user_account UNION SELECT address.user_id FROM address) AS \"both\"");
}

}  // namespace
