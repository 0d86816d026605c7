// SPDX-License-Identifier: MIT
#include "orm/session/session_core.hpp"

#include "orm/state/access.hpp"

#include <algorithm>
#include <unordered_map>

namespace azoth::orm {

using mapping::Direction;
using mapping::LinkKind;
using mapping::Relationship;

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
    std::unordered_map<EntityStore*, std::vector<Cell*>> fresh;
    for (Cell* cell : removed) {
        const bool is_new = cell->flags.has(flag::removed) && !cell->flags.has(flag::cascaded);
        if (is_new && cell->state == ObjectState::Persistent) {
            cell->flags.set(flag::cascaded);
            fresh[cell->family].push_back(cell);
        }
    }
    for (const auto& [family, cells] : fresh) {
        for (const LinkSlot& slot : family->slots) {
            cascade_from(slot, cells);
        }
    }
}

namespace {

/// The removed object that a child's foreign key leads to by now.
Cell* removed_parent(const Cell& child, const LinkSlot& slot) {
    EntityStore& parents = *slot.family;
    const auto columns = child_columns(*slot.key);
    const auto referred = parent_columns(*slot.key);
    if (parents.key.size() != columns.size()) {
        return nullptr;
    }
    std::vector<Value> scratch(columns.size());
    std::vector<ValueView> key(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto place = std::ranges::find(parents.key, &parents.columns[referred[i]]);
        if (place == parents.key.end()) {
            return nullptr;
        }
        const mapping::MappedColumn& column = child.family->columns[columns[i]];
        key[static_cast<std::size_t>(place - parents.key.begin())] =
            column.codec->view(member_of(child, column), scratch[i]);
    }
    Cell* parent = parents.find(key);
    return parent != nullptr && parent->flags.has(flag::cascaded) ? parent : nullptr;
}

/// A new object whose foreign key is what its member says.
bool is_unlinked(const Cell& child, const LinkSlot& slot) {
    return child.state == ObjectState::Pending && find_assignment(child, *slot.key) == nullptr;
}

/// Children whose foreign key was set by hand, and not flushed, to a removed parent.
std::vector<Cell*> moved_in(const LinkSlot& slot) {
    std::vector<Cell*> found;
    const EntityStore& children = slot.family->store.family(*slot.relationship->target_mapper);
    const auto look_at = [&](Cell* child) {
        const bool is_by_hand = child->family == &children &&
                                (is_unlinked(*child, slot) || was_set_by_hand(*child, *slot.key));
        if (is_by_hand && removed_parent(*child, slot) != nullptr) {
            found.push_back(child);
        }
    };
    std::ranges::for_each(children.candidates, look_at);
    std::ranges::for_each(children.checked, look_at);
    std::ranges::for_each(slot.family->store.pending, look_at);
    return found;
}

/// It has no parent from now on, whatever its foreign key was set to.
void leave_parent(Cell& child, const LinkSlot& slot) {
    if (was_set_by_hand(child, *slot.key)) {
        for (const std::size_t position : child_columns(*slot.key)) {
            const mapping::MappedColumn& column = child.family->columns[position];
            column.codec->assign(member_of(child, column), known_value(child, column));
        }
    }
    set_parent(child, *slot.key, nullptr);
}

}  // namespace

// Children of removed parents: removed too (cascade delete), or without a parent from now on. With
// passive_deletes the database sees to them, whether they are loaded or not.
void SessionCore::cascade_from(const LinkSlot& slot, std::span<Cell* const> removed) {
    const Relationship& link = *slot.relationship;
    const bool deletes = includes(link.cascade, Cascade::Delete);
    const bool is_parent = link.direction == Direction::OneToMany;
    if (link.view_only || link.passive_deletes || (!deletes && !is_parent)) {
        return;
    }
    std::vector<Cell*> unloaded;
    for (Cell* cell : removed) {
        if (!is_loaded(*cell, slot)) {
            unloaded.push_back(cell);
        }
    }
    if (!unloaded.empty()) {
        load_relationship(context(), slot, unloaded);
    }
    std::vector<Cell*> children = is_parent ? moved_in(slot) : std::vector<Cell*>{};
    for (Cell* cell : removed) {
        for (Cell* child : objects_behind(*cell, slot)) {
            if (!is_parent || !was_moved_away(*child, *slot.key, *cell)) {
                children.push_back(child);
            }
        }
    }
    for (Cell* child : children) {
        if (!deletes && !is_unlinked(*child, slot)) {
            leave_parent(*child, slot);
        }
        if (deletes || includes(link.cascade, Cascade::DeleteOrphan)) {
            remove(*child);
        }
    }
}

}  // namespace azoth::orm
