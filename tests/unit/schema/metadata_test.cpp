// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/schema/metadata.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

namespace {

using namespace azoth;

schema::Table table(std::string name) {
    return {.name = std::move(name), .columns = {{.name = "id", .primary_key = true}}};
}

std::vector<std::string> names_of(std::span<const schema::Table* const> tables) {
    std::vector<std::string> names;
    for (const auto* known : tables) {
        names.push_back(known->full_name());
    }
    return names;
}

TEST_CASE("a table that is added gets its names and keeps its address") {
    MetaData metadata;
    auto& first = metadata.add(table("a"));

    for (int i = 0; i < 100; ++i) {
        metadata.add(table("t" + std::to_string(i)));
    }

    CHECK(metadata.find("a") == &first);
    CHECK(first.primary_key->name == "pk_a");
    CHECK(first.primary_key->columns == std::vector<std::string>{"id"});
    CHECK_FALSE(first.columns[0].nullable);
}

TEST_CASE("a table kept as a database has it gets no names") {
    MetaData metadata;

    const auto& kept =
        metadata.add({.name = "a", .columns = {{.name = "x"}}, .uniques = {{.columns = {"x"}}}},
                     NamePolicy::Keep);

    CHECK(kept.uniques[0].name.empty());
}

TEST_CASE("two tables of one name are refused, the same name in two schemas is not") {
    MetaData metadata;
    metadata.add(table("a"));
    auto other = table("a");
    other.schema = "auth";
    metadata.add(other);

    CHECK_THROWS_WITH_AS(metadata.add(table("a")),
                         "cannot add table \"a\" to the metadata: it holds one of that name; map "
                         "or define it once, or "
                         "give one of the two another name or schema",
                         ArgumentError);
    CHECK(metadata.find("auth.a") != nullptr);
}

TEST_CASE("tables are listed as they were added, and removed by name") {
    MetaData metadata;
    metadata.add(table("b"));
    metadata.add(table("a"));
    metadata.add(schema::View{.name = "v", .definition = "select 1"});

    metadata.remove("b");
    metadata.remove("v");
    metadata.remove("unknown");

    CHECK(names_of(metadata.tables()) == std::vector<std::string>{"a"});
    CHECK(metadata.views().empty());
    CHECK(metadata.find("b") == nullptr);
}

TEST_CASE("moving takes the tables along") {
    MetaData metadata;
    const auto* kept = &metadata.add(table("a"));

    MetaData moved{std::move(metadata)};

    CHECK(moved.find("a") == kept);
}

struct Source {
    std::atomic<int> calls{0};
    bool fails = false;
};

void populate(MetaData& metadata, void* source) {
    auto& from = *static_cast<Source*>(source);
    ++from.calls;
    metadata.add(table("mapped"));
    if (from.fails) {
        throw MappingError{"no-primary-key", "cannot map"};
    }
}

TEST_CASE("the hook runs once, however many threads look first") {
    Source source;
    const MetaData metadata{default_naming, populate, &source};
    std::vector<std::thread> threads;
    std::atomic<int> seen{0};

    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] { seen += metadata.find("mapped") != nullptr ? 1 : 0; });
    }
    for (auto& thread : threads) {
        thread.join();
    }

    CHECK(source.calls == 1);
    CHECK(seen == 8);
}

TEST_CASE("a hook that throws reports the same error again, and its tables are not kept") {
    Source source{.fails = true};
    MetaData metadata{default_naming, populate, &source};

    CHECK_THROWS_AS((void)metadata.tables(), MappingError);
    CHECK_THROWS_AS((void)metadata.tables(), MappingError);
    source.fails = false;

    CHECK(metadata.tables().size() == 1);
}

TEST_CASE("an unknown column names the nearest one") {
    auto users = table("users");
    users.columns.push_back({.name = "fullname"});

    CHECK(users.column_index("fullname") == 1);
    CHECK_THROWS_WITH_AS((void)users.column_index("fullnme"),
                         "cannot find column \"fullnme\" of table \"users\": there is none of that "
                         "name; did you mean "
                         "\"fullname\"?",
                         ArgumentError);
}

}  // namespace
