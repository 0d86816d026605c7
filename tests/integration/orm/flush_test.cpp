// SPDX-License-Identifier: MIT
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::is_sqlite;
using orm_test::Lines;
using orm_test::on_each_database;

TEST_CASE("only the columns that differ are written, objects changed alike in one statement") {
    on_each_database([](Database& database) {
        database.fill({"a", "b", "c"});
        auto session = database.make_session();
        const auto all = session.scalars(select<User>().order_by(&User::id)).all();
        all[0]->fullname = "A";
        all[1]->fullname = "B";
        all[2]->name = "cc";
        (void)database.recorder.take();
        session.flush();

        const Lines expected =
            is_sqlite(database)
                ? Lines{"UPDATE user_account SET fullname=? WHERE user_account.id = ? ['A', 1]",
                        "UPDATE user_account SET fullname=? WHERE user_account.id = ? ['B', 2]",
                        "UPDATE user_account SET name=? WHERE user_account.id = ? ['cc', 3]"}
                : Lines{
                      "UPDATE user_account SET fullname=v.c1 FROM unnest($1::VARCHAR[], "
                      "$2::BIGINT[]) AS v(c1, c2) "
                      "WHERE user_account.id = v.c2 [['A', 'B'], [1, 2]]",
                      "UPDATE user_account SET name=$1 WHERE user_account.id = $2 ['cc', 3]"};
        CHECK(database.recorder.take_statements() == expected);
        session.flush();
        CHECK(database.recorder.take().empty());
    });
}

TEST_CASE("new objects of one table are inserted in one batch and get their keys in order") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        std::vector<Ref<User>> users;
        for (int i = 0; i < 3; ++i) {
            users.push_back(session.add(
                User{.name = "u" + std::to_string(i), .addresses = {Address{.email = "e"}}}));
        }
        (void)database.recorder.take();
        session.flush();
        const Lines statements = database.recorder.take_statements();

        CHECK(statements.size() == (is_sqlite(database) ? 6 : 2));
        if (!is_sqlite(database)) {
            CHECK(statements[0] ==
                  "INSERT INTO user_account (name, fullname) SELECT v.c1, v.c2 FROM "
                  "unnest($1::VARCHAR[], $2::VARCHAR[]) "
                  "WITH ORDINALITY AS v(c1, c2, n) ORDER BY v.n RETURNING id [['u0', 'u1', 'u2'], "
                  "[NULL, NULL, NULL]]");
        }
        for (std::size_t i = 0; i < users.size(); ++i) {
            CHECK(users[i]->id == static_cast<std::int64_t>(i) + 1);
            CHECK(users[i]->addresses[0]->user_id == users[i]->id);
        }
    });
}

TEST_CASE("a flush of 1,000 objects of which one violates a constraint names that object") {
    on_each_database([](Database& database) {
        database.fill({"taken"});
        auto session = database.make_session();
        std::vector<Ref<User>> users;
        for (int i = 0; i < 1000; ++i) {
            users.push_back(
                session.add(User{.name = i == 700 ? "taken" : "user" + std::to_string(i)}));
        }
        try {
            session.flush();
            FAIL("the flush went through");
        } catch (const IntegrityError& error) {
            const std::string message = error.what();
            CHECK(message.find("a new orm_models::User (701 of 1000)") != std::string::npos);
            CHECK(message.find("table \"user_account\", column \"name\"") != std::string::npos);
            CHECK(error.constraint() == "uq_user_account_name");
        }
        CHECK(session.failed_object<User>() == users[700]);
        CHECK_THROWS_WITH_AS(
            static_cast<void>(session.get<User>(1)),
            "cannot go on with the session: a flush or commit failed; call rollback() first",
            InvalidRequestError);

        session.rollback();
        CHECK(session.state(users[0]) == ObjectState::Transient);
        CHECK(users[0]->id == 0);
        users[700]->name = "free";
        for (const auto& user : users) {
            session.add(user);
        }
        session.commit();
        CHECK(session.scalar_one(select(func::count(&User::id))) == 1001);
    });
}

TEST_CASE("two objects of one flush that contradict each other: the later one is named") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        for (int i = 0; i < 40; ++i) {
            session.add(User{.name = "u" + std::to_string(i == 33 ? 2 : i)});
        }
        try {
            session.flush();
            FAIL("the flush went through");
        } catch (const IntegrityError& error) {
            CHECK(std::string{error.what()}.find("(34 of 40)") != std::string::npos);
        }
    });
}

TEST_CASE("an update that violates a constraint names its object") {
    on_each_database([](Database& database) {
        database.fill({"a", "b", "c"});
        auto session = database.make_session();
        const auto all = session.scalars(select<User>().order_by(&User::id)).all();
        all[0]->name = "x";
        all[1]->name = "c";
        try {
            session.flush();
            FAIL("the flush went through");
        } catch (const IntegrityError& error) {
            CHECK(std::string{error.what()}.find("cannot update orm_models::User 2") !=
                  std::string::npos);
        }
        session.rollback();
        CHECK(all[0]->name == "a");
        CHECK(all[1]->name == "b");
    });
}

TEST_CASE("a required member that is empty is refused before anything is sent") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        session.add(User{});
        CHECK_THROWS_WITH_AS(session.flush(),
                             "cannot insert a new orm_models::User: `name` of orm_models::User is "
                             "empty, and its mapping says "
                             "`required`; set it before the flush",
                             ArgumentError);
        session.rollback();
        CHECK(session.scalars(select<User>()).empty());
    });
}

