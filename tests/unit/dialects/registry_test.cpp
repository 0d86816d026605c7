// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/dialects/registry.hpp>

#include <doctest/doctest.h>

#include <algorithm>

namespace {

using namespace azoth;

TEST_CASE("an unknown scheme is an error that lists the known ones") {
    dialects::register_dialect({"known-to-this-test", nullptr, nullptr});

    try {
        (void)dialects::find_dialect("postgre");
        FAIL("no error");
    } catch (const ArgumentError& error) {
        CHECK(error.code() == "unknown-scheme");
        CHECK(error.message().find("\"postgre\": this program knows ") != std::string::npos);
        CHECK(error.message().find("known-to-this-test") != std::string::npos);
    }
}

TEST_CASE("a scheme is registered once, and its address stays") {
    dialects::register_dialect({"again", nullptr, nullptr});
    const auto* first = &dialects::find_dialect("again");

    for (int i = 0; i < 100; ++i) {
        dialects::register_dialect({"again", nullptr, nullptr});
    }

    CHECK(&dialects::find_dialect("again") == first);
    CHECK(std::ranges::count(dialects::known_schemes(), "again") == 1);
}

}  // namespace
