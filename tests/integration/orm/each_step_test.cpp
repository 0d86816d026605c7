// SPDX-License-Identifier: MIT
// Whatever step of a transaction fails, nothing of it is kept, and the session can go on.
#include "integration/orm/models.hpp"

#include <doctest/doctest.h>
#include <azoth/testing/scripted_driver.hpp>

#include <algorithm>

using namespace azoth;
using namespace orm_models;
using orm_test::Lines;
using testing::ScriptedDriver;
using testing::ScriptedFailure;

namespace {

Lines contents(const Engine& engine) {
    Lines lines;
    Connection connection = engine.connect();
    for (const char* sql : {"select id, name, fullname from user_account order by id",
                            "select id, email, user_id from address order by id",
                            "select user_id, group_id from membership order by 1, 2",
                            "select id, title from user_group order by id"}) {
        for (const auto& row : connection.query(sql)) {
            std::string& line = lines.emplace_back();
            for (const Value& value : row) {
                line += value.to_string() + " ";
            }
        }
    }
    return lines;
}

void fill(const Engine& engine) {
    Session session{engine};
    session.add(User{.name = "ed", .addresses = {Address{.email = "a"}, Address{.email = "b"}}});
    session.add(User{.name = "wendy", .groups = {Group{.title = "old"}}});
    session.commit();
}

/// New objects, changed ones, removed ones, and rows of a secondary table.
void work(Session& session, const Ref<User>& added) {
    auto ed = session.execute(select<User>().filter_by(&User::name, "ed")).scalar_one();
    auto wendy = session.execute(select<User>().filter_by(&User::name, "wendy")).scalar_one();
    session.add(added);
    added->groups.add(*wendy->groups.begin());
    ed->fullname = "Ed";
    session.flush();
    session.remove(*ed->addresses.begin());
    {
        auto savepoint = session.begin_nested();
        wendy->fullname = "Wendy";
        savepoint.commit();
    }
    session.commit();
}

/// Runs it with each step failing in turn, until none is left to fail.
void fail_each_step(ScriptedDriver& driver, const Engine& engine, ScriptedFailure failure) {
    fill(engine);
    const Lines before = contents(engine);
    std::uint64_t step = 1;
    for (bool has_failed = true; has_failed; ++step) {
        INFO("step " << step);
        Session session{engine};
        auto added = session.add(User{.name = "mary", .addresses = {Address{.email = "c"}}});
        session.expunge(added);
        driver.restart();
        driver.fail_at(step, failure);
        has_failed = false;
        try {
            work(session, added);
        } catch (const DatabaseError& error) {
            CHECK(error.code() == "scripted-failure");
            has_failed = true;
        }
        driver.restart();
        if (has_failed) {
            session.rollback();
            CHECK(added->id == 0);
            CHECK(contents(engine) == before);
        }
    }
    const Lines after = contents(engine);
    CHECK(after != before);
    CHECK(std::ranges::count_if(
              after, [](const std::string& line) { return line.ends_with("'mary' NULL "); }) == 1);
    CHECK(step > 20);
}

/// The session in which a step failed does the whole work after a rollback.
void go_on_after_each_step(ScriptedDriver& driver, const Engine& engine) {
    Lines wanted;
    for (std::uint64_t step = 1; step < 30; ++step) {
        INFO("step " << step);
        Base.metadata.drop_all(engine);
        Base.metadata.create_all(engine);
        fill(engine);
        Session session{engine};
        auto added = session.add(User{.name = "mary"});
        session.expunge(added);
        driver.restart();
        driver.fail_at(step);
        try {
            work(session, added);
        } catch (const DatabaseError&) {
            session.rollback();
            driver.restart();
            work(session, added);
        }
        driver.restart();
        const Lines after = contents(engine);
        wanted = wanted.empty() ? after : wanted;
        CHECK(after.size() == wanted.size());
    }
}

}  // namespace

TEST_CASE("a transaction of which any step is refused leaves nothing behind") {
    for (const std::string& url : orm_test::database_urls()) {
        ScriptedDriver driver{Url::parse(url).dialect};
        orm_test::Database database{testing::create_scripted_engine(driver, url)};
        fail_each_step(driver, database.engine, ScriptedFailure::Refused);
    }
}

TEST_CASE("a transaction whose connection is lost at any step leaves nothing behind") {
    for (const std::string& url : orm_test::database_urls()) {
        ScriptedDriver driver{Url::parse(url).dialect};
        orm_test::Database database{testing::create_scripted_engine(driver, url)};
        fail_each_step(driver, database.engine, ScriptedFailure::ConnectionLost);
    }
}

TEST_CASE("a session in which any step was refused does the same work after a rollback") {
    for (const std::string& url : orm_test::database_urls()) {
        ScriptedDriver driver{Url::parse(url).dialect};
        orm_test::Database database{testing::create_scripted_engine(driver, url)};
        go_on_after_each_step(driver, database.engine);
    }
}
