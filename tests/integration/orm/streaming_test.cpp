// SPDX-License-Identifier: MIT
// Objects that yield_per reads a batch at a time.
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::on_each_database;

namespace {

constexpr std::uint32_t batch = 3;

std::vector<std::string> names(int count) {
    std::vector<std::string> result;
    for (int i = 1; i <= count; ++i) {
        result.push_back("user " + std::to_string(i));
    }
    return result;
}

auto in_batches() {
    return select<User>().order_by(&User::id).yield_per(batch);
}

template <class Call>
std::string code_of(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return std::string{error.code()};
    }
    return {};
}

std::uint64_t statements(const Database& database) {
    return database.engine.statistics().statements;
}

}  // namespace

TEST_CASE("yield_per gives every object, and the memory of a batch is used again") {
    on_each_database([](Database& database) {
        database.fill(names(100));
        auto session = database.make_session();
        std::set<const void*> places;
        std::int64_t next = 1;
        for (const Ref<const User> user : session.scalars(in_batches())) {
            CHECK(user->id == next++);
            places.insert(&*user);
        }
        CHECK(next == 101);
        CHECK(places.size() <= 2 * batch);
    });
}

TEST_CASE("the session keeps what is held or touched of a batch, and forgets the rest") {
    on_each_database([](Database& database) {
        database.fill(names(10));
        auto session = database.make_session();
        Ref<const User> held;
        for (const Ref<User> user : session.scalars(in_batches())) {
            const Ref<const User> reader = user;
            if (reader->id == 2) {
                held = user;
            } else if (reader->id == 5) {
                user->name = "changed";
            }
        }

        const std::uint64_t before = statements(database);
        CHECK(session.get<const User>(2) == held);
        CHECK(session.get<const User>(5)->name == "changed");
        CHECK(statements(database) == before);
        CHECK(session.get<const User>(3)->name == "user 3");
        CHECK(statements(database) == before + 2);  // the UPDATE of 5 first
        session.commit();
        CHECK(database.make_session().get<const User>(5)->name == "changed");
    });
}

TEST_CASE("links that lead to an object of a batch keep it") {
    on_each_database([](Database& database) {
        database.fill(names(10), 2);
        auto session = database.make_session();
        std::vector<Ref<const Address>> addresses;
        for (const Ref<const User> user : session.scalars(in_batches())) {
            for (const Ref<Address> address : user->addresses) {
                addresses.emplace_back(address);
            }
        }
        REQUIRE(addresses.size() == 20);
        const std::uint64_t before = statements(database);
        for (const Ref<const Address>& address : addresses) {
            CHECK(address->user->id == address->user_id);
        }
        CHECK(statements(database) == before);
    });
}

TEST_CASE("loader options hold for each batch") {
    on_each_database([](Database& database) {
        database.fill(names(7), 2);
        auto session = database.make_session();
        std::size_t found = 0;
        const std::uint64_t before = statements(database);
        for (const Ref<const User> user :
             session.scalars(in_batches().options(selectin_load(&User::addresses)))) {
            found += user->addresses.size();
        }
        CHECK(found == 14);
        CHECK(session.stats().lazy_loads.empty());
        CHECK(statements(database) > before + 3);
    });
}

TEST_CASE("what the session already had stays as it is") {
    on_each_database([](Database& database) {
        database.fill(names(10));
        auto session = database.make_session();
        (void)session.get<const User>(4);
        for (const Ref<const User> user : session.scalars(in_batches())) {
            CHECK(user->id > 0);
        }
        const std::uint64_t before = statements(database);
        CHECK(session.get<const User>(4)->id == 4);
        CHECK(statements(database) == before);
    });
}

TEST_CASE("objects in batches end with their transaction, and cannot be counted or gone back to") {
    on_each_database([](Database& database) {
        database.fill(names(10));
        auto session = database.make_session();
        const auto users = session.scalars(in_batches());
        CHECK(code_of([&] { (void)users.size(); }) == "rows-streamed");
        auto user = users.begin();
        for (int i = 0; i < 4; ++i) {
            REQUIRE(user != users.end());
            ++user;
        }
        CHECK((*user)->id == 5);
        CHECK(code_of([&] { (void)users[0]; }) == "rows-passed");

        session.commit();

        CHECK(code_of([&] {
                  while (user != users.end()) {
                      ++user;
                  }
              }) == "rows-ended");
        CHECK(session.get<const User>(1)->name == "user 1");
    });
}

TEST_CASE("a stream may outlive its session") {
    on_each_database([](Database& database) {
        database.fill(names(10));
        std::optional<Session> session{database.make_session()};
        const auto users = session->scalars(in_batches());
        const Ref<const User> first = users.first();
        session.reset();

        CHECK(first->name == "user 1");
        CHECK(code_of([&] { (void)users.all(); }) == "rows-ended");
    });
}

TEST_CASE("all() of a stream holds every object") {
    on_each_database([](Database& database) {
        database.fill(names(10));
        auto session = database.make_session();
        const auto users = session.scalars(in_batches()).all();
        REQUIRE(users.size() == 10);
        CHECK(users.front()->name == "user 1");
        CHECK(users.back()->name == "user 10");
    });
}
