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
/// The first of a family's cold objects that a comparison of this extent looks at.
[[nodiscard]] std::size_t first_to_compare(const Family& family, Comparison comparison) noexcept;
/// All hot objects were compared.
void cool_all(Family& family, Comparison comparison);

/// Calls `visit` for the touched objects that a comparison of this extent looks at, until it
/// returns false: first those that were compared before, then those handed out since.
template <class Visit>
void for_each_candidate(Family& family, Comparison comparison, Visit&& visit) {
    for (std::size_t i = first_to_compare(family, comparison); i < family.cold.size(); ++i) {
        if ((family.cold[i]->flags & flag::hot) == 0 && !visit(*family.cold[i])) {
            return;
        }
    }
    for (Cell* cell : family.hot) {
        if (!visit(*cell)) {
            return;
        }
    }
}

/// The touched objects of a family that a comparison of this extent looks at. Those that have not
/// changed grow cold.
[[nodiscard]] std::vector<Cell*> changed_objects(Family& family, Comparison comparison);
/// Whether there is one: stops at the first. Objects grow cold when there is none.
[[nodiscard]] bool has_changed_objects(Family& family, Comparison comparison);

}  // namespace azoth::orm
