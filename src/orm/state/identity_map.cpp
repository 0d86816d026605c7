// SPDX-License-Identifier: MIT
#include "orm/state/identity_map.hpp"

#include <utility>

namespace azoth::orm {

namespace {

constexpr std::size_t most_steps_on_average = 4;

}  // namespace

void IdentityMap::insert(std::uint64_t hash, Cell* cell) {
    if ((used_ + 1) * 4 > entries_.size() * 3) {
        grow(1);
    }
    std::size_t i = place(hash);
    while (entries_[i].cell != nullptr && entries_[i].cell != removed_mark()) {
        i = (i + 1) & mask();
        ++steps_;
    }
    used_ += entries_[i].cell == nullptr ? 1 : 0;
    entries_[i] = {hash, cell};
    if (!is_mixing_ && steps_ > most_steps_on_average * (used_ + 16)) {
        mix();
    }
}

void IdentityMap::mix() {
    is_mixing_ = true;
    rebuild(entries_.size());
}

void IdentityMap::erase(std::uint64_t hash, const Cell* cell) noexcept {
    if (entries_.empty()) {
        return;
    }
    for (std::size_t i = place(hash); entries_[i].cell != nullptr; i = (i + 1) & mask()) {
        if (entries_[i].cell == cell) {
            entries_[i] = {hash, removed_mark()};
            return;
        }
    }
}

void IdentityMap::reserve(std::size_t count) {
    if ((used_ + count) * 4 > entries_.size() * 3) {
        grow(count);
    }
}

void IdentityMap::grow(std::size_t added) {
    std::size_t live = 0;
    for (const Entry& entry : entries_) {
        live += entry.cell != nullptr && entry.cell != removed_mark() ? 1U : 0U;
    }
    std::size_t capacity = 8;
    while (capacity * 3 < (added == 1 ? (live + 1) * 2 : live + added) * 4) {
        capacity *= 2;
    }
    rebuild(capacity);
}

void IdentityMap::rebuild(std::size_t capacity) {
    const std::vector<Entry> old = std::exchange(entries_, std::vector<Entry>(capacity));
    used_ = 0;
    steps_ = 0;
    for (const Entry& entry : old) {
        if (entry.cell != nullptr && entry.cell != removed_mark()) {
            insert(entry.hash, entry.cell);
        }
    }
}

}  // namespace azoth::orm
