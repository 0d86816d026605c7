// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/live_schema.hpp>

#include <span>

/// What two databases hold, beside one another.
namespace azoth::migrate {

struct ObjectDifference {
    std::vector<dialects::LiveObject> missing{};  ///< in the first one only
    std::vector<dialects::LiveObject> changed{};  ///< as the first one has them
    std::vector<dialects::LiveObject> added{};    ///< in the second one only
};

[[nodiscard]] ObjectDifference difference_of(std::span<const dialects::LiveObject> before,
                                             std::span<const dialects::LiveObject> after);

/// `view "public.v"`: for people.
[[nodiscard]] std::string describe(const dialects::LiveObject& object);
[[nodiscard]] std::vector<std::string> describe(std::span<const dialects::LiveObject> objects);

}  // namespace azoth::migrate
