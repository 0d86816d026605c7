// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/autogenerate/autogenerate.hpp>

namespace azoth::migrate {

/// The database as it is and as the models want it, spelt alike.
struct ComparedSchemas {
    std::vector<schema::Table> live{};
    std::vector<schema::Table> wanted{};
    /// The live tables in words that other databases know too, as far as there are such words.
    std::vector<schema::Table> live_words{};
    /// Live tables that are not compared, but that compared ones refer to, directly or not: every
    /// copy needs them.
    std::vector<schema::Table> surroundings{};
    std::vector<std::string> warnings{};
};

[[nodiscard]] ComparedSchemas sides_of(const MetaData& target,
                                       const Engine& engine,
                                       const AutogenerateOptions& options);

}  // namespace azoth::migrate
