// SPDX-License-Identifier: MIT
#include "models.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace azoth::test::shop;

TEST_CASE("an insert of single values") {
    const auto query = insert<User>().values(set(&User::name, "x"),
                                             set(&User::fullname, std::nullopt),
                                             set(&User::age, col(&User::age) + 1));

    CHECK(sqlite(query) ==
          "INSERT INTO user_account (name, fullname, age) VALUES (?, NULL, "
          "user_account.age + ?)");
    CHECK(postgresql(query) ==
          "INSERT INTO user_account (name, fullname, age) VALUES ($1, NULL, "
          "user_account.age + $2)");
    CHECK(parameters(query) == Values{"x", 1});
}

TEST_CASE("an insert of an object leaves the key to the database") {
    {
        const auto query = insert<Address>().values(Address{.email = "a@b", .user_id = 3});
        CHECK(sqlite(query) == "INSERT INTO address (email, user_id) VALUES (?, ?)");
        CHECK(postgresql(query) == "INSERT INTO address (email, user_id) VALUES ($1, $2)");
        CHECK(parameters(query) == Values{"a@b", 3});
    }
    {
        const auto query = insert<Address>().values(Address{.id = 9, .email = "a@b", .user_id = 3});
        CHECK(sqlite(query) == "INSERT INTO address (id, email, user_id) VALUES (?, ?, ?)");
        CHECK(postgresql(query) == "INSERT INTO address (id, email, user_id) VALUES ($1, $2, $3)");
        CHECK(parameters(query) == Values{9, "a@b", 3});
    }
}

TEST_CASE("an insert of several objects") {
    const std::vector<Address> rows{{.email = "a", .user_id = 1}, {.email = "b", .user_id = 2}};
    const auto query = insert<Address>().values(rows).returning(&Address::id);

    CHECK(sqlite(query) ==
          "INSERT INTO address (email, user_id) VALUES (?, ?), (?, ?) RETURNING id");
    CHECK(postgresql(query) ==
          "INSERT INTO address (email, user_id) VALUES ($1, $2), ($3, $4) RETURNING id");
    CHECK(parameters(query) == Values{"a", 1, "b", 2});
}

TEST_CASE("an insert without values") {
    const auto query = insert<Post>();

    CHECK(sqlite(query) == "INSERT INTO post DEFAULT VALUES");
    CHECK(postgresql(query) == "INSERT INTO post DEFAULT VALUES");
}

TEST_CASE("an upsert") {
    const User user{.name = "ed", .fullname = "Ed"};

    {
        const auto query = insert<User>()
                               .values(user)
                               .on_conflict(&User::name)
                               .do_update(set(&User::fullname, excluded(&User::fullname)),
                                          set(&User::age, col(&User::age) + excluded(&User::age)))
                               .returning(&User::id);
        CHECK(sqlite(query) ==
              "INSERT INTO user_account (name, fullname, age, height, active) VALUES (?, "
              "?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET fullname = excluded.fullname, "
              "age = user_account.age + excluded.age RETURNING id");
        CHECK(postgresql(query) ==
              "INSERT INTO user_account (name, fullname, age, height, active) VALUES ($1, "
              "$2, $3, $4, $5) ON CONFLICT (name) DO UPDATE SET fullname = "
              "excluded.fullname, age = user_account.age + excluded.age RETURNING id");
        CHECK(parameters(query) == Values{"ed", "Ed", 0, 0.0, false});
    }
    {
        const auto query = insert<Tag>().values(set(&Tag::name, "x")).on_conflict().do_nothing();
        CHECK(sqlite(query) == "INSERT INTO tag (name) VALUES (?) ON CONFLICT DO NOTHING");
        CHECK(postgresql(query) == "INSERT INTO tag (name) VALUES ($1) ON CONFLICT DO NOTHING");
        CHECK(parameters(query) == Values{"x"});
    }
    {
        const auto query = insert<Tag>()
                               .values(set(&Tag::name, "x"))
                               .on_conflict(&Tag::id, &Tag::name)
                               .do_nothing();
        CHECK(sqlite(query) ==
              "INSERT INTO tag (name) VALUES (?) ON CONFLICT (id, name) DO NOTHING");
        CHECK(postgresql(query) ==
              "INSERT INTO tag (name) VALUES ($1) ON CONFLICT (id, name) DO NOTHING");
        CHECK(parameters(query) == Values{"x"});
    }
}

