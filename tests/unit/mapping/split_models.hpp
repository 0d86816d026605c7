// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/declarative_base.hpp>

/// How larger programs map: the structs and the base in a header, every map in one source file.
namespace split {

extern azoth::DeclarativeBase Base;

struct Planet {
    std::int64_t id = 0;
    std::string name{};
};

struct Moon {
    std::int64_t id = 0;
    std::int64_t planet_id = 0;
};

}  // namespace split