TEST_CASE("keys of several columns and keys that the program gives") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        session.add(Rate{.country_code = "de", .year = 2025, .value = 1.5});
        auto second =
            session.add(Rate{.country_code = "de", .year = 2026, .value = 2.5, .note = "given"});
        session.add(Country{.code = "de", .name = "Germany"});
        session.commit();

        CHECK(session.get<Rate>("de", 2026) == second);
        CHECK(session.get<Rate>("de", 2025)->note == "none");
        CHECK(second->note == "given");
        CHECK_FALSE(session.get<Rate>("fr", 2025));
        CHECK_THROWS_AS(static_cast<void>(session.get<Rate>("de")), ArgumentError);
        CHECK_THROWS_AS(static_cast<void>(session.get<Rate>(2025, "de")), ArgumentError);

        second->value = 3;
        session.remove(session.get<Rate>("de", 2025));
        session.commit();
        auto other = database.make_session();
        CHECK(other.get<Rate>("de", 2026)->value == 3);
        CHECK_FALSE(other.get<Rate>("de", 2025));
    });
}

TEST_CASE("a server default comes back with the INSERT") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        session.add(Country{.code = "de"});
        auto rate = session.add(Rate{.country_code = "de", .year = 1});
        auto next = session.add(Rate{.country_code = "de", .year = 2});
        session.flush();
        (void)database.recorder.take();

        CHECK(rate->note == "none");
        CHECK(next->note == "none");
        CHECK(database.recorder.take().empty());
    });
}

TEST_CASE("a primary key may change") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto country = session.add(Country{.code = "xx", .name = "X"});
        session.commit();
        country->code = "yy";
        session.flush();

        CHECK(session.get<Country>("yy") == country);
        CHECK_FALSE(session.get<Country>("xx"));
        session.rollback();
        CHECK(country->code == "xx");
        CHECK(session.get<Country>("xx") == country);
    });
}

TEST_CASE("objects are removed by a list of keys") {
    on_each_database(
        [](Database& database) {
            auto session = database.make_session();
            for (const char* code : {"aa", "bb", "cc"}) {
                session.add(Country{.code = code});
            }
            session.commit();
            for (auto country : session.scalars(select<Country>())) {
                session.remove(country);
            }
            (void)database.recorder.take();
            session.commit();
            const Lines expected =
            is_sqlite(database)
                ? Lines{"DELETE FROM country WHERE country.code IN (?, ?, ?) ['aa', 'bb', 'cc']"}
                : Lines{"DELETE FROM country WHERE country.code = ANY($1::VARCHAR[]) "
                        "[['aa', 'bb', 'cc']]"};
            CHECK(database.recorder.take_statements() == expected);
        });
}

TEST_CASE(
    "changing one and querying one, ten thousand times, compares a bounded number of objects each "
    "time") {
    on_each_database([](Database& database) {
        constexpr int steps = 10'000;
        constexpr int users = 500;
        std::vector<std::string> names;
        for (int i = 0; i < users; ++i) {
            names.push_back("u" + std::to_string(i));
        }
        database.fill(names);
        auto session = database.make_session();
        const auto all = session.scalars(select<User>().order_by(&User::id)).all();
        const std::uint64_t before = session.stats().comparisons;
        for (int i = 0; i < steps; ++i) {
            all[static_cast<std::size_t>(i % users)]->fullname = "f" + std::to_string(i);
            (void)session.scalars(select(&Country::code)).all();
        }
        CHECK(session.stats().comparisons == before);

        for (int i = 0; i < steps; ++i) {
            auto& user = all[static_cast<std::size_t>(i % users)];
            user->fullname = "g" + std::to_string(i);
            const auto found =
                session.scalar_one(select(&User::fullname).filter_by(&User::id, (i % users) + 1));
            CHECK_MESSAGE(found == user->fullname, i);
        }
        CHECK(session.stats().comparisons < before + 25U * steps);
    });
}

TEST_CASE("a change through a reference that was kept over a query is written") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        User& user = *ed;
        for (int i = 0; i < 3; ++i) {
            user.fullname = "f" + std::to_string(i);
            CHECK(session.scalar_one(select(&User::fullname)) == user.fullname);
        }
        session.commit();
        CHECK(ed->fullname == "f2");
    });
}

TEST_CASE("a new object may take a unique value that another gives up in the same flush") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        auto session = database.make_session();
        session.get<User>(1)->name = "edward";
        session.add(User{.name = "ed"});
        (void)database.recorder.take();
        session.flush();
        const Lines lines = database.recorder.take_statements();
        REQUIRE(lines.size() == 2);
        CHECK(lines[0].starts_with("UPDATE user_account SET name="));
        CHECK(lines[1].starts_with("INSERT INTO user_account "));

        auto person = session.add(Person{.name = "ann", .passport = Passport{.number = "old"}});
        session.commit();
        auto old = person->passport.ref();
        person->passport = Passport{.number = "new"};
        session.commit();
        CHECK(person->passport->number == "new");
        CHECK(old->person_id == std::nullopt);
    });
}

TEST_CASE("changes of several tables are written in one order, whatever was touched first") {
    on_each_database([](Database& database) {
        database.fill({"ed"}, 1);
        for (const bool is_user_first : {true, false}) {
            auto session = database.make_session();
            const auto touch_user = [&] { session.get<User>(1)->name += "x"; };
            if (is_user_first) {
                touch_user();
            }
            session.get<Address>(1)->email += "x";
            if (!is_user_first) {
                touch_user();
            }
            (void)database.recorder.take();
            session.flush();
            const Lines lines = database.recorder.take_statements();
            REQUIRE(lines.size() == 2);
            CHECK(lines[0].starts_with("UPDATE user_account SET name="));
            CHECK(lines[1].starts_with("UPDATE address SET email="));
        }
    });
}
