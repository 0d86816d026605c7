// SPDX-License-Identifier: MIT
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::on_each_database;

namespace {

/// The code of the error that `work` throws; empty when it throws none.
template <class Work>
std::string code_of(Work&& work) {
    try {
        work();
    } catch (const Error& error) {
        return std::string{error.code()};
    }
    return {};
}

/// Neither copyable nor default-constructible.
class Locked {
public:
    explicit Locked(std::int64_t number) noexcept : id(number) {}
    Locked(Locked&&) noexcept = default;
    Locked(const Locked&) = delete;
    Locked& operator=(Locked&&) noexcept = default;
    Locked& operator=(const Locked&) = delete;
    ~Locked() = default;

    std::int64_t id;
    std::optional<std::int64_t> box_id{};
};

/// A link without the save-update cascade.
struct Box {
    std::int64_t id = 0;
    std::optional<std::int64_t> lid_id{};
    One<Box> lid{};
};

}  // namespace

TEST_CASE("access through a Ref that leads nowhere") {
    on_each_database([](Database& database) {
        database.fill({"ed", "wendy"}, 1);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto address = ed->addresses[0];
        CHECK(code_of([] { static_cast<void>(Ref<User> {} -> name); }) == "null-ref");
        CHECK(code_of([&] { ed->addresses.add(Ref<Address>{}); }) == "null-ref");
        CHECK(code_of([&] { static_cast<void>(ed->addresses.at(1)); }) == "no-such-member");
        CHECK(code_of([&] { static_cast<void>(User{*ed}.addresses.empty()); }) == "link-of-copy");

        session.expunge(address);
        CHECK(code_of([&] { static_cast<void>(address->email); }) == "expunged");
        CHECK(code_of([&] { session.add(address); }) == "not-addable");
        CHECK(code_of([&] { session.remove(address); }) == "not-removable");
        CHECK(code_of([&] { session.refresh(address); }) == "not-persistent");

        auto wendy = session.get<User>(2);
        session.remove(wendy);
        session.flush();
        CHECK(code_of([&] { static_cast<void>(wendy->name); }) == "object-deleted");
    });
}

TEST_CASE("a session that is closed, moved or in use elsewhere") {
    on_each_database([](Database& database) {
        database.fill({"ed"}, 1);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        auto other = database.make_session();
        CHECK(code_of([&] { other.remove(ed); }) == "other-session");

        std::string from_thread;
        const auto listener = database.engine.add_listener([&](const StatementEvent& event) {
            if (event.sql.starts_with("SELECT")) {
                std::thread{[&] { from_thread = code_of([&] { session.flush(); }); }}.join();
            }
        });
        CHECK(ed->addresses.size() == 1);
        database.engine.remove_listener(listener);
        CHECK(from_thread == "session-in-use");

        const Session moved = std::move(session);
        CHECK(code_of([&] { session.flush(); }) == "session-moved");
    });
    on_each_database([](Database& database) {
        database.fill({"ed"}, 1);
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        session.close();
        CHECK(code_of([&] { static_cast<void>(ed->addresses.size()); }) == "link-not-loaded");
        CHECK(code_of([&] { ed->addresses.add(Address{.email = "x"}); }) == "session-closed");
    });
}

TEST_CASE("keys, members and options that do not fit the mapping") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        auto session = database.make_session();
        CHECK(code_of([&] { static_cast<void>(session.get<User>(1, 2)); }) == "key-count");
        CHECK(code_of([&] { static_cast<void>(session.get<User>("1")); }) == "key-type");
        const auto option = orm::loader_option(
            orm::Strategy::SelectIn, tree::entity_of<User>, offset_of(&User::name));
        CHECK(code_of([&] { session.scalars(select<User>().options(option)); }) ==
              "no-relationship");
        auto empty = session.add(User{});
        auto address = session.add(Address{.email = "x", .user = empty});
        CHECK(code_of([&] { static_cast<void>(session.history(address, &Address::user)); }) ==
              "no-history");
        CHECK(code_of([&] { session.flush(); }) == "required-member");
        CHECK(code_of([&] { session.flush(); }) == "rollback-due");
    });
}

TEST_CASE("links that cannot be written") {
    on_each_database([](Database& database) {
        database.fill({"a", "b", "c"}, 1);
        auto session = database.make_session();
        auto address = session.get<Address>(1);
        address->user_id = 2;
        address->user = session.get<User>(3);
        CHECK(code_of([&] { session.flush(); }) == "contradicting-link");
        session.rollback();

        auto first = session.add(Node{.name = "first"});
        first->parent = session.add(Node{.name = "second", .parent = first});
        CHECK(code_of([&] { session.flush(); }) == "circular-dependency");
        session.rollback();

        auto employee =
            session.add(Employee{.name = "ann", .department = Department{.name = "sales"}});
        session.commit();
        employee->department = nullptr;
        CHECK(code_of([&] { session.flush(); }) == "orphan-not-null");
        session.rollback();
    });
}

TEST_CASE("rows that are not as they were read") {
    on_each_database([](Database& database) {
        database.make_session.begin([](Session& session) {
            session.add(User{.name = "ed", .groups = {Group{.title = "staff"}}});
        });
        SessionMaker keep{database.engine, {.expire_on_commit = false}};
        auto session = keep();
        auto ed = session.get<User>(1);
        auto staff = ed->groups[0];
        session.commit();
        database.make_session.begin([](Session& other) {
            other.execute(delete_from<Membership>());
            other.get<User>(1)->name = "edward";
        });
        ed->groups.remove(staff);
        CHECK(code_of([&] { session.flush(); }) == "stale-link");
        session.rollback();
        CHECK(ed->groups.empty());
        session.commit();

        database.make_session.begin([](Session& other) { other.remove(other.get<User>(1)); });
        ed->name = "x";
        CHECK(code_of([&] { session.flush(); }) == "stale-row");
    });
}

TEST_CASE("a link to an object that no session knows") {
    DeclarativeBase base;
    base.map<Box>("box",
                  column(&Box::lid_id, foreign_key(&Box::id)),
                  relationship(&Box::lid, Cascade::None, remote_side(&Box::id)));
    on_each_database([&](Database& database) {
        auto session = database.make_session();
        auto box = session.add(Box{});
        box->lid = Box{};
        CHECK(code_of([&] { session.flush(); }) == "transient-link");
    });
}

TEST_CASE("what a mapped struct must be able to do") {
    on_each_database([](Database& database) {
        DeclarativeBase base;
        base.map<Locked>("locked", column<&Locked::id>(primary_key), column<&Locked::box_id>());
        Locked locked{5};
        CHECK(code_of([&] { const Many<Locked> list{locked}; }) == "not-copyable");
        auto session = database.make_session();
        session.execute(text("create table locked (id bigint, box_id bigint)"));
        session.execute(text("insert into locked values (1, null)"));
        CHECK(code_of([&] { session.scalars(select<Locked>()); }) == "not-default-constructible");
    });
}
