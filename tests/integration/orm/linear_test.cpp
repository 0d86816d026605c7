// SPDX-License-Identifier: MIT
// Many changes in one transaction: work and memory grow with the changes, not with their square.
#include "integration/orm/models.hpp"

#include "orm/session/session_core.hpp"

#include <doctest/doctest.h>

using namespace azoth;
using namespace orm_models;
using orm_test::Database;
using orm_test::on_each_database;

namespace {

void fill(Database& database, int users) {
    std::vector<std::string> names;
    for (int i = 0; i < users; ++i) {
        names.push_back("u" + std::to_string(i));
    }
    database.fill(names);
}

std::size_t undo_records(Session& session) {
    std::size_t count = 0;
    for (const orm::UndoLevel& level : session.core().store().levels) {
        count += level.records.size();
    }
    return count;
}

}  // namespace

TEST_CASE(
    "objects that were flushed are compared a few times in all, however often a flush comes") {
    on_each_database([](Database& database) {
        constexpr std::uint64_t users = 4000;
        fill(database, users);
        for (const std::uint64_t chunk : {1U, 10U, 500U}) {
            auto session = database.make_session();
            const auto all = session.scalars(select<User>().order_by(&User::id)).all();
            for (std::uint64_t i = 0; i < users; ++i) {
                all[i]->fullname = "f" + std::to_string(chunk) + "-" + std::to_string(i);
                if (i % chunk == chunk - 1) {
                    session.flush();
                }
            }
            session.commit();
            const std::uint64_t flushes = users / chunk;
            CHECK(session.stats().comparisons < 8 * users + 40 * flushes);
        }
    });
}

TEST_CASE("savepoints do not compare what was flushed before them again and again") {
    on_each_database([](Database& database) {
        constexpr std::uint64_t users = 1000;
        fill(database, users);
        auto session = database.make_session();
        const auto all = session.scalars(select<User>().order_by(&User::id)).all();
        for (const Ref<User>& user : all) {
            auto savepoint = session.begin_nested();
            user->fullname = "f";
            savepoint.commit();
        }
        session.commit();
        CHECK(session.stats().comparisons < 100 * users);
    });
}

TEST_CASE("a change through a reference that was kept over many flushes is written at last") {
    on_each_database([](Database& database) {
        fill(database, 200);
        auto session = database.make_session();
        const auto all = session.scalars(select<User>().order_by(&User::id)).all();
        User& first = *all[0];
        for (const Ref<User>& user : all) {
            user->fullname = "f";
            session.flush();
        }
        first.fullname = "kept";
        session.commit();
        CHECK(all[0]->fullname == "kept");
    });
}

TEST_CASE("what a transaction remembers does not grow with the flushes of one object") {
    on_each_database([](Database& database) {
        database.fill({"ed"});
        auto session = database.make_session();
        auto ed = session.get<User>(1);
        for (int i = 0; i < 100; ++i) {
            ed->fullname = "f" + std::to_string(i);
            session.flush();
        }
        CHECK(undo_records(session) == 1);
        for (int i = 0; i < 100; ++i) {
            auto savepoint = session.begin_nested();
            ed->fullname = "g" + std::to_string(i);
            ed->name = "n" + std::to_string(i);
            session.flush();
            ed->fullname = "h" + std::to_string(i);
            if (i % 10 == 3) {
                savepoint.rollback();
                CHECK(ed->fullname == "h" + std::to_string(i - 1));
            } else {
                savepoint.commit();
            }
        }
        CHECK(undo_records(session) < 30);
        session.rollback();
        CHECK(ed->name == "ed");
        CHECK(ed->fullname == std::nullopt);
    });
}
