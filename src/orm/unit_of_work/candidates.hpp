// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"

namespace azoth::orm {

/// Which touched objects a flush compares with their image.
enum class Comparison : std::uint8_t {
    Hot,       ///< those handed out since they were last compared
    Recent,    ///< those, and a few that were handed out before
    Explicit,  ///< those; and all, whenever as many are new as were compared the last time: few for
               ///< each object however often it is flushed
    All,
};

/// Whether the object is there and its columns differ from its image: their positions go into
/// `changed`. Counts as a comparison.
[[nodiscard]] bool differs(Cell& cell, std::vector<std::uint16_t>& changed);
/// The first of a family's checked objects that a comparison of this extent looks at.
[[nodiscard]] std::size_t first_to_compare(const EntityStore& family,
                                           Comparison comparison) noexcept;
/// All candidates were compared.
void cool_all(EntityStore& family, Comparison comparison);

/// Calls `visit` for the touched objects that a comparison of this extent looks at, until it
/// returns false: first those that were compared before, then those handed out since.
template <class Visit>
void for_each_candidate(EntityStore& family, Comparison comparison, Visit&& visit) {
    for (std::size_t i = first_to_compare(family, comparison); i < family.checked.size(); ++i) {
        if (!family.checked[i]->flags.has(flag::candidate) && !visit(*family.checked[i])) {
            return;
        }
    }
    for (Cell* cell : family.candidates) {
        if (!visit(*cell)) {
            return;
        }
    }
}

/// The touched objects of a family that a comparison of this extent looks at. Those that have not
/// changed become checked.
[[nodiscard]] std::vector<Cell*> changed_objects(EntityStore& family, Comparison comparison);
/// Whether there is one: stops at the first. Objects become checked when there is none.
[[nodiscard]] bool has_changed_objects(EntityStore& family, Comparison comparison);

}  // namespace azoth::orm
