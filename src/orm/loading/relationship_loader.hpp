// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/link_change.hpp"

#include <azoth/engine/connection.hpp>

namespace azoth::orm {

/// What loading needs.
struct LoadContext {
    Store& store;
    Connection& connection;
};

/// Keys for one SELECT.
inline constexpr std::size_t keys_per_statement = 500;

/// Loads one relationship of all owners, in one SELECT for 500 of them; of a many-to-one, only what
/// the store does not have. Returns the objects at the other end.
std::vector<Cell*> load_relationship(LoadContext context,
                                     const LinkSlot& slot,
                                     std::span<Cell* const> owners);

/// Loads the objects again that are stale.
void load_by_key(LoadContext context, EntityStore& family, std::span<Cell* const> cells);
/// The object with this key; null when there is none.
[[nodiscard]] Cell* load_one(LoadContext context,
                             EntityStore& family,
                             std::span<const ValueView> key);

/// Follows the options of a query (Options nodes) for the objects it gave.
void follow_options(LoadContext context,
                    EntityStore& family,
                    std::span<const tree::Node* const> options,
                    std::span<Cell* const> cells);

}  // namespace azoth::orm
