// SPDX-License-Identifier: MIT
// expect: azoth: decimals are divided by decimals; write .cast<Decimal>() at the integer
// lines: 10
#include "models.hpp"

struct Item {
    std::int64_t id = 0;
    azoth::Decimal price{};
    int quantity = 0;
};

const auto query = select(col(&Item::price) / col(&Item::quantity));
