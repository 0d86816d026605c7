// SPDX-License-Identifier: MIT
#include <azoth/schema/metadata.hpp>

#include <doctest/doctest.h>

#include <algorithm>

namespace {

using namespace azoth;

schema::Table table(std::string name, std::vector<std::string> referred = {}) {
    schema::Table result{.name = std::move(name)};
    for (auto& target : referred) {
        result.foreign_keys.push_back({.columns = {target + "_id"}, .referred_table = target});
    }
    return result;
}

struct Sorted {
    std::vector<std::string> tables;
    std::vector<std::string> cyclic;
};

Sorted sort(const std::vector<schema::Table>& tables) {
    std::vector<const schema::Table*> pointers;
    for (const auto& one : tables) {
        pointers.push_back(&one);
    }
    const auto order = schema::sort_by_dependency(pointers);
    Sorted result;
    for (const auto* one : order.tables) {
        result.tables.push_back(one->name);
    }
    for (const auto& [one, key] : order.cyclic) {
        result.cyclic.push_back(one->name + "->" + key->referred_table);
    }
    return result;
}

using Names = std::vector<std::string>;

TEST_CASE("referred tables come first, ties by name") {
    const auto sorted = sort(
        {table("d", {"c", "a"}), table("z"), table("c", {"z"}), table("b"), table("a", {"b"})});

    CHECK(sorted.tables == Names{"b", "a", "z", "c", "d"});
    CHECK(sorted.cyclic.empty());
}

TEST_CASE("a table that refers to itself or to an unknown one is no cycle") {
    const auto sorted = sort({table("node", {"node", "elsewhere"})});

    CHECK(sorted.tables == Names{"node"});
    CHECK(sorted.cyclic.empty());
}

TEST_CASE("only the keys that close a circle must follow later") {
    const auto sorted = sort({table("b", {"a", "root"}),
                              table("a", {"b"}),
                              table("after", {"a"}),
                              table("root"),
                              table("aaa", {"after"})});

    CHECK(sorted.tables == Names{"root", "a", "b", "after", "aaa"});
    CHECK(sorted.cyclic == Names{"a->b"});
}

TEST_CASE("the order does not depend on the order of the input") {
    std::vector<schema::Table> tables{table("a", {"b"}),
                                      table("b", {"c"}),
                                      table("c", {"a", "d"}),
                                      table("d"),
                                      table("e", {"b", "f"}),
                                      table("f", {"e"})};
    const auto expected = sort(tables);

    std::ranges::reverse(tables);

    CHECK(sort(tables).tables == expected.tables);
    CHECK(sort(tables).cyclic == expected.cyclic);
    CHECK(expected.tables == Names{"d", "a", "b", "c", "e", "f"});
    CHECK(expected.cyclic == Names{"a->b", "b->c", "e->f"});
}

TEST_CASE("a chain of ten thousand tables is sorted") {
    std::vector<schema::Table> tables;
    for (int i = 0; i < 10'000; ++i) {
        tables.push_back(i == 0 ? table("t0")
                                : table("t" + std::to_string(i), {"t" + std::to_string(i - 1)}));
    }
    std::ranges::reverse(tables);

    const auto sorted = sort(tables);

    CHECK(sorted.tables.front() == "t0");
    CHECK(sorted.tables.back() == "t9999");
}

}  // namespace
