// SPDX-License-Identifier: MIT
#include "orm/state/identity_map.hpp"

#include <doctest/doctest.h>

#include <deque>

using namespace azoth::orm;

TEST_CASE("cells are found by hash and key, also where hashes are alike") {
    std::deque<Cell> cells(100);
    IdentityMap map;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        map.insert(i % 7, &cells[i]);
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Cell* wanted = &cells[i];
        CHECK(map.find(i % 7, [&](const Cell& cell) { return &cell == wanted; }) == wanted);
        CHECK(map.find(i % 7 + 7, [&](const Cell& cell) { return &cell == wanted; }) == nullptr);
    }
}

TEST_CASE("erased cells are not found, others that were put behind them are") {
    std::deque<Cell> cells(50);
    IdentityMap map;
    const auto is_found = [&](const Cell& wanted) {
        return map.find(3, [&](const Cell& cell) { return &cell == &wanted; }) != nullptr;
    };
    CHECK_FALSE(is_found(cells[0]));
    for (Cell& cell : cells) {
        map.insert(3, &cell);
    }
    for (std::size_t i = 0; i < cells.size(); i += 2) {
        map.erase(3, &cells[i]);
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        CHECK(is_found(cells[i]) == (i % 2 == 1));
    }
    for (int round = 0; round < 1000; ++round) {
        map.insert(3, &cells[0]);
        map.erase(3, &cells[0]);
    }
    CHECK_FALSE(is_found(cells[0]));
    CHECK(is_found(cells[1]));
}

TEST_CASE("keys that are multiples of a power of two are found in few steps") {
    constexpr std::size_t count = 20'000;
    std::deque<Cell> cells(count);
    IdentityMap map;
    map.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        map.insert(i << 20U, &cells[i]);
    }
    std::size_t compared = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const Cell* found = map.find(i << 20U, [&](const Cell&) {
            ++compared;
            return true;
        });
        CHECK(found == &cells[i]);
    }
    CHECK(compared == count);
}

TEST_CASE("a key that is missing is not looked for among all the numbered ones") {
    constexpr std::size_t count = 100'000;
    std::deque<Cell> cells(count);
    IdentityMap map;
    for (std::size_t i = 0; i < count; ++i) {
        map.insert(i, &cells[i]);
    }
    const auto any = [](const Cell&) { return true; };
    // Each of these would lead into the long row if hashes were their own places.
    for (std::size_t i = 0; i < count; ++i) {
        CHECK(map.find(i + (std::size_t{1} << 40U), any) == nullptr);
    }
    CHECK(map.find(5, any) == &cells[5]);
}
