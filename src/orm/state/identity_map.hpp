// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/orm/state/cell.hpp>

#include <vector>

namespace azoth::orm {

/// Cells by the hash of their key: open addressing, linear probing, at most three quarters full.
/// Whoever looks up compares the keys. A hash is its own place while that spreads well: numbered
/// keys lie side by side, in the order in which rows mostly come.
class IdentityMap {
public:
    /// The first cell of that hash for which `matches(Cell&)`; null when there is none.
    template <class Matches>
    [[nodiscard]] Cell* find(std::uint64_t hash, Matches&& matches) {
        if (entries_.empty()) {
            return nullptr;
        }
        std::size_t steps = 0;
        for (std::size_t i = place(hash); entries_[i].cell != nullptr; i = (i + 1) & mask()) {
            if (entries_[i].hash == hash && entries_[i].cell != removed_mark() &&
                matches(*entries_[i].cell)) {
                return entries_[i].cell;
            }
            // A key that is not there may lead into a long row of numbered ones.
            if (++steps > most_steps && !is_mixing_) [[unlikely]] {
                mix();
                return find(hash, matches);
            }
        }
        return nullptr;
    }
    void insert(std::uint64_t hash, Cell* cell);
    /// Room for so many more.
    void reserve(std::size_t count);
    void erase(std::uint64_t hash, const Cell* cell) noexcept;

private:
    static constexpr std::size_t most_steps = 64;
    struct Entry {
        std::uint64_t hash = 0;
        Cell* cell = nullptr;
    };

    [[nodiscard]] std::size_t mask() const noexcept { return entries_.size() - 1; }
    [[nodiscard]] static Cell* removed_mark() noexcept {
        return reinterpret_cast<Cell*>(std::uintptr_t{1});
    }
    [[nodiscard]] std::size_t place(std::uint64_t hash) const noexcept {
        constexpr std::uint64_t golden_ratio = 0x9e3779b97f4a7c15U;
        const std::uint64_t mixed = is_mixing_ ? (hash * golden_ratio) >> 32 : hash;
        return static_cast<std::size_t>(mixed) & mask();
    }
    void grow(std::size_t added);
    void mix();
    void rebuild(std::size_t capacity);

    std::vector<Entry> entries_{};
    std::size_t used_ = 0;   ///< entries that are not free, removed ones counted
    std::size_t steps_ = 0;  ///< taken beyond the first place by insertions
    bool is_mixing_ = false;
};

}  // namespace azoth::orm
