// SPDX-License-Identifier: MIT
#include "orm/session/session_core.hpp"

#include "orm/state/access.hpp"

#include <algorithm>
#include <unordered_map>

namespace azoth::orm {

using record::Direction;
using record::LinkKind;
using record::Relationship;

namespace {

bool is_orphaned_by(const Assignment& assignment) {
    const Relationship* above = parent_side(*assignment.link);
    return assignment.parent == nullptr && above != nullptr &&
           includes(above->cascade, Cascade::DeleteOrphan);
}

std::vector<Cell*> objects_behind(Cell& owner, const LinkSlot& slot) {
    if (slot.relationship->kind == LinkKind::One) {
        Cell* target = loaded_target(owner, slot, std::source_location{});
        return target == nullptr ? std::vector<Cell*>{} : std::vector<Cell*>{target};
    }
    const Members* members = loaded_members(owner, slot, std::source_location{});
    return members == nullptr ? std::vector<Cell*>{} : members->cells;
}

}  // namespace

namespace {

/// A pending object is about to be forgotten: what else is, is appended; other children are without
/// a parent from now on.
void leave_children(Cell& pending, std::vector<Cell*>& removed) {
    for (const LinkSlot& slot : pending.family->slots) {
        const Relationship& link = *slot.relationship;
        const bool deletes = includes(link.cascade, Cascade::Delete);
        if (link.view_only || (!deletes && link.direction != Direction::OneToMany)) {
            continue;
        }
        for (Cell* child : objects_behind(pending, slot)) {
            if (!deletes) {
                set_parent(*child, *slot.key, nullptr);
            }
            if (deletes || includes(link.cascade, Cascade::DeleteOrphan)) {
                removed.push_back(child);
            }
        }
    }
}

}  // namespace

void SessionCore::remove(Cell& cell) {
    std::vector<Cell*> open{&cell};
    while (!open.empty()) {
        Cell& next = *open.back();
        open.pop_back();
        if (next.state == ObjectState::Pending) {
            leave_children(next, open);
        }
        store_->mark_removed(&next);
    }
}

// Removals lead to others, a generation at a time: their links are loaded together.
void SessionCore::cascade() {
    for (std::size_t i = 0; i < store_->linked.size(); ++i) {
        Cell& child = *store_->linked[i];
        if (std::ranges::any_of(child.extra->assignments, is_orphaned_by) && is_live(child)) {
            remove(child);
        }
    }
    for (std::size_t done = 0; done < store_->removed.size();) {
        const std::vector<Cell*> generation(
            store_->removed.begin() + static_cast<std::ptrdiff_t>(done), store_->removed.end());
        done = store_->removed.size();
        cascade_removals(generation);
    }
}

void SessionCore::cascade_removals(std::span<Cell* const> removed) {
    std::unordered_map<Family*, std::vector<Cell*>> fresh;
    for (Cell* cell : removed) {
        const bool is_new = (cell->flags & (flag::removed | flag::cascaded)) == flag::removed;
        if (is_new && cell->state == ObjectState::Persistent) {
            cell->flags |= flag::cascaded;
            fresh[cell->family].push_back(cell);
        }
    }
    for (const auto& [family, cells] : fresh) {
        for (const LinkSlot& slot : family->slots) {
            cascade_from(slot, cells);
        }
    }
}

// Children of removed parents: removed too (cascade delete), or without a parent from now on.
void SessionCore::cascade_from(const LinkSlot& slot, std::span<Cell* const> removed) {
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
            if (!deletes) {
                set_parent(*child, *slot.key, nullptr);
            }
            if (deletes || includes(link.cascade, Cascade::DeleteOrphan)) {
                remove(*child);
            }
        }
    }
}

}  // namespace azoth::orm
