// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"

#include <unordered_map>

namespace azoth::orm {

/// Finds new objects that are not written yet by the key that the program gave them.
class PendingKeys {
public:
    /// Null when no pending object has that key.
    [[nodiscard]] Cell* find(EntityStore& family, std::span<const ValueView> key);

private:
    void take(const Store& store);

    std::unordered_multimap<std::uint64_t, Cell*> cells_{};
    std::size_t taken_ = 0;         ///< so many of the store's list are in `cells_`
    std::uint32_t generation_ = 0;  ///< of that list
};

}  // namespace azoth::orm
