// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/orm/state/cell.hpp>

#include <vector>

namespace azoth::orm {

/// Cells by the hash of their key: open addressing, linear probing, at most three quarters full.
/// Whoever looks up compares the keys.
class IdentityMap {
public:
    /// The first cell of that hash for which `matches(Cell&)`; null when there is none.
    template <class Matches>
    [[nodiscard]] Cell* find(std::uint64_t hash, Matches&& matches) const {
        if (entries_.empty()) {
            return nullptr;
        }
        for (std::size_t i = hash & mask(); entries_[i].cell != nullptr; i = (i + 1) & mask()) {
            if (entries_[i].hash == hash && entries_[i].cell != removed_mark() &&
                matches(*entries_[i].cell)) {
                return entries_[i].cell;
            }
        }
        return nullptr;
    }
    void insert(std::uint64_t hash, Cell* cell);
    void erase(std::uint64_t hash, const Cell* cell) noexcept;

private:
    struct Entry {
        std::uint64_t hash = 0;
        Cell* cell = nullptr;
    };

    [[nodiscard]] std::size_t mask() const noexcept { return entries_.size() - 1; }
    [[nodiscard]] static Cell* removed_mark() noexcept {
        return reinterpret_cast<Cell*>(std::uintptr_t{1});
    }
    void grow();

    std::vector<Entry> entries_{};
    std::size_t used_ = 0;  ///< entries that are not free, removed ones counted
};

}  // namespace azoth::orm
