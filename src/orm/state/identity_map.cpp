// SPDX-License-Identifier: MIT
#include "orm/state/identity_map.hpp"

#include <utility>

namespace azoth::orm {

void IdentityMap::insert(std::uint64_t hash, Cell* cell) {
    if ((used_ + 1) * 4 > entries_.size() * 3) {
        grow();
    }
    std::size_t i = hash & mask();
    while (entries_[i].cell != nullptr && entries_[i].cell != removed_mark()) {
        i = (i + 1) & mask();
    }
    used_ += entries_[i].cell == nullptr ? 1 : 0;
    entries_[i] = {hash, cell};
}

void IdentityMap::erase(std::uint64_t hash, const Cell* cell) noexcept {
    if (entries_.empty()) {
        return;
    }
    for (std::size_t i = hash & mask(); entries_[i].cell != nullptr; i = (i + 1) & mask()) {
        if (entries_[i].cell == cell) {
            entries_[i] = {hash, removed_mark()};
            return;
        }
    }
}

void IdentityMap::grow() {
    std::size_t live = 0;
    for (const Entry& entry : entries_) {
        live += entry.cell != nullptr && entry.cell != removed_mark() ? 1U : 0U;
    }
    std::size_t capacity = 8;
    while (capacity * 3 < (live + 1) * 4 * 2) {
        capacity *= 2;
    }
    const std::vector<Entry> old = std::exchange(entries_, std::vector<Entry>(capacity));
    used_ = 0;
    for (const Entry& entry : old) {
        if (entry.cell != nullptr && entry.cell != removed_mark()) {
            insert(entry.hash, entry.cell);
        }
    }
}

}  // namespace azoth::orm
