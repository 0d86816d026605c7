// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/dialects/dialect.hpp>
#include <azoth/schema/metadata.hpp>

namespace azoth::migrate {

struct DeclaredModels {
    std::vector<schema::Table> tables{};
    std::vector<std::string> warnings{};  ///< what could not be compared
};

/// The models as they are declared, without asking a server what it makes of them. Where the live
/// database says the same in other words (types, defaults, expressions, cut names), its words are
/// taken, so that a comparison sees no difference.
[[nodiscard]] DeclaredModels declared_models(const MetaData& target,
                                             std::span<const schema::Table> live,
                                             const dialects::Dialect& dialect);

}  // namespace azoth::migrate
