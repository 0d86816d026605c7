// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

TEST_CASE("a join goes along a relationship from the one to the many") {
    const auto query = select(&User::name, &Address::email).join(&User::addresses);

    CHECK(sqlite(query) ==
          "SELECT user_account.name, address.email FROM user_account JOIN address ON "
          "user_account.id = address.user_id");
    CHECK(postgresql(query) ==
          "SELECT user_account.name, address.email FROM user_account JOIN address ON "
          "user_account.id = address.user_id");
}

TEST_CASE("a join goes along a relationship from the many to the one") {
    {
        const auto query = select(&Address::email, &User::name).join(&Address::user);
        CHECK(sqlite(query) ==
              "SELECT address.email, user_account.name FROM address JOIN user_account ON "
              "address.user_id = user_account.id");
        CHECK(postgresql(query) ==
              "SELECT address.email, user_account.name FROM address JOIN user_account ON "
              "address.user_id = user_account.id");
    }
    {
        const auto query = select<Address>().join(&Address::user).where(col(&User::name) == "ed");
        CHECK(sqlite(query) ==
              "SELECT address.id, address.email, address.user_id FROM address JOIN "
              "user_account ON address.user_id = user_account.id WHERE user_account.name = "
              "?");
        CHECK(postgresql(query) ==
              "SELECT address.id, address.email, address.user_id FROM address JOIN "
              "user_account ON address.user_id = user_account.id WHERE user_account.name = "
              "$1");
        CHECK(parameters(query) == Values{"ed"});
    }
}

TEST_CASE("a many-to-many join goes through the table between") {
    {
        const auto query = select(&Post::title, &Tag::name).join(&Post::tags);
        CHECK(sqlite(query) ==
              "SELECT post.title, tag.name FROM post JOIN post_tag ON post.id = "
              "post_tag.post_id JOIN tag ON post_tag.tag_id = tag.id");
        CHECK(postgresql(query) ==
              "SELECT post.title, tag.name FROM post JOIN post_tag ON post.id = "
              "post_tag.post_id JOIN tag ON post_tag.tag_id = tag.id");
    }
    {
        const auto query = select<Tag>().join(&Tag::posts).where(col(&Post::title) == "x");
        CHECK(sqlite(query) ==
              "SELECT tag.id, tag.name FROM tag JOIN post_tag ON tag.id = post_tag.tag_id "
              "JOIN post ON post_tag.post_id = post.id WHERE post.title = ?");
        CHECK(postgresql(query) ==
              "SELECT tag.id, tag.name FROM tag JOIN post_tag ON tag.id = post_tag.tag_id "
              "JOIN post ON post_tag.post_id = post.id WHERE post.title = $1");
        CHECK(parameters(query) == Values{"x"});
    }
}

TEST_CASE("an outer join may leave rows without partner") {
    {
        const auto query =
            select(&User::name, nullable(&Address::email)).outer_join(&User::addresses);
        CHECK(sqlite(query) ==
              "SELECT user_account.name, address.email FROM user_account LEFT OUTER JOIN "
              "address ON user_account.id = address.user_id");
        CHECK(postgresql(query) ==
              "SELECT user_account.name, address.email FROM user_account LEFT OUTER JOIN "
              "address ON user_account.id = address.user_id");
    }
    {
        const auto query = select<User, std::optional<Address>>().outer_join(&User::addresses);
        CHECK(sqlite(query) ==
              "SELECT user_account.id, user_account.name, user_account.fullname, "
              "user_account.age, user_account.height, user_account.active, address.id AS "
              "id_1, address.email, address.user_id FROM user_account LEFT OUTER JOIN "
              "address ON user_account.id = address.user_id");
        CHECK(postgresql(query) ==
              "SELECT user_account.id, user_account.name, user_account.fullname, "
              "user_account.age, user_account.height, user_account.active, address.id AS "
              "id_1, address.email, address.user_id FROM user_account LEFT OUTER JOIN "
              "address ON user_account.id = address.user_id");
    }
}

TEST_CASE("an outer join through the table between is outer twice") {
    const auto query = select(&Post::title, nullable(&Tag::name)).outer_join(&Post::tags);

    CHECK(sqlite(query) ==
          "SELECT post.title, tag.name FROM post LEFT OUTER JOIN post_tag ON post.id = "
          "post_tag.post_id LEFT OUTER JOIN tag ON post_tag.tag_id = tag.id");
    CHECK(postgresql(query) ==
          "SELECT post.title, tag.name FROM post LEFT OUTER JOIN post_tag ON post.id = "
          "post_tag.post_id LEFT OUTER JOIN tag ON post_tag.tag_id = tag.id");
}

