// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/engine/connection.hpp>
#include <azoth/testing/scripted_driver.hpp>

#include <algorithm>

using namespace azoth;
using testing::ScriptedDriver;
using testing::ScriptedFailure;

namespace {

using Lines = std::vector<std::string>;

Engine engine_of(ScriptedDriver& driver) {
    return testing::create_scripted_engine(driver, "postgresql://localhost/script");
}

const auto names = text("select id, name from part").columns<std::int64_t, std::string>();

}  // namespace

TEST_CASE("a scripted driver gives the rows of its script, one answer after the other") {
    ScriptedDriver driver;
    driver.answer("select id, name from part",
                  {.columns = {"id", "name"}, .rows = {{1, "bolt"}, {2, "nut"}}});
    driver.answer("select id, name from part", {.columns = {"id", "name"}, .rows = {}});
    const Engine engine = engine_of(driver);
    Connection connection = engine.connect();

    using Row = std::tuple<std::int64_t, std::string>;
    CHECK(connection.execute(names).all() == std::vector<Row>{{1, "bolt"}, {2, "nut"}});
    CHECK(connection.execute(names).all().empty());
    CHECK(connection.execute(names).all().empty());
}

TEST_CASE("a scripted driver counts and notes each step") {
    ScriptedDriver driver;
    driver.answer("update part set name = $1", {.affected_rows = 3});
    const Engine engine = engine_of(driver);

    engine.begin([](Connection& connection) {
        const auto change = text("update part set name = :name");
        CHECK(connection.execute(change, {{"name", "bolt"}}).rowcount() == 3);
    });

    const Lines log = driver.log();
    CHECK(driver.steps() == log.size());
    CHECK(log.front() == "connect");
    CHECK(std::ranges::count(log, "prepare update part set name = $1") == 1);
    CHECK(std::ranges::count(log, "execute update part set name = $1 ['bolt']") == 1);
    CHECK(log.back() == "script COMMIT");
}

TEST_CASE("a scripted driver refuses the step that it is told to, once") {
    ScriptedDriver driver;
    const Engine engine = engine_of(driver);
    Connection connection = engine.connect();
    driver.restart();
    driver.fail_at(1);

    CHECK_THROWS_WITH_AS((void)connection.query("select 1"),
                         "cannot go on with step 1: the script says that it fails; mend what the "
                         "program does then",
                         OperationalError);
    connection.rollback();
    CHECK(connection.query("select 1").empty());
}

TEST_CASE("a connection that a scripted driver loses is not lent again") {
    ScriptedDriver driver;
    const Engine engine = engine_of(driver);
    {
        Connection connection = engine.connect();
        driver.restart();
        driver.fail_at(2, ScriptedFailure::ConnectionLost);
        CHECK_THROWS_AS((void)connection.query("select 1"), ConnectionLost);
    }

    CHECK(engine.connect().query("select 1").empty());
    CHECK(engine.statistics().connections == 2);
}
