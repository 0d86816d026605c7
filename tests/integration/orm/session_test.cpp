// SPDX-License-Identifier: MIT
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

#include <unordered_set>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::is_sqlite;
using orm_test::Lines;
using orm_test::on_each_database;

TEST_CASE("an object and its children are added, changed and found again") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto ed =
            session.add(User{.name = "ed", .addresses = {Address{.email = "ed@example.org"}}});
        CHECK(session.state(ed) == ObjectState::Pending);
        session.commit();
        const Lines inserts = is_sqlite(database)
                                  ? Lines{"BEGIN",
                                          "INSERT INTO user_account (name, fullname) VALUES (?, ?) "
                                          "['ed', NULL]",
                                          "INSERT INTO address (email, user_id) VALUES (?, ?) "
                                          "['ed@example.org', 1]",
                                          "COMMIT"}
                                  : Lines{"BEGIN",
                                          "INSERT INTO user_account (name, fullname) VALUES ($1, "
                                          "$2) RETURNING id ['ed', NULL]",
                                          "INSERT INTO address (email, user_id) VALUES ($1, $2) "
                                          "RETURNING id ['ed@example.org', 1]",
                                          "COMMIT"};
        CHECK(database.recorder.take() == inserts);

        ed->fullname = "Ed Jones";
        session.commit();
        const Lines update =
            is_sqlite(database)
                ? Lines{"BEGIN",
                        "SELECT user_account.id, user_account.name, user_account.fullname FROM "
                        "user_account WHERE user_account.id = ? [1]",
                        "UPDATE user_account SET fullname=? WHERE user_account.id = ? ['Ed Jones', "
                        "1]",
                        "COMMIT"}
                : Lines{"BEGIN",
                        "SELECT user_account.id, user_account.name, user_account.fullname FROM "
                        "user_account WHERE user_account.id = $1 [1]",
                        "UPDATE user_account SET fullname=$1 WHERE user_account.id = $2 ['Ed "
                        "Jones', 1]",
                        "COMMIT"};
        CHECK(database.recorder.take() == update);

        auto other = database.make_session();
        auto found = other.execute(select<User>().filter_by(&User::name, "ed")).scalar_one();
        CHECK(found->fullname == "Ed Jones");
        CHECK(found->addresses.size() == 1);
        CHECK(found->addresses[0]->email == "ed@example.org");
        CHECK(found->addresses[0]->user == found);
        CHECK(other.get<User>(found->id) == found);
        CHECK_FALSE(other.get<User>(4711));
    });
}

TEST_CASE("a savepoint and held back flushes may outlive their session") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto ed = session.add(User{.name = "ed"});
        auto nested = session.begin_nested();
        const auto held_back = session.no_autoflush();
        session = database.make_session();
        CHECK_THROWS_AS(nested.commit(), InvalidRequestError);
        CHECK(session.state(ed) == ObjectState::Transient);

        auto later = session.begin_nested();
        const auto also_held_back = session.no_autoflush();
        session.close();
        CHECK_THROWS_AS(later.rollback(), InvalidRequestError);
        session.add(User{.name = "wendy"});
        CHECK(session.scalars(select<User>()).size() == 1);
    });
}

TEST_CASE("Refs to one object are equal and have one hash") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"});
        auto session = database.make_session();
        std::unordered_set<Ref<User>> users;
        for (int i = 0; i < 3; ++i) {
            users.insert(session.get<User>(1));
        }
        users.insert(session.get<User>(2));
        CHECK(users.size() == 2);
        const Ref<const User> reader = session.get<User>(1);
        CHECK(reader == session.get<User>(1));
        CHECK(std::hash<Ref<const User>>{}(reader) ==
              std::hash<Ref<User>>{}(*users.find(session.get<User>(1))));
    });
}