TEST_CASE("a join on a condition") {
    {
        const auto query = select(&User::name, &Address::email)
                               .join<Address>(col(&Address::user_id) == col(&User::id) and
                                              col(&Address::email) != "x");
        CHECK(sqlite(query) ==
              "SELECT user_account.name, address.email FROM user_account JOIN address ON "
              "address.user_id = user_account.id AND address.email != ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.name, address.email FROM user_account JOIN address ON "
              "address.user_id = user_account.id AND address.email != $1");
        CHECK(parameters(query) == Values{"x"});
    }
    {
        const auto query = select(&User::name, nullable(&Address::email))
                               .outer_join<Address>(col(&Address::user_id) == col(&User::id));
        CHECK(sqlite(query) ==
              "SELECT user_account.name, address.email FROM user_account LEFT OUTER JOIN "
              "address ON address.user_id = user_account.id");
        CHECK(postgresql(query) ==
              "SELECT user_account.name, address.email FROM user_account LEFT OUTER JOIN "
              "address ON address.user_id = user_account.id");
    }
}

TEST_CASE("an alias is a second look at a table") {
    const auto manager = alias<Employee>("manager");

    {
        const auto query = select<Employee>()
                               .join(manager, col(&Employee::manager_id) == manager[&Employee::id])
                               .where(manager[&Employee::name] == "Ann");
        CHECK(sqlite(query) ==
              "SELECT employee.id, employee.name, employee.manager_id FROM employee JOIN "
              "employee AS manager ON employee.manager_id = manager.id WHERE manager.name "
              "= ?");
        CHECK(postgresql(query) ==
              "SELECT employee.id, employee.name, employee.manager_id FROM employee JOIN "
              "employee AS manager ON employee.manager_id = manager.id WHERE manager.name "
              "= $1");
        CHECK(parameters(query) == Values{"Ann"});
    }
    {
        const auto query = select(&Employee::name, nullable(manager[&Employee::name]))
                               .outer_join(&Employee::manager, manager)
                               .where(col(&Employee::id) > 1);
        CHECK(sqlite(query) ==
              "SELECT employee.name, manager.name AS name_1 FROM employee LEFT OUTER JOIN "
              "employee AS manager ON employee.manager_id = manager.id WHERE employee.id > "
              "?");
        CHECK(postgresql(query) ==
              "SELECT employee.name, manager.name AS name_1 FROM employee LEFT OUTER JOIN "
              "employee AS manager ON employee.manager_id = manager.id WHERE employee.id > "
              "$1");
        CHECK(parameters(query) == Values{1});
    }
    {
        const auto query = select(manager);
        CHECK(sqlite(query) ==
              "SELECT manager.id, manager.name, manager.manager_id FROM employee AS manager");
        CHECK(postgresql(query) ==
              "SELECT manager.id, manager.name, manager.manager_id FROM employee AS manager");
    }
    {
        const auto query = select(&Employee::name, manager).join(&Employee::manager, manager);
        CHECK(sqlite(query) ==
              "SELECT employee.name, manager.id, manager.name AS name_1, "
              "manager.manager_id FROM employee JOIN employee AS manager ON "
              "employee.manager_id = manager.id");
        CHECK(postgresql(query) ==
              "SELECT employee.name, manager.id, manager.name AS name_1, "
              "manager.manager_id FROM employee JOIN employee AS manager ON "
              "employee.manager_id = manager.id");
    }
}

TEST_CASE("two aliases of one table") {
    const auto boss = alias<Employee>("boss");
    const auto peer = alias<Employee>("peer");
    const auto query = select(&Employee::id)
                           .join(&Employee::manager, boss)
                           .join(peer, peer[&Employee::manager_id] == boss[&Employee::id]);

    CHECK(sqlite(query) ==
          "SELECT employee.id FROM employee JOIN employee AS boss ON employee.manager_id = "
          "boss.id JOIN employee AS peer ON peer.manager_id = boss.id");
    CHECK(postgresql(query) ==
          "SELECT employee.id FROM employee JOIN employee AS boss ON employee.manager_id = "
          "boss.id JOIN employee AS peer ON peer.manager_id = boss.id");
}

