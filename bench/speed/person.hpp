// SPDX-License-Identifier: MIT
// The row of every measurement: six columns of the usual kinds.
#pragma once

#include <azoth/orm.hpp>

namespace bench {

struct Person {
    std::int64_t id = 0;
    std::string name{};
    std::string email{};
    std::int64_t age = 0;
    double score = 0;
    std::optional<std::string> note{};
};

extern azoth::DeclarativeBase Base;

[[nodiscard]] inline Person person(std::int64_t number) {
    return {.id = number,
            .name = "person number " + std::to_string(number),
            .email = "p" + std::to_string(number) + "@example.org",
            .age = number % 90,
            .score = static_cast<double>(number) * 0.25,
            .note = number % 3 == 0 ? std::nullopt
                                    : std::optional<std::string>{"a note that is not short"}};
}

}  // namespace bench
