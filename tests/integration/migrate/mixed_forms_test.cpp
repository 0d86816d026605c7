// SPDX-License-Identifier: MIT
#include <azoth/core.hpp>
#include <azoth/types/chrono.hpp>

#include "integration/server.hpp"
#include "migrate/autogenerate/mixed_forms.hpp"

#include <doctest/doctest.h>

namespace {

using namespace azoth;
using namespace std::chrono;
using Lines = std::vector<std::string>;

struct Moment {
    std::int64_t id = 0;
    DateTime at{};
    Time time{};
    std::optional<DateTimeTz> seen{};
};

DeclarativeBase base;
const auto moments = base.map<Moment>("mixed_moment");

constexpr DateTime noon{sys_days{2024y / 1 / 1} + 12h};

Engine fresh(const std::string& url) {
    Engine engine = create_engine(url);
    base.metadata.drop_all(engine);
    base.metadata.create_all(engine);
    engine.begin([](Connection& connection) {
        connection.execute(insert<Moment>(),
                           std::vector{Moment{.at = noon}, Moment{.at = noon + 1us}});
    });
    return engine;
}

Lines warnings(const Engine& engine) {
    return migrate::mixed_form_warnings(engine, base.metadata);
}

void run(const Engine& engine, std::string_view sql) {
    engine.begin([&](Connection& connection) { connection.run_script(sql); });
}

}  // namespace

TEST_CASE("SQLite: columns that hold both forms of times are told from those that hold one") {
    const Engine engine = fresh("sqlite://");
    CHECK(warnings(engine) == Lines{});

    run(engine, "UPDATE mixed_moment SET time = '12:00:00.000000'");
    CHECK(warnings(engine) == Lines{});

    run(engine,
        "INSERT INTO mixed_moment (at, time, seen) VALUES "
        "('2024-01-01 12:00:00.000000', '12:00:00', '2024-01-01T12:00:00'), "
        "('infinity', '12:00:00', NULL)");
    const std::string why =
        " of table \"mixed_moment\" holds times in more than one form, so that equal ones are "
        "found unequal; write them all in one (the guide has it under \"Stored forms\")";
    CHECK(warnings(engine) ==
          Lines{"column \"at\"" + why, "column \"time\"" + why, "column \"seen\"" + why});
}

TEST_CASE("PostgreSQL: times have one form") {
    Engine engine = fresh(test::required_server_url());

    CHECK(warnings(engine) == Lines{});
    base.metadata.drop_all(engine);
}
