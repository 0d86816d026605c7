// SPDX-License-Identifier: MIT
// Objects that take each other's keys in one flush, and long chains of objects.
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::is_sqlite;
using orm_test::Lines;
using orm_test::on_each_database;

namespace {

Lines titles(Session& session) {
    return session.scalars(select(&Country::name).order_by(&Country::code)).all();
}

/// `n0` within `n1` within `n2` …
Node nested(int count) {
    Node node{.name = "n0"};
    for (int i = 1; i < count; ++i) {
        Node outer{.name = "n" + std::to_string(i)};
        outer.children.add(std::move(node));
        node = std::move(outer);
    }
    return node;
}

/// Each the parent of the one before.
Node with_ancestors(int count) {
    Node node{.name = "n0"};
    for (int i = 1; i < count; ++i) {
        Node inner{.name = "n" + std::to_string(i)};
        inner.parent = std::move(node);
        node = std::move(inner);
    }
    return node;
}

}  // namespace

TEST_CASE("a new object takes over the row of a removed one with its key") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto old = session.add(Country{.code = "xx", .name = "old"});
        session.add(Rate{.country_code = "xx", .year = 1});
        session.commit();
        CHECK(old->name == "old");
        session.remove(old);
        auto fresh = session.add(Country{.code = "xx", .name = "new"});
        (void)database.recorder.take();
        session.flush();

        CHECK(database.recorder.take() ==
              (is_sqlite(database)
                   ? Lines{"UPDATE country SET name=? WHERE country.code = ? ['new', 'xx']"}
                   : Lines{"UPDATE country SET name=$1 WHERE country.code = $2 ['new', 'xx']"}));
        CHECK(session.state(old) == ObjectState::Deleted);
        CHECK(session.state(fresh) == ObjectState::Persistent);
        CHECK(session.get<Country>("xx") == fresh);
        session.rollback();
        CHECK(session.state(old) == ObjectState::Persistent);
        CHECK(session.state(fresh) == ObjectState::Transient);
        CHECK(session.get<Country>("xx") == old);
        CHECK(old->name == "old");

        session.remove(old);
        session.add(fresh);
        session.commit();
        CHECK(titles(session) == Lines{"new"});
        fresh->name = "newer";
        session.commit();
        CHECK(titles(session) == Lines{"newer"});
    });
}

TEST_CASE("the row that a new object takes over keeps nothing of the old one") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        session.add(Country{.code = "xx", .name = "x"});
        for (const int count : {1, 20}) {
            std::vector<Ref<Rate>> old;
            for (int year = 1; year <= count; ++year) {
                old.push_back(session.add(
                    Rate{.country_code = "xx", .year = year, .value = 5, .note = "secret"}));
            }
            session.commit();
            std::vector<Ref<Rate>> fresh;
            for (const Ref<Rate>& rate : old) {
                session.remove(rate);
            }
            for (int year = 1; year <= count; ++year) {
                fresh.push_back(session.add(Rate{.country_code = "xx", .year = year, .value = 6}));
            }
            session.flush();
            for (const Ref<Rate>& rate : fresh) {
                CHECK(rate->note == "none");
                session.refresh(rate);
                CHECK(rate->note == "none");
                CHECK(rate->value == 6);
            }
            session.rollback();
            CHECK(old.front()->note == "secret");
            CHECK(fresh.front()->note == std::nullopt);
            for (const Ref<Rate>& rate : old) {
                session.remove(rate);
            }
            session.commit();
        }
    });
}

TEST_CASE("rows are taken over in batches, next to new and removed ones") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        std::vector<Ref<Country>> countries;
        const auto code = [](int i) {
            return std::string{static_cast<char>('a' + i / 26), static_cast<char>('a' + i % 26)};
        };
        for (int i = 0; i < 60; ++i) {
            countries.push_back(session.add(Country{.code = code(i), .name = "old"}));
        }
        session.commit();
        for (const Ref<Country>& country : countries) {
            session.remove(country);
        }
        for (int i = 20; i < 80; ++i) {
            session.add(Country{.code = code(i), .name = "new"});
        }
        session.commit();
        CHECK(titles(session) == Lines(60, "new"));
    });
}

TEST_CASE("links of a removed object do not pass to the one that takes over its row") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto old = session.add(User{.name = "old", .groups = {Group{.title = "staff"}}});
        auto guests = session.add(Group{.title = "guests"});
        session.commit();
        const std::int64_t id = old->id;
        session.remove(old);
        session.add(User{.id = id, .name = "new", .groups = {Group{.title = "admins"}}});
        auto fresh = session.add(User{.name = "other"});
        guests->users.add(fresh);
        session.commit();

        auto other = database.make_session();
        auto loaded = other.get<User>(id);
        CHECK(loaded->name == "new");
        REQUIRE(loaded->groups.size() == 1);
        CHECK(loaded->groups[0]->title == "admins");
        CHECK(other.scalar_one(select(func::count(&Membership::user_id))) == 2);
    });
}

TEST_CASE("a key that is unset is nobody's") {
    on_each_database([](Database& database) {
        {
            auto connection = database.engine.connect();
            connection.run_script("INSERT INTO node (id, name) VALUES (0, 'zero')");
            connection.commit();
        }
        auto session = database.make_session();
        auto zero = session.get<Node>(0);
        session.remove(zero);
        auto fresh = session.add(Node{.name = "fresh"});
        session.commit();
        CHECK(fresh->id == 1);
        CHECK(session.scalar_one(select(func::count(&Node::id))) == 1);
    });
}

TEST_CASE("natural keys that two objects swap are refused by name, and rolled back") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto first = session.add(Country{.code = "aa", .name = "first"});
        auto second = session.add(Country{.code = "bb", .name = "second"});
        session.commit();
        first->code = "bb";
        second->code = "aa";
        try {
            session.flush();
            FAIL("the flush went through");
        } catch (const IntegrityError& error) {
            const std::string message = error.what();
            CHECK_MESSAGE(message.starts_with("cannot update orm_models::Country 'aa' (1 of 2)"),
                          message);
        }
        session.rollback();
        CHECK(session.get<Country>("aa") == first);
        CHECK(first->name == "first");
        CHECK(titles(session) == Lines{"first", "second"});
    });
}

TEST_CASE("a chain of 100,000 objects is added at once, however it is linked") {
    on_each_database([](Database& database) {
        constexpr int count = 100'000;
        auto session = database.make_session();
        auto outermost = session.add(nested(count));
        CHECK(session.state(outermost->children[0]) == ObjectState::Pending);
        session.rollback();
        auto innermost = session.add(with_ancestors(count));
        CHECK(innermost->parent->parent->name == "n99997");
        session.rollback();
        (void)nested(count);
    });
}

TEST_CASE("a chain of objects is written parents first, and removed children first") {
    on_each_database([](Database& database) {
        constexpr int count = 5'000;
        auto session = database.make_session();
        session.add(nested(count));
        session.flush();
        CHECK(session.scalar_one(select(func::count(&Node::id))) == count);
        CHECK(session.scalar_one(select(func::count(&Node::parent_id))) == count - 1);
        for (const Ref<Node>& node : session.scalars(select<Node>()).all()) {
            session.remove(node);
        }
        session.commit();
        CHECK(session.scalar_one(select(func::count(&Node::id))) == 0);
    });
}
