// SPDX-License-Identifier: MIT
// expect: azoth: an array is no value of an expression yet; write the condition as text(
// lines: 10
#include "models.hpp"

struct Doc {
    std::int64_t id = 0;
    std::vector<std::string> tags{};
};

const auto query = select<Doc>().where(col(&Doc::tags).op("@>")(std::vector<std::string>{"a"}));
