// SPDX-License-Identifier: MIT
#include "orm/session/session_core.hpp"

#include "orm/state/access.hpp"

#include <algorithm>
#include <unordered_map>

namespace azoth::orm {

using record::Direction;
using record::LinkKind;
using record::Relationship;

// Orphans may lead to removals, and those to others, until nothing new is found.
void SessionCore::cascade() {
    mark_orphans();
    while (cascade_removals()) {
        mark_orphans();
    }
}

void SessionCore::mark_orphans() {
    const std::vector<Cell*> linked = store_->linked;
    for (Cell* child : linked) {
        for (const Assignment& assignment : child->extra->assignments) {
            const Relationship* above = parent_side(*assignment.link);
            const bool is_orphan = assignment.parent == nullptr && above != nullptr &&
                                   includes(above->cascade, Cascade::DeleteOrphan);
            if (is_orphan && is_live(*child)) {
                store_->mark_removed(child);
            }
        }
    }
}

bool SessionCore::cascade_removals() {
    std::unordered_map<Family*, std::vector<Cell*>> fresh;
    for (Cell* cell : store_->removed) {
        if ((cell->flags & flag::cascaded) == 0) {
            cell->flags |= flag::cascaded;
            fresh[cell->family].push_back(cell);
        }
    }
    for (const auto& [family, cells] : fresh) {
        for (const LinkSlot& slot : family->slots) {
            cascade_from(*family, slot, cells);
        }
    }
    return !fresh.empty();
}

namespace {

std::vector<Cell*> objects_behind(Cell& owner, const LinkSlot& slot) {
    if (slot.relationship->kind == LinkKind::One) {
        Cell* target = loaded_target(owner, slot, std::source_location{});
        return target == nullptr ? std::vector<Cell*>{} : std::vector<Cell*>{target};
    }
    const Members* members = loaded_members(owner, slot, std::source_location{});
    return members == nullptr ? std::vector<Cell*>{} : members->cells;
}

}  // namespace

// Children of removed parents: removed too (cascade delete), or without a parent from now on.
void SessionCore::cascade_from(Family&, const LinkSlot& slot, std::span<Cell* const> removed) {
    const Relationship& link = *slot.relationship;
    const bool deletes = includes(link.cascade, Cascade::Delete);
    const bool is_of_interest = deletes || link.direction == Direction::OneToMany;
    if (link.view_only || !is_of_interest) {
        return;
    }
    std::vector<Cell*> unloaded;
    for (Cell* cell : removed) {
        if (!is_loaded(*cell, slot)) {
            unloaded.push_back(cell);
        }
    }
    if (!unloaded.empty() && !link.passive_deletes) {
        load_relationship(context(), slot, unloaded);
    }
    for (Cell* cell : removed) {
        if (!is_loaded(*cell, slot)) {
            continue;
        }
        for (Cell* child : objects_behind(*cell, slot)) {
            if (deletes) {
                store_->mark_removed(child);
            } else {
                set_parent(*child, *slot.key, nullptr);
            }
        }
    }
}

}  // namespace azoth::orm
