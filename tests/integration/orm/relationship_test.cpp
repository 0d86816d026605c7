// SPDX-License-Identifier: MIT
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::Lines;
using orm_test::on_each_database;

namespace {

Lines emails(const Many<Address>& addresses) {
    Lines list;
    for (Ref<const Address> address : addresses) {
        list.push_back(address->email);
    }
    std::ranges::sort(list);
    return list;
}

}  // namespace

TEST_CASE("members may be moved to another parent while they are iterated") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"}, 5);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto wendy = session.get<User>(2);
        int visited = 0;
        for (auto address : ed->addresses) {
            wendy->addresses.add(address);
            ++visited;
        }
        CHECK(visited == 5);
        CHECK(ed->addresses.empty());
        CHECK(wendy->addresses.size() == 10);
        session.commit();

        CHECK(ed->addresses.empty());
        CHECK(wendy->addresses.size() == 10);
        visited = 0;
        for (auto address : wendy->addresses) {
            address->user = ed;
            ++visited;
        }
        CHECK(visited == 10);
        CHECK(wendy->addresses.empty());
        CHECK(ed->addresses.size() == 10);
        session.commit();
        CHECK(session.scalar_one(
                  select(func::count(&Address::id)).filter_by(&Address::user_id, 1)) == 10);
    });
}

TEST_CASE("both sides of a relationship are in step as soon as either changes") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"}, 1);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto wendy = session.get<User>(2);
        auto address = ed->addresses[0];
        CHECK(address->user == ed);

        address->user = wendy;
        CHECK(ed->addresses.empty());
        CHECK(wendy->addresses.contains(address));
        ed->addresses.add(address);
        CHECK(address->user == ed);
        CHECK_FALSE(wendy->addresses.contains(address));
        CHECK_FALSE(session.is_modified(ed));
        session.commit();
        CHECK(address->user_id == 1);
    });
}

TEST_CASE("children of new parents get their keys, however the link was made") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto by_one = session.add(Address{.email = "one", .user = User{.name = "a"}});
        auto parent = session.add(User{.name = "b"});
        auto by_add = parent->addresses.add(Address{.email = "add"});
        auto by_ref = session.add(Address{.email = "ref", .user = parent});
        auto by_key = session.add(User{.name = "c"});
        session.flush();
        auto hand_made = session.add(Address{.email = "key", .user_id = by_key->id});
        session.commit();

        CHECK(by_one->user->name == "a");
        CHECK(by_one->user_id == by_one->user->id);
        CHECK(by_add->user_id == parent->id);
        CHECK(by_ref->user_id == parent->id);
        CHECK(emails(parent->addresses) == Lines{"add", "ref"});
        CHECK(hand_made->user == by_key);
        CHECK(by_key->addresses.contains(hand_made));
    });
}

TEST_CASE(
    "a foreign key that was set by hand moves the object, against a link that did not change") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"}, 1);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto wendy = session.get<User>(2);
        auto address = ed->addresses[0];
        CHECK(address->user == ed);
        CHECK(wendy->addresses.size() == 1);
        address->user_id = 2;
        session.flush();
        CHECK(address->user == wendy);
        CHECK(ed->addresses.empty());
        CHECK(wendy->addresses.size() == 2);
        session.rollback();
        CHECK(address->user_id == 1);
        CHECK(address->user == ed);
    });
}

TEST_CASE("a link and a key that contradict each other are refused, with both named") {
    on_each_database([](Database& database) {
        database.fill({"a", "b", "c"}, 1);
        auto session = database.make_session();
        auto address = session.get<Address>(1);
        address->user_id = 2;
        address->user = session.get<User>(3);
        CHECK_THROWS_WITH_AS(session.flush(),
                             "cannot write orm_models::Address 1: its `user_id` and `user` of "
                             "orm_models::Address were both "
                             "set, to different objects; set one of them",
                             InvalidRequestError);
        session.rollback();
        address->user_id = 3;
        address->user = session.get<User>(3);
        session.commit();
        CHECK(address->user_id == 3);
    });
}

TEST_CASE("an orphan is removed, one that moved is not") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"}, 2);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto orphan = ed->addresses[0];
        auto moved = ed->addresses[1];
        CHECK(ed->addresses.remove(orphan));
        CHECK_FALSE(ed->addresses.remove(orphan));
        session.get<User>(2)->addresses.add(moved);
        session.commit();

        CHECK(session.state(orphan) == ObjectState::Deleted);
        CHECK(moved->user_id == 2);
        CHECK(session.scalar_one(select(func::count(&Address::id))) == 3);

        ed->addresses.add(Address{.email = "never"});
        ed->addresses.clear();
        session.commit();
        CHECK(session.scalar_one(select(func::count(&Address::id))) == 3);
    });
}

TEST_CASE("removing a parent removes its children with it, loaded in one statement") {
    on_each_database([](Database& database) {
        database.fill({"a", "b", "c"}, 2);
        auto session = database.make_session();
        const auto all = session.scalars(select<User>().order_by(&User::id)).all();
        session.remove(all[0]);
        session.remove(all[1]);
        (void)database.recorder.take();
        session.flush();

        const Lines statements = database.recorder.take_statements();
        REQUIRE(statements.size() == 4);
        CHECK(statements[0].starts_with(
            "SELECT address.id, address.email, address.user_id FROM address WHERE "
            "address.user_id IN ("));
        CHECK(statements[1].starts_with("DELETE FROM membership"));
        CHECK(statements[2].starts_with("DELETE FROM address"));
        CHECK(statements[3].starts_with("DELETE FROM user_account"));
        session.commit();
        CHECK(session.scalar_one(select(func::count(&Address::id))) == 2);
    });
}

