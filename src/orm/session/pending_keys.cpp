// SPDX-License-Identifier: MIT
#include "orm/session/pending_keys.hpp"

#include "orm/state/view_row.hpp"

#include <algorithm>

namespace azoth::orm {

namespace {

/// The views of a cell's key, and what their values are made in.
struct KeyOf {
    explicit KeyOf(const Cell& cell) : scratch(cell.family->key.size()) {
        for (const mapping::MappedColumn* column : cell.family->key) {
            views.push_back(column->codec->view(member_of(cell, *column), scratch[views.size()]));
        }
    }
    std::vector<Value> scratch;
    std::vector<ValueView> views{};
};

}  // namespace

// The list only grows until it is emptied.
void PendingKeys::take(const Store& store) {
    if (generation_ != store.pending_generation) {
        generation_ = store.pending_generation;
        cells_.clear();
        taken_ = 0;
    }
    for (; taken_ < store.pending.size(); ++taken_) {
        Cell* cell = store.pending[taken_];
        cells_.emplace(EntityStore::hash_of_key(KeyOf{*cell}.views), cell);
    }
}

Cell* PendingKeys::find(EntityStore& family, std::span<const ValueView> key) {
    take(family.store);
    const auto [first, last] = cells_.equal_range(EntityStore::hash_of_key(key));
    for (auto entry = first; entry != last; ++entry) {
        const Cell& cell = *entry->second;
        if (cell.family == &family && cell.state == ObjectState::Pending &&
            std::ranges::equal(KeyOf{cell}.views, key, is_same)) {
            return entry->second;
        }
    }
    return nullptr;
}

}  // namespace azoth::orm
