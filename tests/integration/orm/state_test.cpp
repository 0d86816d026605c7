// SPDX-License-Identifier: MIT
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::Lines;
using orm_test::on_each_database;

TEST_CASE("one row is one object in a session") {
    on_each_database([](Database& database) {
        database.fill({"ed"}, 2);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        (void)database.recorder.take();
        CHECK(session.get<User>(1) == ed);
        CHECK(database.recorder.take().empty());
        CHECK(session.scalars(select<User>()).one() == ed);
        CHECK(session.scalars(select<const User>()).one() == ed);
        CHECK(session.get<Address>(1)->user == ed);
    });
}

TEST_CASE("a change that was not flushed survives a query for the same row") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        const auto guard = session.no_autoflush();
        ed->fullname = "changed";
        (void)session.scalars(select<User>());
        CHECK(ed->fullname == "changed");
    });
}

TEST_CASE("objects of a closed session are detached and readable, and keep the store") {
    on_each_database([](Database& database) {
        database.fill({"ed"}, 1);
        Ref<User> ed;
        Ref<const Address> address;
        {
            auto session = database.make_session();
            ed = session.get<User>(1);
            address = ed->addresses[0];
            session.commit();
        }
        CHECK(database.engine.statistics().held_stores == 1);
        CHECK(ed->name == "ed");
        CHECK(address->email == "ed0@example.org");
        CHECK_THROWS_AS(static_cast<void>(ed->groups.size()), DetachedInstanceError);
        ed = nullptr;
        address = nullptr;
        CHECK(database.engine.statistics().held_stores == 0);
    });
}

TEST_CASE("an expunged object is refused, and forgotten by what held it") {
    on_each_database([](Database& database) {
        database.fill({"ed"}, 2);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto address = ed->addresses[0];
        session.expunge(address);
        CHECK(session.state(address) == ObjectState::Detached);
        CHECK_THROWS_AS(static_cast<void>(address->email), DetachedInstanceError);
        CHECK(ed->addresses.size() == 1);
        CHECK(session.get<Address>(1) != address);

        auto pending = session.add(User{.name = "new"});
        session.expunge(pending);
        CHECK(session.state(pending) == ObjectState::Transient);
        session.commit();
        CHECK(session.scalar_one(select(func::count(&User::id))) == 1);

        session.expunge_all();
        CHECK(session.state(ed) == ObjectState::Detached);
        CHECK(session.get<User>(1) != ed);
    });
}

TEST_CASE("refresh and expire drop changes and load again") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        ed->name = "lost";
        session.refresh(ed);
        CHECK(ed->name == "ed");
        CHECK_FALSE(session.is_modified(ed));

        ed->name = "lost";
        (void)database.recorder.take();
        session.expire(ed);
        CHECK(database.recorder.take().empty());
        CHECK(ed->name == "ed");
        CHECK(database.recorder.take().size() == 1);
        session.expire_all();
        CHECK(ed->name == "ed");
        CHECK(database.recorder.take().size() == 1);

        ed->name = "kept";
        session.commit();
        CHECK(session.get<User>(1)->name == "kept");
        CHECK_THROWS_AS(session.refresh(session.add(User{.name = "new"})), InvalidRequestError);
        CHECK_THROWS_AS(session.refresh(Ref<User>{}), InvalidRequestError);
    });
}

TEST_CASE("history and is_modified tell what was changed") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        CHECK_FALSE(session.history(ed, &User::name).is_changed);
        ed->name = "edward";
        CHECK(session.is_modified(ed));
        const auto history = session.history(ed, &User::name);
        CHECK(history.before == "ed");
        CHECK(history.now == "edward");
        CHECK(history.is_changed);
        ed->name = "ed";
        CHECK_FALSE(session.is_modified(ed));
        (void)database.recorder.take();
        session.commit();
        CHECK(database.recorder.take_statements().empty());
    });
}

TEST_CASE("merge brings values into the object with their key, or adds a new one") {
    on_each_database([](Database& database) {
        database.fill({"ed"}, 2);
        User copy;
        {
            auto session = database.make_session();
            copy = session.value(session.get<User>(1));
        }
        copy.fullname = "Ed";
        auto session = database.make_session();
        auto merged = session.merge(copy);
        CHECK(merged == session.get<User>(1));
        CHECK(merged->addresses.size() == 2);
        auto added = session.merge(User{.name = "new"});
        session.commit();
        CHECK(merged->fullname == "Ed");
        CHECK(added->id == 2);

        auto with_children =
            session.merge(User{.id = 1,
                               .name = "ed",
                               .addresses = {Address{.id = 2, .email = "changed", .user_id = 1}}});
        session.commit();
        CHECK(with_children->addresses.size() == 1);
        CHECK(with_children->addresses[0]->email == "changed");
        CHECK(session.scalar_one(select(func::count(&Address::id))) == 1);
    });
}

TEST_CASE("a session is refused to a second thread while the first is inside it") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        auto session = database.make_session();
        const orm::SessionCore* first = &session.core();
        CHECK(first == &session.core());
        auto ed = session.get<User>(1);
        // A Ref, and the session itself, may move to another thread.
        std::string name;
        std::thread{[moved = std::move(session), ed, &name]() mutable {
            ed->name = "moved";
            moved.commit();
            name = ed->name;
        }}.join();
        CHECK(name == "moved");
        CHECK_THROWS_AS(static_cast<void>(session.core()), InvalidRequestError);
    });
}