TEST_CASE("children that may be without a parent lose it when it is removed") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto root =
            session.add(Node{.name = "root", .children = {Node{.name = "b"}, Node{.name = "a"}}});
        session.commit();
        auto child = root->children[0];
        CHECK(child->name == "a");
        CHECK(child->parent == root);
        session.remove(root);
        session.commit();

        CHECK(child->parent_id == std::nullopt);
        CHECK_FALSE(child->parent);
        CHECK(session.scalar_one(select(func::count(&Node::id))) == 2);
    });
}

TEST_CASE(
    "rows of a table that refers to itself are written parents first and deleted children first") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto leaf = session.add(Node{.name = "leaf"});
        auto root = session.add(Node{.name = "root"});
        auto middle = session.add(Node{.name = "middle"});
        leaf->parent = middle;
        middle->parent = root;
        session.commit();
        CHECK(leaf->parent_id == middle->id);
        CHECK(middle->parent_id == root->id);
        CHECK(root->parent_id == std::nullopt);
        CHECK(root->id < middle->id);

        session.remove(root);
        session.remove(leaf);
        session.remove(middle);
        session.commit();
        CHECK(session.scalars(select<Node>()).empty());
    });
}

TEST_CASE("new objects that need each other's key first are refused") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto first = session.add(Node{.name = "first"});
        auto second = session.add(Node{.name = "second"});
        first->parent = second;
        second->parent = first;
        CHECK_THROWS_AS(session.flush(), InvalidRequestError);
    });
}

TEST_CASE("many-to-many links are rows of the table between, seen from both sides") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto ed = session.add(
            User{.name = "ed", .groups = {Group{.title = "staff"}, Group{.title = "admin"}}});
        auto wendy = session.add(User{.name = "wendy"});
        auto staff = ed->groups[0];
        auto admin = ed->groups[1];
        staff->users.add(wendy);
        CHECK(wendy->groups.contains(staff));
        session.commit();
        CHECK(session.scalar_one(select(func::count(&Membership::user_id))) == 3);

        CHECK(staff->users.size() == 2);
        wendy->groups.remove(staff);
        CHECK(staff->users.size() == 1);
        admin->users.add(wendy);
        admin->users.remove(wendy);
        session.commit();
        CHECK(session.scalar_one(select(func::count(&Membership::user_id))) == 2);

        session.remove(ed);
        session.commit();
        CHECK(staff->users.empty());
        CHECK(session.scalar_one(select(func::count(&Membership::user_id))) == 0);
        CHECK(session.scalar_one(select(func::count(&Group::id))) == 2);
    });
}

TEST_CASE("assigning and swapping whole objects never changes links, assigning a link does") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"}, 2);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto wendy = session.get<User>(2);
        const User copy = *ed;
        CHECK_THROWS_AS(static_cast<void>(copy.addresses.size()), DetachedInstanceError);
        const std::int64_t id = ed->id;
        *ed = User{.id = id, .name = "edward", .addresses = {Address{.email = "ignored"}}};
        CHECK(ed->addresses.size() == 2);
        session.commit();
        CHECK(ed->name == "edward");
        CHECK(ed->addresses.size() == 2);

        wendy->addresses = ed->addresses;
        CHECK(ed->addresses.empty());
        CHECK(wendy->addresses.size() == 2);
        ed->addresses = {Address{.email = "new"}};
        session.commit();
        CHECK(emails(ed->addresses) == Lines{"new"});
        CHECK(emails(wendy->addresses) == Lines{"ed0@example.org", "ed1@example.org"});
    });
}

TEST_CASE("a value outside sessions owns its children, and copies them") {
    User user{.name = "ed", .addresses = {Address{.email = "a"}, Address{.email = "b"}}};
    const User copy = user;
    user.addresses[0]->email = "changed";
    CHECK(emails(copy.addresses) == Lines{"a", "b"});
    CHECK(emails(user.addresses) == Lines{"b", "changed"});
    const User moved = std::move(user);
    CHECK(moved.addresses.size() == 2);
    CHECK(User{}.addresses.empty());
}

TEST_CASE("a value that is copied into a session brings its links to objects there") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto group = session.add(Group{.title = "admins"});
        session.commit();
        const User user{.name = "ed", .groups = {group, Group{.title = "others"}}};
        auto ed = session.add(user);
        session.commit();
        CHECK(ed->groups.size() == 2);
        CHECK(group->users.size() == 1);
    });
}

// Quadratic work would take minutes.
TEST_CASE("a link of 50000 objects is looked at, moved and replaced" * doctest::timeout(60)) {
    Database database{create_engine("sqlite://")};
    auto session = database.make_session();
    auto ed = session.add(User{.name = "ed"});
    auto wendy = session.add(User{.name = "wendy"});
    constexpr std::size_t count = 50'000;
    for (std::size_t i = 0; i < count; ++i) {
        ed->addresses.add(Address{.email = "x"});
    }
    std::size_t length = 0;
    for (std::size_t i = 0; i < ed->addresses.size(); ++i) {
        length += ed->addresses[i]->email.size();
    }
    CHECK(length == count);
    for (const Ref<Address>& address : ed->addresses) {
        wendy->addresses.add(address);
    }
    CHECK(ed->addresses.empty());
    ed->addresses = wendy->addresses;
    std::vector<Ref<Address>> again;
    for (const Ref<Address>& address : ed->addresses) {
        again.push_back(address);
    }
    ed->addresses.assign(again);
    CHECK(ed->addresses.size() == count);
    CHECK(wendy->addresses.empty());
    session.rollback();
}