TEST_CASE("an update") {
    {
        const auto query = update<User>()
                               .set(&User::fullname, func::upper(&User::name))
                               .set(&User::age, 5)
                               .where(col(&User::id) > 5);
        CHECK(sqlite(query) ==
              "UPDATE user_account SET fullname=upper(user_account.name), age=? WHERE "
              "user_account.id > ?");
        CHECK(postgresql(query) ==
              "UPDATE user_account SET fullname=upper(user_account.name), age=$1 WHERE "
              "user_account.id > $2");
        CHECK(parameters(query) == Values{5, 5});
    }
    {
        const auto query =
            update<User>().values(set(&User::name, "x"), set(&User::fullname, std::nullopt));
        CHECK(sqlite(query) == "UPDATE user_account SET name=?, fullname=NULL");
        CHECK(postgresql(query) == "UPDATE user_account SET name=$1, fullname=NULL");
        CHECK(parameters(query) == Values{"x"});
    }
}

TEST_CASE("a column that is set twice gets the later value") {
    const auto query = update<User>()
                           .set(&User::age, 1)
                           .set(&User::name, "x")
                           .set(&User::age, col(&User::age) + 2);
    const auto added = insert<Tag>()
                           .values(set(&Tag::name, "x"))
                           .values(set(&Tag::name, "y"))
                           .on_conflict(&Tag::name)
                           .do_update(set(&Tag::name, "a"), set(&Tag::name, "b"));

    CHECK(sqlite(query) == "UPDATE user_account SET name=?, age=user_account.age + ?");
    CHECK(parameters(query) == Values{"x", 2});
    CHECK(postgresql(added) ==
          "INSERT INTO tag (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = $2");
    CHECK(parameters(added) == Values{"y", "b"});
}

TEST_CASE("an update from a scalar query") {
    const auto query = update<User>().set(&User::age,
                                          select(func::count())
                                              .select_from<Address>()
                                              .where(col(&Address::user_id) == col(&User::id))
                                              .scalar_subquery());

    CHECK(sqlite(query) ==
          "UPDATE user_account SET age=(SELECT count(*) AS count_1 FROM address WHERE "
          "address.user_id = user_account.id)");
    CHECK(postgresql(query) ==
          "UPDATE user_account SET age=(SELECT count(*) AS count_1 FROM address WHERE "
          "address.user_id = user_account.id)");
}

TEST_CASE("an update gives the rows back") {
    const auto query = update<User>()
                           .set(&User::active, true)
                           .where(col(&User::id) == 1)
                           .returning(&User::id, func::upper(&User::name));

    CHECK(sqlite(query) ==
          "UPDATE user_account SET active=? WHERE user_account.id = ? RETURNING id, "
          "upper(name) AS upper_1");
    CHECK(postgresql(query) ==
          "UPDATE user_account SET active=$1 WHERE user_account.id = $2 RETURNING id, "
          "upper(name) AS upper_1");
    CHECK(parameters(query) == Values{true, 1});
}

TEST_CASE("a delete") {
    {
        const auto query = delete_from<User>().where(col(&User::id).in_(select(&Address::user_id)));
        CHECK(sqlite(query) ==
              "DELETE FROM user_account WHERE user_account.id IN (SELECT address.user_id "
              "FROM address)");
        CHECK(postgresql(query) ==
              "DELETE FROM user_account WHERE user_account.id IN (SELECT address.user_id "
              "FROM address)");
    }
    {
        const auto query = delete_from<User>();
        CHECK(sqlite(query) == "DELETE FROM user_account");
        CHECK(postgresql(query) == "DELETE FROM user_account");
    }
    {
        const auto query = delete_from<User>()
                               .where(col(&User::id) == 1)
                               .where(col(&User::age) > 2)
                               .returning(&User::name);
        CHECK(sqlite(query) ==
              "DELETE FROM user_account WHERE user_account.id = ? AND user_account.age > ? "
              "RETURNING name");
        CHECK(postgresql(query) ==
              "DELETE FROM user_account WHERE user_account.id = $1 AND user_account.age > "
              "$2 RETURNING name");
        CHECK(parameters(query) == Values{1, 2});
    }
}

}  // namespace