TEST_CASE("objects of one session are refused by another") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"}, 1);
        auto first = database.make_session();
        auto second = database.make_session();
        auto ed = first.get<User>(1);
        auto wendy = second.get<User>(2);
        CHECK_THROWS_AS(ed->addresses.add(wendy->addresses[0]), InvalidRequestError);
        CHECK_THROWS_AS(second.remove(ed), InvalidRequestError);
        CHECK_THROWS_AS(second.add(ed), InvalidRequestError);
    });
}

TEST_CASE("a removal that was not flushed is taken back by adding the object again") {
    on_each_database([](Database& database) {
        database.fill({"ed"}, 1);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        session.remove(ed);
        session.add(ed);
        session.commit();
        CHECK(ed->addresses.size() == 1);
        CHECK_THROWS_AS(session.remove(Ref<User>{}), InvalidRequestError);
    });
}

TEST_CASE("add_all moves values in; results outlive their session") {
    on_each_database([](Database& database) {
        std::vector<User> users;
        users.push_back(User{.name = "a"});
        users.push_back(User{.name = "b"});
        auto session = database.make_session();
        session.add_all(std::move(users));
        session.commit();
        const auto all = session.scalars(select<User>().order_by(&User::id));
        session.close();
        Lines names;
        for (Ref<const User> user : all) {
            names.push_back(user->name);
        }
        CHECK(names == Lines{"a", "b"});
    });
}

TEST_CASE("a one-to-one link has one object on each side") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto ann = session.add(Person{.name = "ann", .passport = Passport{.number = "1"}});
        auto bob = session.add(Person{.name = "bob"});
        session.commit();
        auto passport = ann->passport.ref();
        CHECK(passport->person == ann);
        CHECK_FALSE(bob->passport);

        bob->passport = passport;
        CHECK_FALSE(ann->passport);
        CHECK(passport->person == bob);
        session.commit();
        CHECK(passport->person_id == bob->id);

        bob->passport = Passport{.number = "2"};
        CHECK_FALSE(passport->person);
        session.commit();
        CHECK(bob->passport->number == "2");
        CHECK(passport->person_id == std::nullopt);
    });
}

TEST_CASE("tables that refer to each other: the key of a post_update link follows by UPDATE") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto sales = session.add(Department{
            .name = "sales", .employees = {Employee{.name = "ann"}, Employee{.name = "bob"}}});
        sales->head = sales->employees[0];
        session.flush();
        const Lines statements = database.recorder.take_statements();
        CHECK(statements.back().starts_with("UPDATE department SET head_id="));
        session.commit();

        CHECK(sales->head->name == "ann");
        CHECK(sales->head_id == sales->employees[0]->id);
        CHECK(sales->employees.size() == 2);
    });
}

TEST_CASE("merge brings new children and those that are there, whatever is loaded") {
    on_each_database([](Database& database) {
        database.fill({"ed"}, 2);
        auto session = database.make_session();
        auto ed = session.merge(
            User{.id = 1,
                 .name = "edward",
                 .addresses = {Address{.id = 1, .email = "changed"}, Address{.email = "new"}}});
        session.commit();
        CHECK(ed->addresses.size() == 2);
        CHECK(session.get<Address>(1)->email == "changed");
        CHECK(session.scalar_one(select(func::count(&Address::id))) == 2);
    });
}

TEST_CASE("of an object that is refused nothing is added") {
    on_each_database([](Database& database) {
        auto other = database.make_session();
        auto foreign = other.add(Address{.email = "of another session"});
        auto session = database.make_session();
        CHECK_THROWS_AS(
            session.add(User{.name = "ed", .addresses = {Address{.email = "own"}, foreign}}),
            InvalidRequestError);
        session.commit();
        CHECK(session.scalar_one(select(func::count(&User::id))) == 0);
        CHECK(session.scalar_one(select(func::count(&Address::id))) == 0);
    });
}

TEST_CASE("values with one new key that are merged one after another are one object") {
    on_each_database([](Database& database) {
        for (const bool autoflush : {true, false}) {
            Session session{database.engine, {.autoflush = autoflush}};
            auto first = session.merge(User{.id = 77, .name = "m"});
            auto second = session.merge(User{.id = 77, .name = "m2", .addresses = {Address{}}});
            CHECK(first == second);
            auto third = session.merge(Country{.code = "de", .name = "one"});
            session.merge(Country{.code = "fr", .name = "other"});
            CHECK(session.merge(Country{.code = "de", .name = "two"}) == third);
            session.commit();
            CHECK(first->name == "m2");
            CHECK(first->addresses.size() == 1);
            CHECK(third->name == "two");
            session.merge(User{.id = 78, .name = "x"});
            session.flush();
            session.merge(User{.id = 79, .name = "y"});
            CHECK(session.merge(User{.id = 78, .name = "z"})->name == "z");
            session.rollback();
            session.remove(first);
            session.execute(delete_from<Country>());
            session.commit();
        }
    });
}
