// SPDX-License-Identifier: MIT
#include "split_models.hpp"

#include <doctest/doctest.h>

namespace {

TEST_CASE("maps of another source file are found by type") {
    const auto& mapper = azoth::mapping::mapper_of<split::Moon>();

    CHECK(mapper.table().foreign_keys[0].referred_table == "planet");
    CHECK(&mapper.base() == &split::Base);
    CHECK(split::Base.metadata.tables().size() == 2);
}

TEST_CASE("a base takes a naming convention") {
    const auto& moon = azoth::mapping::mapper_of<split::Moon>().table();
    const auto& planet = azoth::mapping::mapper_of<split::Planet>().table();

    CHECK(moon.indexes[0].name == "ix_moon_planet_id");
    CHECK(moon.foreign_keys[0].name.empty());
    CHECK(planet.uniques[0].name.empty());
    CHECK(planet.primary_key->name.empty());
}

}  // namespace
