// SPDX-License-Identifier: MIT
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::is_sqlite;
using orm_test::Lines;
using orm_test::on_each_database;

namespace {

std::vector<std::string> names(int count) {
    std::vector<std::string> list;
    for (int i = 0; i < count; ++i) {
        list.push_back("u" + std::to_string(i));
    }
    return list;
}

std::size_t count_addresses(const SessionResult<orm::ObjectStorage<User>>& users) {
    std::size_t count = 0;
    for (Ref<const User> user : users) {
        for (Ref<const Address> address : user->addresses) {
            count += address->email.empty() ? 0 : 1;
        }
    }
    return count;
}

}  // namespace

TEST_CASE("lazy loading goes by windows of 1, 50 and 500 neighbours, and counts by source line") {
    on_each_database([](Database& database) {
        database.fill(names(120), 2);
        auto session = database.make_session();
        const auto users = session.scalars(select<User>().order_by(&User::id));
        (void)database.recorder.take();
        CHECK(users[0]->addresses.size() == 2);
        CHECK(database.recorder.take_statements() ==
              Lines{is_sqlite(database) ? "SELECT address.id, address.email, address.user_id FROM "
                                          "address WHERE address.user_id = ? [1]"
                                        : "SELECT address.id, address.email, address.user_id FROM "
                                          "address WHERE address.user_id = $1 [1]"});

        CHECK(count_addresses(users) == 240);
        CHECK(database.recorder.take_statements().size() == 2);
        CHECK(session.stats().lazy_loads.size() == 2);
        CHECK(session.stats().lazy_loads[0].member == "orm_models::User.addresses");
        CHECK(session.stats().lazy_loads[0].count == 1);
        CHECK(session.stats().lazy_loads[1].count == 2);
        CHECK(session.stats().lazy_loads[1].file.ends_with("loading_test.cpp"));
    });
}

TEST_CASE("selectin_load brings a relationship in one further statement, and chains") {
    on_each_database([](Database& database) {
        database.fill(names(3), 2);
        auto session = database.make_session();
        (void)database.recorder.take();
        const auto users = session.scalars(select<User>().order_by(&User::id).options(
            selectin_load(&User::addresses).then(selectin_load(&Address::user))));
        const Lines statements = database.recorder.take_statements();
        CHECK(statements.size() == 2);
        CHECK(statements[1] == (is_sqlite(database)
                                    ? "SELECT address.id, address.email, address.user_id FROM "
                                      "address WHERE address.user_id "
                                      "IN (?, ?, ?) [1, 2, 3]"
                                    : "SELECT address.id, address.email, address.user_id FROM "
                                      "address WHERE address.user_id "
                                      "IN ($1, $2, $3) [1, 2, 3]"));
        CHECK(count_addresses(users) == 6);
        CHECK(users[1]->addresses[0]->user == users[1]);
        CHECK(database.recorder.take().empty());
    });
}

TEST_CASE("selectin_load of a many-to-one and of a many-to-many") {
    on_each_database([](Database& database) {
        database.make_session.begin([](Session& session) {
            auto staff = session.add(Group{.title = "staff"});
            session.add(User{.name = "a",
                             .addresses = {Address{.email = "x"}, Address{.email = "y"}},
                             .groups = {staff}});
            session.add(User{.name = "b",
                             .addresses = {Address{.email = "z"}},
                             .groups = {staff, Group{.title = "admin"}}});
        });
        auto session = database.make_session();
        (void)database.recorder.take();
        const auto addresses = session.scalars(
            select<Address>()
                .order_by(&Address::email)
                .options(selectin_load(&Address::user).then(selectin_load(&User::groups))));
        CHECK(database.recorder.take_statements().size() == 3);
        CHECK(addresses[0]->user->name == "a");
        CHECK(addresses[1]->user == addresses[0]->user);
        CHECK(addresses[0]->user->groups.size() == 1);
        CHECK(addresses[2]->user->groups.size() == 2);
        CHECK(database.recorder.take().empty());
    });
}

