// SPDX-License-Identifier: MIT
#include "migrate/command/clock.hpp"

#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <cstdlib>

using namespace azoth;
using namespace azoth::migrate;

TEST_CASE("a moment is told in the time zone asked for") {
    constexpr std::int64_t moment = 1'795'174'827;

    CHECK(time_in_zone(moment, "UTC").text() == "2026-11-20 11:40:27");
    CHECK(time_in_zone(moment, "UTC").epoch == moment);
}

TEST_CASE("an unknown time zone is refused, since the C library would take it for UTC") {
    CHECK_THROWS_WITH_AS(static_cast<void>(time_in_zone(0, "Europa/Berlin")),
                         "cannot find time zone \"Europa/Berlin\": /usr/share/zoneinfo has no such "
                         "file; write a name "
                         "such as \"Europe/Berlin\", or leave `timezone` out",
                         MigrationError);
    CHECK_THROWS_AS(static_cast<void>(time_in_zone(0, "../../../etc/passwd")), MigrationError);
}

TEST_CASE("the TZ of the process is as it was afterwards") {
    setenv("TZ", "UTC-3", 1);

    static_cast<void>(time_in_zone(0, "UTC"));

    CHECK(std::string{std::getenv("TZ")} == "UTC-3");
    CHECK(time_in_zone(0, "").hour == 3);
    unsetenv("TZ");
}
