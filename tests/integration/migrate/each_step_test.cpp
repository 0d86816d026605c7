// SPDX-License-Identifier: MIT
// Whatever step of an upgrade or downgrade fails, each revision is whole or not there, and the next
// run goes on.
#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <azoth/migrate/runtime/run.hpp>
#include <azoth/migration.hpp>
#include <azoth/testing/scripted_driver.hpp>

#include "integration/migrate/databases.hpp"
#include "integration/migrate/some_steps.hpp"

using namespace azoth;
using namespace azoth::migrate;
using azoth::testing::ScriptedDriver;
using azoth::testing::ScriptedFailure;

namespace {

using Ids = std::vector<std::string>;

void create_person(Operations& op) {
    op.create_table(
        "person", column("id", Integer(), primary_key), column("name", String(30), not_null));
    op.bulk_insert("person", {"id", "name"}, {{1, "Ann"}, {2, "Bob"}});
}

void drop_person(Operations& op) {
    op.drop_table("person");
}

void widen(Operations& op) {
    op.alter_column("person", "name", {.type = String(50), .existing_type = String(30)});
    op.add_column("person", column("age", Integer(), not_null, server_default("7")));
    op.create_index("ix_person_age", "person", {"age"});
}

void narrow(Operations& op) {
    op.drop_index("ix_person_age", "person");
    op.drop_column("person", "age");
    op.alter_column("person", "name", {.type = String(30), .existing_type = String(50)});
}

RunnableRevision revision(std::string id, Ids down, migration::Step up, migration::Step back) {
    return {.info = {.id = id, .down = std::move(down), .message = id, .path = id + ".cpp"},
            .checksum = "sum of " + id,
            .upgrade = up,
            .downgrade = back};
}

RevisionLibrary library() {
    return RevisionLibrary{
        {revision("a1", {}, create_person, drop_person), revision("b2", {"a1"}, widen, narrow)}};
}

/// The tables are those of the revision that the version table names.
void check_whole(const Engine& engine) {
    const Ids heads = current(engine);
    const bool has_person = test::has_table(engine, "person");
    CHECK(has_person == !heads.empty());
    if (has_person) {
        const auto rows = test::read(engine, "select * from person order by id");
        REQUIRE(rows.size() == 2);
        CHECK(rows[0].size() == (heads == Ids{"b2"} ? 3U : 2U));
    }
}

using Run = RunReport (*)(const Engine&,
                          const RevisionLibrary&,
                          std::string_view,
                          const RunOptions&);

/// What fails there may be got over: a row that is not read to the end, a lease given back beside.
bool was_reached(ScriptedDriver& driver,
                 const Engine& engine,
                 std::uint64_t step,
                 ScriptedFailure failure,
                 Run run,
                 std::string_view target) {
    driver.restart();
    driver.fail_at(step, failure);
    try {
        run(engine, library(), target, {.lock_timeout_milliseconds = 5'000});
    } catch (const Error&) {
        // As it is meant to.
    }
    const bool result = driver.steps() >= step;
    driver.restart();
    check_whole(engine);
    return result;
}

constexpr std::uint64_t share = 20;

std::uint64_t count_steps(ScriptedDriver& driver,
                          const Engine& engine,
                          Run run,
                          std::string_view target) {
    driver.restart();
    run(engine, library(), target, {});
    const auto steps = driver.steps();
    CHECK(steps > 30);
    return steps;
}

void fail_each_step(ScriptedDriver& driver, const Engine& engine, ScriptedFailure failure) {
    upgrade(engine, library(), "head");  // makes the tool's own tables
    downgrade(engine, library(), "base");
    const auto upgrade_steps = count_steps(driver, engine, upgrade, "head");
    const test::SomeSteps some{upgrade_steps / share};
    for (auto step = some.first() + 1; step <= upgrade_steps; step += some.stride()) {
        downgrade(engine, library(), "base");
        INFO("step " << step << " of an upgrade");
        CHECK(was_reached(driver, engine, step, failure, upgrade, "head"));
        upgrade(engine, library(), "head");
        CHECK(current(engine) == Ids{"b2"});
        check_whole(engine);
    }
    const auto downgrade_steps = count_steps(driver, engine, downgrade, "base");
    const test::SomeSteps others{downgrade_steps / share};
    for (auto step = others.first() + 1; step <= downgrade_steps; step += others.stride()) {
        upgrade(engine, library(), "head");
        INFO("step " << step << " of a downgrade");
        CHECK(was_reached(driver, engine, step, failure, downgrade, "base"));
        downgrade(engine, library(), "base");
        CHECK(current(engine).empty());
    }
}

}  // namespace

TEST_CASE("an upgrade or downgrade of which any step is refused leaves whole revisions") {
    test::on_each_database([](const Engine& plain) {
        ScriptedDriver driver{plain.url().dialect};
        fail_each_step(driver,
                       azoth::testing::create_scripted_engine(driver, plain.url()),
                       ScriptedFailure::Refused);
    });
}

TEST_CASE("an upgrade or downgrade whose connection is lost at any step leaves whole revisions") {
    test::on_each_database([](const Engine& plain) {
        ScriptedDriver driver{plain.url().dialect};
        fail_each_step(driver,
                       azoth::testing::create_scripted_engine(driver, plain.url()),
                       ScriptedFailure::ConnectionLost);
    });
}