TEST_CASE("joined_load brings a relationship in the same statement") {
    on_each_database([](Database& database) {
        database.fill({"a", "b"}, 2);
        database.fill({"c"});
        auto session = database.make_session();
        (void)database.recorder.take();
        const auto users = session.scalars(
            select<User>().order_by(&User::id).options(joined_load(&User::addresses)));
        CHECK(
            database.recorder.take_statements() ==
            Lines{
                "SELECT user_account.id, user_account.name, user_account.fullname, addresses_1.id "
                "AS id_1, "
                "addresses_1.email, addresses_1.user_id FROM user_account LEFT OUTER JOIN address "
                "AS addresses_1 ON "
                "user_account.id = addresses_1.user_id ORDER BY user_account.id"});
        CHECK(users.size() == 3);
        CHECK(users[0]->addresses.size() == 2);
        CHECK(users[2]->addresses.empty());

        session.expunge_all();
        const auto addresses = session.scalars(
            select<Address>().order_by(&Address::id).limit(2).options(joined_load(&Address::user)));
        CHECK(database.recorder.take_statements().size() == 1);
        CHECK(addresses.size() == 2);
        CHECK(addresses[0]->user->name == "a");
        CHECK(database.recorder.take().empty());
    });
}

TEST_CASE("joined_load of a Many under a LIMIT takes a statement of its own") {
    on_each_database([](Database& database) {
        database.fill({"a", "b"}, 2);
        auto session = database.make_session();
        (void)database.recorder.take();
        const auto users = session.scalars(
            select<User>().order_by(&User::id).limit(1).options(joined_load(&User::addresses)));
        CHECK(database.recorder.take_statements().size() == 2);
        CHECK(users.size() == 1);
        CHECK(users[0]->addresses.size() == 2);
    });
}

TEST_CASE("raise_load refuses a lazy load") {
    on_each_database([](Database& database) {
        database.fill({"a"}, 2);
        auto session = database.make_session();
        auto user = session.scalars(select<User>().options(raise_load(&User::addresses))).one();
        try {
            static_cast<void>(user->addresses.size());
            FAIL("the relationship was loaded");
        } catch (const InvalidRequestError& error) {
            CHECK(error.code() == "lazy-load-refused");
        }
        CHECK(user->groups.empty());
    });
}

TEST_CASE("a many-to-one that the session has already needs no statement") {
    on_each_database([](Database& database) {
        database.fill({"a"}, 2);
        auto session = database.make_session();
        auto user = session.get<User>(1);
        const auto addresses = session.scalars(select<Address>()).all();
        (void)database.recorder.take();
        for (Ref<const Address> address : addresses) {
            CHECK(address->user->name == user->name);
        }
        CHECK(database.recorder.take().empty());
    });
}

TEST_CASE("a query for several things gives tuples of objects and values") {
    on_each_database([](Database& database) {
        database.fill({"a", "b"}, 1);
        database.fill({"c"});
        auto session = database.make_session();
        const auto rows = session
                              .execute(select<User, std::optional<Address>>()
                                           .outer_join(&User::addresses)
                                           .order_by(&User::id))
                              .all();
        CHECK(rows.size() == 3);
        CHECK(std::get<0>(rows[0])->name == "a");
        CHECK(std::get<1>(rows[0])->user == std::get<0>(rows[0]));
        CHECK_FALSE(std::get<1>(rows[2]));

        const auto counts = select(&User::name, func::count(&Address::id))
                                .join(&User::addresses)
                                .group_by(&User::name)
                                .order_by(&User::name);
        Lines text;
        for (auto [name, count] : session.execute(counts)) {
            text.push_back(name + "=" + std::to_string(count));
        }
        CHECK(text == Lines{"a=1", "b=1"});
        CHECK(session.scalars(select<User>().filter_by(&User::name, "zzz")).first() == nullptr);
        CHECK_THROWS_AS(static_cast<void>(session.scalars(select<User>()).one()),
                        MultipleResultsFound);
        CHECK_THROWS_AS(
            static_cast<void>(session.scalar_one(select<User>().filter_by(&User::name, "zzz"))),
            NoResultFound);
    });
}

TEST_CASE(
    "a pending change is flushed before a query that may see it, and held back by no_autoflush") {
    on_each_database([](Database& database) {
        database.fill({"a"}, 1);
        auto session = database.make_session();
        auto user = session.get<User>(1);
        user->name = "b";
        (void)database.recorder.take();
        CHECK(session.scalars(select<Country>()).empty());
        CHECK(database.recorder.take_statements().size() == 1);
        {
            const auto guard = session.no_autoflush();
            CHECK(session.scalars(select<User>().filter_by(&User::name, "b")).empty());
        }
        CHECK(session.scalars(select<User>().filter_by(&User::name, "b")).size() == 1);

        const auto guard = session.no_autoflush();
        auto added = user->addresses.add(Address{.email = "new"});
        CHECK(user->addresses.size() == 2);
        CHECK(user->addresses.contains(added));
    });
}

