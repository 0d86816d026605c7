// SPDX-License-Identifier: MIT
// expect: azoth: an array is no value of an expression yet; write the condition as text(
// lines: 12
#include "models.hpp"

struct Doc {
    std::int64_t id = 0;
    std::vector<std::string> tags{};
};

const auto query = select(func::call<int>("cardinality", std::vector<int>{1}));
