// SPDX-License-Identifier: MIT
#include "integration/dialects/random_schema.hpp"

#include "integration/dialects/live.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace {

using namespace test_support;

std::uint32_t first_seed() {
    const char* const given = std::getenv("AZOTH_TEST_SEED");
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    return given != nullptr ? static_cast<std::uint32_t>(std::stoul(given))
                            : static_cast<std::uint32_t>(now);
}

std::vector<schema::Table> created_and_read(std::string_view scheme,
                                            const std::vector<schema::Table>& tables) {
    Live live{scheme};
    std::vector<const schema::Table*> pointers;
    for (const auto& table : tables) {
        pointers.push_back(&table);
    }
    for (const auto* table : schema::sort_by_dependency(pointers).tables) {
        live.create(*table);
    }
    return live.tables();
}

/// What every database keeps of a declaration, whatever it makes of expressions and spellings.
void check_kept(const schema::Table& declared, const schema::Table& read) {
    CHECK(declared.name == read.name);
    CHECK(declared.comment == read.comment);
    CHECK(std::ranges::equal(
        declared.columns, read.columns, {}, &schema::Column::name, &schema::Column::name));
    CHECK(std::ranges::equal(
        declared.columns, read.columns, {}, &schema::Column::nullable, &schema::Column::nullable));
    CHECK(declared.primary_key == read.primary_key);
    CHECK(declared.foreign_keys.size() == read.foreign_keys.size());
    CHECK(declared.uniques.size() == read.uniques.size());
    CHECK(declared.checks.size() == read.checks.size());
    CHECK(declared.indexes.size() == read.indexes.size());
    for (const auto& key : declared.foreign_keys) {
        CHECK(std::ranges::find(read.foreign_keys, key) != read.foreign_keys.end());
    }
    for (const auto& unique : declared.uniques) {
        CHECK(std::ranges::find(read.uniques, unique) != read.uniques.end());
    }
}

void check_round_trips(std::string_view scheme, Features features, std::uint32_t count) {
    const auto seed = first_seed();
    for (std::uint32_t i = 0; i < count; ++i) {
        CAPTURE(seed + i);  // AZOTH_TEST_SEED
        auto declared = RandomSchema{seed + i, features}.tables();

        const auto read = created_and_read(scheme, declared);
        const auto again = created_and_read(scheme, read);

        REQUIRE(read.size() == declared.size());
        CHECK(read == again);
        std::ranges::sort(declared, {}, &schema::Table::name);
        for (std::size_t t = 0; t < declared.size(); ++t) {
            check_kept(declared[t], read[t]);
        }
    }
}

TEST_CASE("200 random schemas are read as they were written, and written again the same (sqlite)") {
    check_round_trips("sqlite", Features::Common, 200);
}
TEST_CASE(
    "60 random schemas are read as they were written, and written again the same (postgresql)") {
    check_round_trips("postgresql", Features::Rich, 60);
}

}  // namespace
