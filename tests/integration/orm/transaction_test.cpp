// SPDX-License-Identifier: MIT
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::Lines;
using orm_test::on_each_database;

namespace {

std::optional<std::string> stored_fullname(Database& database, std::string_view name) {
    auto connection = database.engine.connect();
    return connection.execute(select(&User::fullname).filter_by(&User::name, name)).one();
}

}  // namespace

TEST_CASE("a change made elsewhere after a commit is not overwritten") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        CHECK(ed->fullname == std::nullopt);
        session.commit();

        database.make_session.begin([](Session& other) {
            auto same = other.get<User>(1);
            same->fullname = "Ed Jones";
        });
        ed->name = "edward";
        session.commit();

        CHECK(ed->fullname == "Ed Jones");
        CHECK(stored_fullname(database, "edward") == "Ed Jones");
    });
}

TEST_CASE("with values kept over a commit, a row that was changed meanwhile is refused") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        SessionMaker make_session{database.engine, {.expire_on_commit = false}};
        auto session = make_session();
        auto ed = session.get<User>(1);
        CHECK(ed->name == "ed");
        session.commit();
        database.make_session.begin([](Session& other) { other.get<User>(1)->fullname = "first"; });

        ed->fullname = "second";
        CHECK_THROWS_AS(session.commit(), StaleDataError);
        session.rollback();

        CHECK(ed->fullname == "first");
        ed->fullname = "second";
        session.commit();
        CHECK(stored_fullname(database, "ed") == "second");
    });
}

TEST_CASE("values kept over a commit that nobody changed are written") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        SessionMaker make_session{database.engine, {.expire_on_commit = false}};
        auto session = make_session();
        auto ed = session.get<User>(1);
        session.commit();
        ed->fullname = "Ed";
        session.commit();
        ed->fullname = "Edward";
        session.commit();

        CHECK(stored_fullname(database, "ed") == "Edward");
    });
}

TEST_CASE("after a rollback the members equal the database") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"}, 1);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto wendy = session.get<User>(2);
        ed->name = "changed";
        session.flush();
        ed->fullname = "again";
        session.flush();
        wendy->name = "not flushed";
        session.rollback();
        session.close();

        // The session is closed: what the members hold was put back, not loaded again.
        auto connection = database.engine.connect();
        const auto rows = connection.execute(select<User>().order_by(&User::id)).all();
        REQUIRE(rows.size() == 2);
        for (const Ref<User>& user : {ed, wendy}) {
            const User& row = rows[static_cast<std::size_t>(user->id) - 1];
            CHECK(user->name == row.name);
            CHECK(user->fullname == row.fullname);
        }
        CHECK(ed->name == "ed");
        CHECK(wendy->name == "wendy");
    });
}

TEST_CASE("after a rollback to a savepoint the members equal the database") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        ed->name = "outer";
        {
            auto savepoint = session.begin_nested();
            ed->name = "inner";
            ed->fullname = "Inner";
            session.flush();
            {
                auto innermost = session.begin_nested();
                ed->fullname = "Innermost";
                innermost.commit();
            }
            savepoint.rollback();
        }
        CHECK(session.scalar_one(select(&User::name)) == ed->name);
        CHECK(session.scalar_one(select(&User::fullname)) == ed->fullname);
        CHECK(ed->name == "outer");
        CHECK(ed->fullname == std::nullopt);
        session.commit();
        CHECK(stored_fullname(database, "outer") == std::nullopt);
    });
}

TEST_CASE("a savepoint that is left without commit is rolled back, one that is committed stays") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto kept = session.add(User{.name = "kept"});
        Ref<User> lost;
        {
            auto savepoint = session.begin_nested();
            lost = session.add(User{.name = "lost"});
            session.flush();
            CHECK(lost->id != 0);
        }
        CHECK(session.state(lost) == ObjectState::Transient);
        CHECK(lost->id == 0);
        CHECK(lost->name == "lost");
        {
            auto savepoint = session.begin_nested();
            session.add(User{.name = "second"});
            savepoint.commit();
        }
        session.commit();

        CHECK(session.scalars(select(&User::name).order_by(&User::name)).all() ==
              Lines{"kept", "second"});
        CHECK(session.state(kept) == ObjectState::Persistent);
    });
}

TEST_CASE("of several savepoints inside one another the right one is rolled back") {
    const auto names = [](Session& session) {
        return session.scalars(select(&User::name).order_by(&User::name)).all();
    };
    on_each_database([&](Database& database) {
        auto session = database.make_session();
        auto user = session.add(User{.name = "a", .fullname = "0"});
        auto outer = session.begin_nested();
        session.add(User{.name = "b"});
        user->fullname = "1";
        auto middle = session.begin_nested();
        session.add(User{.name = "c"});
        user->fullname = "2";
        auto inner = session.begin_nested();
        auto last = session.add(User{.name = "d"});
        user->fullname = "3";
        session.flush();

        inner.rollback();
        CHECK(names(session) == Lines{"a", "b", "c"});
        CHECK(user->fullname == "2");
        CHECK(session.state(last) == ObjectState::Transient);
        middle.rollback();
        CHECK(names(session) == Lines{"a", "b"});
        CHECK(user->fullname == "1");
        outer.rollback();
        CHECK(names(session) == Lines{"a"});
        CHECK(user->fullname == "0");
        session.commit();
        CHECK(user->fullname == "0");
        CHECK(names(session) == Lines{"a"});
    });
}

