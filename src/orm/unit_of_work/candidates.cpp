// SPDX-License-Identifier: MIT
#include "orm/unit_of_work/candidates.hpp"

#include <algorithm>
#include <utility>

namespace azoth::orm {

namespace {

/// So many objects that were compared before are compared again by an autoflush: they may have been
/// changed through a reference that was kept. It bounds the work, so that "change one, query one"
/// stays linear.
constexpr std::size_t recently_checked = 16;

void cool(EntityStore& family, Cell& cell) {
    cell.flags.clear(flag::candidate);
    cell.touched = 0;
    if (!cell.flags.has(flag::checked)) {
        cell.flags.set(flag::checked);
        family.checked.push_back(&cell);
        ++family.newly_checked;
    }
}

}  // namespace

bool differs(Cell& cell, std::vector<std::uint16_t>& changed) {
    if (cell.state != ObjectState::Persistent || cell.extra == nullptr ||
        cell.extra->image == nullptr || cell.flags.has(flag::removed)) {
        return false;
    }
    ++cell.family->store.comparisons;
    changed.clear();
    compare(cell, changed);
    return !changed.empty();
}

std::size_t first_to_compare(const EntityStore& family, Comparison comparison) noexcept {
    const std::size_t checked = family.checked.size();
    const std::size_t recent = checked < recently_checked ? 0 : checked - recently_checked;
    switch (comparison) {
        case Comparison::Hot:
            return checked;
        case Comparison::Recent:
            return recent;
        case Comparison::Explicit:
            return checked <= 2 * std::size_t{family.newly_checked} ? 0 : recent;
        case Comparison::All:
            return 0;
    }
    return 0;
}

void cool_all(EntityStore& family, Comparison comparison) {
    if (first_to_compare(family, comparison) == 0) {
        family.newly_checked = 0;
    }
    for (Cell* cell : std::exchange(family.candidates, {})) {
        cool(family, *cell);
    }
}

std::vector<Cell*> changed_objects(EntityStore& family, Comparison comparison) {
    std::vector<Cell*> changed;
    std::vector<std::uint16_t> scratch;
    for_each_candidate(family, comparison, [&](Cell& cell) {
        if (differs(cell, scratch)) {
            changed.push_back(&cell);
        }
        return true;
    });
    cool_all(family, comparison);
    return changed;
}

// Those handed out since they were compared are the likely ones.
bool has_changed_objects(EntityStore& family, Comparison comparison) {
    std::vector<std::uint16_t> scratch;
    const auto is_changed = [&](Cell* cell) { return differs(*cell, scratch); };
    if (std::ranges::any_of(family.candidates, is_changed)) {
        return true;
    }
    for (std::size_t i = first_to_compare(family, comparison); i < family.checked.size(); ++i) {
        if (!family.checked[i]->flags.has(flag::candidate) && is_changed(family.checked[i])) {
            return true;
        }
    }
    cool_all(family, comparison);
    return false;
}

}  // namespace azoth::orm