TEST_CASE("statements that change rows make objects load again") {
    on_each_database([](Database& database) {
        database.fill({"a", "b"}, 1);
        auto session = database.make_session();
        auto a = session.get<User>(1);
        auto b = session.get<User>(2);
        b->fullname = "kept";
        const auto changed = session.execute(
            update<User>().set(&User::fullname, "Everybody").where(col(&User::name) == "a"));
        CHECK(changed.rowcount() == 1);
        CHECK(a->fullname == "Everybody");
        CHECK(b->fullname == "kept");
        session.execute(delete_from<Address>());
        session.execute(delete_from<User>().where(col(&User::name) == "a"));
        CHECK_THROWS_AS(static_cast<void>(a->name), ObjectDeletedError);
        session.rollback();
        CHECK(a->fullname == std::nullopt);
        CHECK(b->fullname == std::nullopt);
    });
}

TEST_CASE("joined_load along a table's foreign key to itself") {
    on_each_database([](Database& database) {
        database.make_session.begin([](Session& session) {
            session.add(Node{.name = "root", .children = {Node{.name = "b"}, Node{.name = "a"}}});
        });
        auto session = database.make_session();
        (void)database.recorder.take();
        const auto nodes = session.scalars(
            select<Node>().order_by(&Node::name).options(joined_load(&Node::parent)));
        CHECK(database.recorder.take_statements() ==
              Lines{"SELECT node.id, node.name, node.parent_id, parent_1.id AS id_1, parent_1.name "
                    "AS name_1, "
                    "parent_1.parent_id AS parent_id_1 FROM node "
                    "LEFT OUTER JOIN node AS parent_1 ON node.parent_id = parent_1.id ORDER BY "
                    "node.name"});
        CHECK(nodes.size() == 3);
        CHECK(nodes[0]->parent == nodes[2]);
        CHECK_FALSE(nodes[2]->parent);
        CHECK(database.recorder.take().empty());
        CHECK(nodes[2]->children[0] == nodes[0]);
    });
}

TEST_CASE("objects that are only read are never compared") {
    on_each_database([](Database& database) {
        database.fill(names(20), 1);
        auto session = database.make_session();
        for (Ref<const User> user : session.scalars(select<const User>())) {
            CHECK_FALSE(user->name.empty());
            CHECK(user->addresses.size() == 1);
        }
        session.commit();
        CHECK(session.stats().comparisons == 0);
    });
}

TEST_CASE("objects that several results bring are neighbours in the last, also over commits") {
    on_each_database([](Database& database) {
        database.fill({"a", "b", "c", "d"}, 1);
        for (const bool expires : {true, false}) {
            Session session{database.engine, {.expire_on_commit = expires}};
            for (int i = 0; i < 50; ++i) {
                const auto all = session.scalars(select<User>()).all();
                const auto two = session.scalars(select<User>().where(col(&User::id) > 2)).all();
                CHECK(all.size() + two.size() == 6);
                if (i % 10 == 9) {
                    session.commit();
                }
            }
            const auto users = session.scalars(select<User>().order_by(&User::id)).all();
            (void)database.recorder.take();
            for (const Ref<User>& user : users) {
                CHECK(user->addresses.size() == 1);
            }
            CHECK(database.recorder.take_statements().size() == 2);  // windows of 1 and of 50
        }
    });
}

TEST_CASE("rows that are locked are those of the query, however its relationships are loaded") {
    on_each_database([](Database& database) {
        database.fill({"ed"}, 2);
        if (orm_test::is_sqlite(database)) {
            return;  // has no row locks
        }
        auto session = database.make_session();
        session.add(Passport{.number = "1"});
        session.commit();
        session.close();
        (void)database.recorder.take();
        const auto users =
            session.scalars(select<User>().options(joined_load(&User::addresses)).for_update());
        CHECK(users.one()->addresses.size() == 2);
        const auto passports = session.scalars(
            select<Passport>().options(joined_load(&Passport::person)).for_update());
        CHECK(passports.one()->person == nullptr);
        for (const std::string& line : database.recorder.take_statements()) {
            CHECK_MESSAGE(line.find("JOIN") == std::string::npos, line);
        }
        const auto joined = select<Passport, std::optional<Person>>();
        CHECK(session.execute(joined.outer_join(&Passport::person).for_update()).all().size() == 1);
    });
}
