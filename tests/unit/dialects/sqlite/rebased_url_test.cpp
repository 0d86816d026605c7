// SPDX-License-Identifier: MIT
#include "dialects/sqlite/dialect.hpp"

#include <doctest/doctest.h>

using namespace azoth;

namespace {

std::string rebased(std::string_view url, std::string_view folder) {
    return dialects::sqlite::dialect().rebased_url(Url::parse(url), folder).database;
}

}  // namespace

TEST_CASE("a relative file is taken from the folder, everything else stays") {
    CHECK(rebased("sqlite:///app.db", "/srv/shop") == "/srv/shop/app.db");
    CHECK(rebased("sqlite:///app.db", "/") == "/app.db");
    CHECK(rebased("sqlite:////var/app.db", "/srv/shop") == "/var/app.db");
    CHECK(rebased("sqlite://", "/srv/shop").empty());
    CHECK(rebased("sqlite:///:memory:", "/srv/shop") == ":memory:");
}
