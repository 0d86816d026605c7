// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>
#include <azoth/migrate/compare/compare.hpp>

#include <cstdlib>

#include "support/random_schema.hpp"

using namespace azoth;
using namespace azoth::migrate;

namespace {

std::uint64_t first_seed() {
    const char* given = std::getenv("AZOTH_TEST_SEED");
    return given == nullptr ? std::random_device{}() : std::strtoull(given, nullptr, 10);
}

std::string all(std::span<const Operation> operations) {
    std::string text;
    for (const Operation& one : operations) {
        text += "\n  " + describe(one);
    }
    return text;
}

}  // namespace

TEST_CASE("the steps between random schemas lead from one to the other, and back") {
    const std::uint64_t first = first_seed();
    for (std::uint64_t seed = first; seed < first + 500; ++seed) {
        CAPTURE(seed);
        test::RandomSchema random{seed};
        const std::vector<schema::Table> live = random.make();
        const std::vector<schema::Table> wanted = random.changed(live);

        const std::vector<Operation> up = compare(live, wanted).operations;
        CAPTURE(all(up));
        std::vector<schema::Table> tables = live;
        for (const Operation& step : up) {
            apply_to(step, tables);
        }
        CHECK(all(compare(tables, wanted).operations) == "");

        for (const Operation& step : reverse(up)) {
            apply_to(step, tables);
        }
        CHECK(all(compare(tables, live).operations) == "");
    }
}

TEST_CASE("the steps are the same each time") {
    test::RandomSchema random{7};
    const std::vector<schema::Table> live = random.make();
    std::vector<schema::Table> wanted = random.changed(live);

    const std::string once = all(compare(live, wanted).operations);
    std::ranges::reverse(wanted);

    CHECK(all(compare(live, wanted).operations) == once);
}