TEST_CASE("a relationship is followed from an alias where the struct itself is not there") {
    const auto author = alias<User>("author");
    const auto query = select(author[&User::name], &Address::email).join(&User::addresses);

    CHECK(sqlite(query) ==
          "SELECT author.name, address.email FROM user_account AS author JOIN address ON "
          "author.id = address.user_id");
    CHECK(postgresql(query) ==
          "SELECT author.name, address.email FROM user_account AS author JOIN address ON "
          "author.id = address.user_id");
}

TEST_CASE("a table between that comes twice gets a name by itself") {
    const auto query = select<Post>().join(&Post::tags).join(&Tag::posts, alias<Post>("other"));

    CHECK(sqlite(query) ==
          "SELECT post.id, post.title FROM post JOIN post_tag ON post.id = "
          "post_tag.post_id JOIN tag ON post_tag.tag_id = tag.id JOIN post_tag AS "
          "post_tag_1 ON tag.id = post_tag_1.tag_id JOIN post AS other ON "
          "post_tag_1.post_id = other.id");
    CHECK(postgresql(query) ==
          "SELECT post.id, post.title FROM post JOIN post_tag ON post.id = "
          "post_tag.post_id JOIN tag ON post_tag.tag_id = tag.id JOIN post_tag AS "
          "post_tag_1 ON tag.id = post_tag_1.tag_id JOIN post AS other ON "
          "post_tag_1.post_id = other.id");
}

TEST_CASE("joins follow one another") {
    const auto query =
        select<Address>().join(&Address::user).join(&User::addresses, alias<Address>("other"));

    CHECK(sqlite(query) ==
          "SELECT address.id, address.email, address.user_id FROM address JOIN "
          "user_account ON address.user_id = user_account.id JOIN address AS other ON "
          "user_account.id = other.user_id");
    CHECK(postgresql(query) ==
          "SELECT address.id, address.email, address.user_id FROM address JOIN "
          "user_account ON address.user_id = user_account.id JOIN address AS other ON "
          "user_account.id = other.user_id");
}

TEST_CASE("a cross join is said") {
    const auto query = select(&User::id, &Tag::id).cross_join<Tag>();

    CHECK(sqlite(query) ==
          "SELECT user_account.id, tag.id AS id_1 FROM user_account CROSS JOIN tag");
    CHECK(postgresql(query) ==
          "SELECT user_account.id, tag.id AS id_1 FROM user_account CROSS JOIN tag");
}

TEST_CASE("an implied start is the struct whose relationship is joined first") {
    const auto query = select(func::count()).join(&User::addresses);

    CHECK(sqlite(query) ==
          "SELECT count(*) AS count_1 FROM user_account JOIN address ON user_account.id = "
          "address.user_id");
    CHECK(postgresql(query) ==
          "SELECT count(*) AS count_1 FROM user_account JOIN address ON user_account.id = "
          "address.user_id");
}

TEST_CASE("aggregates over a join, grouped and filtered") {
    {
        const auto query = select(&User::name, func::count(&Address::id))
                               .join(&User::addresses)
                               .group_by(&User::name)
                               .having(func::count(&Address::id) > 1);
        CHECK(sqlite(query) ==
              "SELECT user_account.name, count(address.id) AS count_1 FROM user_account "
              "JOIN address ON user_account.id = address.user_id GROUP BY "
              "user_account.name HAVING count(address.id) > ?");
        CHECK(postgresql(query) ==
              "SELECT user_account.name, count(address.id) AS count_1 FROM user_account "
              "JOIN address ON user_account.id = address.user_id GROUP BY "
              "user_account.name HAVING count(address.id) > $1");
        CHECK(parameters(query) == Values{1});
    }
    {
        const auto query = select(&User::id, func::count())
                               .group_by(&User::id, col(&User::name))
                               .having(func::count() > 1)
                               .having(func::max(&User::age) < 9 or func::min(&User::age) > 3);
        CHECK(sqlite(query) ==
              "SELECT user_account.id, count(*) AS count_1 FROM user_account GROUP BY "
              "user_account.id, user_account.name HAVING count(*) > ? AND "
              "(max(user_account.age) < ? OR min(user_account.age) > ?)");
        CHECK(postgresql(query) ==
              "SELECT user_account.id, count(*) AS count_1 FROM user_account GROUP BY "
              "user_account.id, user_account.name HAVING count(*) > $1 AND "
              "(max(user_account.age) < $2 OR min(user_account.age) > $3)");
        CHECK(parameters(query) == Values{1, 9, 3});
    }
}

}  // namespace
