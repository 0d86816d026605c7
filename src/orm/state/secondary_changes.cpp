// SPDX-License-Identifier: MIT
#include "orm/state/secondary_changes.hpp"

#include <azoth/tree/node.hpp>

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