TEST_CASE("objects that a rollback made transient keep their children and can be added again") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto ed = session.add(
            User{.name = "ed", .addresses = {Address{.email = "a"}, Address{.email = "b"}}});
        auto first = ed->addresses[0];
        session.flush();
        CHECK(first->user_id == ed->id);
        CHECK(first->id != 0);
        session.rollback();

        CHECK(session.state(ed) == ObjectState::Transient);
        CHECK(session.state(first) == ObjectState::Transient);
        CHECK(ed->id == 0);
        CHECK(first->id == 0);
        CHECK(first->user_id == 0);
        CHECK(ed->addresses.size() == 2);

        session.add(ed);
        session.commit();
        CHECK(session.scalars(select(&Address::email).order_by(&Address::email)).all() ==
              Lines{"a", "b"});
        CHECK(first->user == ed);
        CHECK(first->user_id == ed->id);
    });
}

TEST_CASE("a removal that is rolled back leaves the object") {
    on_each_database([](Database& database) {
        database.fill({"ed"}, 2);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto address = ed->addresses[0];
        session.remove(ed);
        session.flush();
        CHECK(session.state(ed) == ObjectState::Deleted);
        CHECK_THROWS_AS(static_cast<void>(ed->name), ObjectDeletedError);
        CHECK_THROWS_AS(static_cast<void>(address->email), ObjectDeletedError);
        session.rollback();

        CHECK(session.state(ed) == ObjectState::Persistent);
        CHECK(ed->name == "ed");
        CHECK(ed->addresses.size() == 2);
        CHECK(address->user == ed);
        CHECK(session.get<User>(1) == ed);
    });
}

TEST_CASE("stale objects that are held are loaded again in one statement") {
    on_each_database([](Database& database) {
        database.fill({"a", "b", "c"});
        auto session = database.make_session();
        const auto all = session.scalars(select<User>().order_by(&User::id)).all();
        session.commit();
        (void)database.recorder.take();

        for (Ref<const User> user : all) {
            CHECK(user->id > 0);
        }
        const Lines statements = database.recorder.take_statements();
        CHECK(statements.size() == 1);
        CHECK(session.stats().reloads == 1);
    });
}

TEST_CASE("a row that someone else deleted is found at the next look and at the next write") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"});
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto wendy = session.get<User>(2);
        session.commit();
        wendy->fullname = "Wendy";
        session.commit();
        const auto delete_elsewhere = [&](std::int64_t id) {
            database.make_session.begin([&](Session& other) { other.remove(other.get<User>(id)); });
        };
        delete_elsewhere(1);
        CHECK_THROWS_AS(static_cast<void>(ed->name), ObjectDeletedError);
        CHECK_FALSE(session.get<User>(1));
        session.rollback();

        SessionMaker keep{database.engine, {.expire_on_commit = false}};
        auto second = keep();
        auto held = second.get<User>(2);
        second.commit();
        delete_elsewhere(2);
        held->fullname = "x";
        CHECK_THROWS_AS(second.commit(), StaleDataError);
    });
}

TEST_CASE("make_session.begin commits when the work returns and rolls back when it throws") {
    on_each_database([](Database& database) {
        const std::string given = database.make_session.begin([](Session& session) {
            session.add(User{.name = "kept"});
            return std::string{"done"};
        });
        CHECK(given == "done");
        CHECK_THROWS_AS(database.make_session.begin([](Session& session) {
            session.add(User{.name = "lost"});
            session.flush();
            throw std::runtime_error{"stop"};
        }),
                        std::runtime_error);
        auto session = database.make_session();
        CHECK(session.scalars(select(&User::name)).all() == Lines{"kept"});
    });
}

TEST_CASE("nothing is sent by a session that does nothing, and reading writes nothing") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        {
            auto idle = database.make_session();
            idle.commit();
        }
        CHECK(database.recorder.take().empty());
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        CHECK(ed->name == "ed");
        CHECK_FALSE(session.is_modified(ed));
        session.commit();
        CHECK(database.recorder.take_statements().size() == 1);
    });
}

TEST_CASE("a child that was moved elsewhere meanwhile comes back when it is added to its parent") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"}, 1);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto address = ed->addresses[0];
        session.commit();
        database.make_session.begin(
            [](Session& other) { other.get<Address>(1)->user = other.get<User>(2); });

        ed->addresses.add(address);
        session.commit();
        CHECK(address->user_id == 1);
        CHECK(ed->addresses.size() == 1);
    });
}

TEST_CASE("a statement that changes rows leaves changes that were not flushed") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"});
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto wendy = session.get<User>(2);
        ed->fullname = "Ed Jones";
        {
            const auto held_back = session.no_autoflush();
            session.execute(update<User>().set(&User::fullname, "somebody"));
        }
        CHECK(ed->fullname == "Ed Jones");
        CHECK(wendy->fullname == "somebody");
        session.commit();
        CHECK(ed->fullname == "Ed Jones");
    });
}
