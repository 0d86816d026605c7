// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace azoth::migrate {

/// A new name for one thing among others: a column of a table, a table of a schema.
struct NameChange {
    std::string from{};
    std::string to{};
};

/// The changes in an order in which each finds its new name free among `names`. What is in the way
/// is moved aside first: `price` to `price_old`. So two things can exchange their names, and one
/// can take the name of another that goes.
[[nodiscard]] std::vector<NameChange> in_free_order(std::vector<NameChange> changes,
                                                    std::vector<std::string> names);

}  // namespace azoth::migrate
