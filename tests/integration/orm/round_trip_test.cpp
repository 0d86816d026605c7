// SPDX-License-Identifier: MIT
// What a flush costs: its statements and the waits for the server's answer.
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::is_sqlite;
using orm_test::Lines;
using orm_test::on_each_database;

namespace {

/// Without parameters.
Lines texts(const Lines& lines) {
    Lines list;
    for (const std::string& line : lines) {
        list.push_back(line.substr(0, line.find(" [")));
    }
    return list;
}

struct Cost {
    Lines lines{};  ///< of all kinds, SAVEPOINT and COMMIT too
    std::uint64_t round_trips = 0;
};

/// What the work sends.
template <class Work>
Cost cost_of(Database& database, Work&& work) {
    (void)database.recorder.take();
    const std::uint64_t before = database.engine.statistics().round_trips;
    work();
    return {texts(database.recorder.take()), database.engine.statistics().round_trips - before};
}

const std::string insert_users =
    "INSERT INTO user_account (name, fullname) SELECT v.c1, v.c2 FROM unnest($1::VARCHAR[], "
    "$2::VARCHAR[]) WITH ORDINALITY AS v(c1, c2, n) ORDER BY v.n RETURNING id";
const std::string insert_addresses =
    "INSERT INTO address (email, user_id) SELECT v.c1, v.c2 FROM unnest($1::VARCHAR[], "
    "$2::BIGINT[]) WITH ORDINALITY AS v(c1, c2, n) ORDER BY v.n RETURNING id";

}  // namespace

TEST_CASE("a new parent with children: a statement for each, and COMMIT") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        auto user = session.add(User{.name = "ed"});
        for (int i = 0; i < 10; ++i) {
            user->addresses.add(Address{.email = "e" + std::to_string(i)});
        }
        const Cost cost = cost_of(database, [&] { session.commit(); });

        if (is_sqlite(database)) {
            CHECK(cost.lines ==
                  Lines{"BEGIN",
                        "INSERT INTO user_account (name, fullname) VALUES (?, ?)",
                        "SAVEPOINT azoth_2",
                        "INSERT INTO address (email, user_id) SELECT c1, c2 FROM azoth_rows(?)",
                        "SELECT max(id) FROM address",
                        "RELEASE SAVEPOINT azoth_2",
                        "COMMIT"});
            return;
        }
        CHECK(cost.lines ==
              Lines{"BEGIN",
                    "INSERT INTO user_account (name, fullname) VALUES ($1, $2) RETURNING id",
                    "SAVEPOINT azoth_2",
                    insert_addresses,
                    "RELEASE SAVEPOINT azoth_2",
                    "COMMIT"});
        CHECK(cost.round_trips == 3);
    });
}

TEST_CASE("100,000 new objects: a statement and a round trip for each thousand, and COMMIT") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        for (int i = 0; i < 100'000; ++i) {
            session.add(User{.name = "u" + std::to_string(i)});
        }
        const Cost cost = cost_of(database, [&] { session.commit(); });

        const auto count = [&](std::string_view beginning) {
            return std::count_if(cost.lines.begin(), cost.lines.end(), [&](const auto& line) {
                return line.starts_with(beginning);
            });
        };
        CHECK(count("INSERT INTO user_account") == 100);
        CHECK(count("SAVEPOINT") == 100);
        CHECK(count("SELECT max(id)") == (is_sqlite(database) ? 100 : 0));
        CHECK(cost.lines.size() == (is_sqlite(database) ? 402 : 302));
        if (!is_sqlite(database)) {
            CHECK(cost.round_trips == 101);
        }
    });
}

TEST_CASE("three levels of new objects: a round trip for each") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        for (int root = 0; root < 2; ++root) {
            auto node = session.add(Node{.name = "root"});
            for (int child = 0; child < 10; ++child) {
                auto below = node->children.add(Node{.name = "child"});
                below->children.add(Node{.name = "grandchild"});
            }
        }
        const Cost cost = cost_of(database, [&] { session.commit(); });
        const auto inserts =
            std::count_if(cost.lines.begin(), cost.lines.end(), [](const auto& line) {
                return line.starts_with("INSERT INTO node");
            });
        CHECK(inserts == (is_sqlite(database) ? 4 : 3));
        if (!is_sqlite(database)) {
            CHECK(cost.round_trips == 4);
        }
    });
}

