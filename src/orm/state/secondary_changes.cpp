// SPDX-License-Identifier: MIT
#include "orm/state/secondary_changes.hpp"

#include <azoth/tree/node.hpp>

#include <algorithm>

namespace azoth::orm {

void SecondaryChanges::add(const SecondaryChange& change) {
    const auto [known, is_new] = places_.emplace(pair_of(change), changes_.size());
    if (is_new) {
        changes_.push_back(change);
        return;
    }
    const std::size_t place = known->second;
    if (changes_[place].kind == change.kind) {
        return;
    }
    places_.erase(known);
    if (place + 1 < changes_.size()) {
        changes_[place] = changes_.back();
        places_[pair_of(changes_[place])] = place;
    }
    changes_.pop_back();
}

std::vector<SecondaryChange> SecondaryChanges::remove_all_of(const Cell& end) {
    std::vector<SecondaryChange> removed;
    std::vector<SecondaryChange> kept;
    for (const SecondaryChange& change : changes_) {
        (change.local == &end || change.remote == &end ? removed : kept).push_back(change);
    }
    if (!removed.empty()) {
        clear();
        std::ranges::for_each(kept, [this](const SecondaryChange& change) { add(change); });
    }
    return removed;
}

void SecondaryChanges::clear() noexcept {
    changes_.clear();
    places_.clear();
}

std::size_t SecondaryChanges::Hash::operator()(const Pair& pair) const noexcept {
    const auto number = [](const void* pointer) {
        return reinterpret_cast<std::uintptr_t>(pointer);
    };
    const std::uint64_t objects = tree::mixed(number(std::get<1>(pair)), number(std::get<2>(pair)));
    return static_cast<std::size_t>(tree::mixed(number(std::get<0>(pair)), objects));
}

}  // namespace azoth::orm