TEST_CASE("changes of two sets of columns: a statement for each") {
    on_each_database([](Database& database) {
        std::vector<std::string> names;
        for (int i = 0; i < 40; ++i) {
            names.push_back("u" + std::to_string(i));
        }
        database.fill(names);
        auto session = database.make_session();
        const auto all = session.scalars(select<User>().order_by(&User::id)).all();
        for (std::size_t i = 0; i < all.size(); ++i) {
            (i % 2 == 0 ? all[i]->name : all[i]->fullname.emplace()) = "n" + std::to_string(i);
        }
        const Cost cost = cost_of(database, [&] { session.commit(); });

        if (is_sqlite(database)) {
            CHECK(cost.lines ==
                  Lines{"SAVEPOINT azoth_2",
                        "UPDATE user_account SET name=v.c1 FROM azoth_rows(?) AS v WHERE "
                        "user_account.id = v.c2",
                        "RELEASE SAVEPOINT azoth_2",
                        "SAVEPOINT azoth_2",
                        "UPDATE user_account SET fullname=v.c1 FROM azoth_rows(?) AS v WHERE "
                        "user_account.id = v.c2",
                        "RELEASE SAVEPOINT azoth_2",
                        "COMMIT"});
            return;
        }
        CHECK(cost.lines ==
              Lines{"SAVEPOINT azoth_2",
                    "UPDATE user_account SET name=v.c1 FROM unnest($1::VARCHAR[], $2::BIGINT[]) AS "
                    "v(c1, c2) WHERE user_account.id = v.c2",
                    "RELEASE SAVEPOINT azoth_2",
                    "SAVEPOINT azoth_2",
                    "UPDATE user_account SET fullname=v.c1 FROM unnest($1::VARCHAR[], "
                    "$2::BIGINT[]) AS v(c1, c2) WHERE user_account.id = v.c2",
                    "RELEASE SAVEPOINT azoth_2",
                    "COMMIT"});
        CHECK(cost.round_trips == 3);
    });
}

TEST_CASE("links of many to many: a statement for those made, one for those cut") {
    on_each_database([](Database& database) {
        auto session = database.make_session();
        std::vector<Ref<User>> users;
        for (int i = 0; i < 20; ++i) {
            users.push_back(session.add(User{.name = "u" + std::to_string(i)}));
        }
        auto staff = session.add(Group{.title = "staff"});
        auto guests = session.add(Group{.title = "guests"});
        session.flush();
        for (const Ref<User>& user : users) {
            staff->users.add(user);
        }
        const Cost made = cost_of(database, [&] { session.flush(); });
        for (const Ref<User>& user : users) {
            staff->users.remove(user);
            guests->users.add(user);
        }
        const Cost moved = cost_of(database, [&] { session.flush(); });

        if (is_sqlite(database)) {
            const std::string insert =
                "INSERT INTO membership (group_id, user_id) SELECT c1, c2 FROM azoth_rows(?)";
            CHECK(made.lines == Lines{"SAVEPOINT azoth_2", insert, "RELEASE SAVEPOINT azoth_2"});
            CHECK(moved.lines ==
                  Lines{"SAVEPOINT azoth_2",
                        "DELETE FROM membership WHERE (membership.group_id, membership.user_id) IN "
                        "(SELECT c1, c2 FROM azoth_rows(?))",
                        "RELEASE SAVEPOINT azoth_2",
                        "SAVEPOINT azoth_2",
                        insert,
                        "RELEASE SAVEPOINT azoth_2"});
            return;
        }
        const std::string insert =
            "INSERT INTO membership (group_id, user_id) SELECT v.c1, v.c2 FROM "
            "unnest($1::BIGINT[], $2::BIGINT[]) WITH ORDINALITY AS v(c1, c2, n) ORDER BY v.n";
        CHECK(made.lines == Lines{"SAVEPOINT azoth_2", insert, "RELEASE SAVEPOINT azoth_2"});
        CHECK(made.round_trips == 1);
        CHECK(moved.lines ==
              Lines{"SAVEPOINT azoth_2",
                    "DELETE FROM membership USING unnest($1::BIGINT[], "
                    "$2::BIGINT[]) AS v(c1, c2) WHERE membership.group_id = v.c1 AND "
                    "membership.user_id = v.c2",
                    "RELEASE SAVEPOINT azoth_2",
                    "SAVEPOINT azoth_2",
                    insert,
                    "RELEASE SAVEPOINT azoth_2"});
        CHECK(moved.round_trips == 2);
    });
}

TEST_CASE("a tree of objects is removed table by table, children first") {
    on_each_database([](Database& database) {
        std::vector<std::string> names;
        for (int i = 0; i < 10; ++i) {
            names.push_back("u" + std::to_string(i));
        }
        database.fill(names, 10);
        auto session = database.make_session();
        for (const Ref<User>& user :
             session.scalars(select<User>().options(selectin_load(&User::addresses))).all()) {
            session.remove(user);
        }
        const Cost cost = cost_of(database, [&] { session.commit(); });

        if (is_sqlite(database)) {
            CHECK(cost.lines == Lines{"SAVEPOINT azoth_2",
                                      "DELETE FROM membership WHERE membership.user_id IN (?, ?, "
                                      "?, ?, ?, ?, ?, ?, ?, ?)",
                                      "RELEASE SAVEPOINT azoth_2",
                                      "SAVEPOINT azoth_2",
                                      "DELETE FROM address WHERE address.id IN (SELECT c1 FROM "
                                      "azoth_rows(?))",
                                      "RELEASE SAVEPOINT azoth_2",
                                      "SAVEPOINT azoth_2",
                                      "DELETE FROM user_account WHERE user_account.id IN (?, ?, "
                                      "?, ?, ?, ?, ?, ?, ?, ?)",
                                      "RELEASE SAVEPOINT azoth_2",
                                      "COMMIT"});
            return;
        }
        CHECK(std::count_if(cost.lines.begin(), cost.lines.end(), [](const std::string& line) {
                  return line.starts_with("DELETE FROM");
              }) == 3);
        CHECK(cost.round_trips == 4);
    });
}
