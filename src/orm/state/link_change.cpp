// SPDX-License-Identifier: MIT
#include "orm/state/link_change.hpp"

#include "orm/state/access.hpp"
#include "orm/state/view_row.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>
#include <string>

namespace azoth::orm {

using mapping::Direction;
using mapping::LinkKind;
using mapping::Relationship;

const Relationship* child_side(const Relationship& link) noexcept {
    return link.direction == Direction::ManyToOne ? &link : link.back;
}

const Relationship* parent_side(const Relationship& link) noexcept {
    return link.direction == Direction::ManyToOne ? link.back : &link;
}

std::span<const std::size_t> child_columns(const Relationship& link) noexcept {
    return link.direction == Direction::ManyToOne ? link.local : link.remote;
}

std::span<const std::size_t> parent_columns(const Relationship& link) noexcept {
    return link.direction == Direction::ManyToOne ? link.remote : link.local;
}

const Assignment* find_assignment(const Cell& child, const Relationship& key) noexcept {
    if (child.extra == nullptr) {
        return nullptr;
    }
    const auto& all = child.extra->assignments;
    const auto found = std::ranges::find(all, &key, &Assignment::link);
    return found == all.end() ? nullptr : &*found;
}

namespace {

/// `value_of(child, column)` gives the parts of the foreign key.
template <class ValueOf>
bool key_equals(const Cell& child,
                const Relationship& key,
                const Cell& parent,
                ValueOf&& value_of) {
    const auto columns = child_columns(key);
    const auto referred = parent_columns(key);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const mapping::MappedColumn& column = child.family->columns[columns[i]];
        const mapping::MappedColumn& own = parent.family->columns[referred[i]];
        Value scratch;
        Value own_scratch;
        if (!is_same(column.codec->view(value_of(child, column), scratch),
                     own.codec->view(known_value(parent, own), own_scratch))) {
            return false;
        }
    }
    return true;
}

}  // namespace

bool was_set_by_hand(const Cell& child, const Relationship& key) {
    return child.state == ObjectState::Persistent && child.extra != nullptr &&
           child.extra->image != nullptr && find_assignment(child, key) == nullptr &&
           std::ranges::any_of(child_columns(key), [&](std::size_t position) {
               const mapping::MappedColumn& column = child.family->columns[position];
               return !column.codec->equal(member_of(child, column), known_value(child, column));
           });
}

bool leads_to(const Cell& child, const Relationship& key, const Cell& parent) {
    return key_equals(child, key, parent, member_of);
}

bool row_refers_to(const Cell& child, const Relationship& key, const Cell& parent) {
    return key_equals(child, key, parent, known_value);
}

bool was_moved_away(const Cell& child, const Relationship& key, const Cell& parent) {
    return was_set_by_hand(child, key) && !leads_to(child, key, parent);
}

namespace {

EntityStore& parent_family(Cell& child, const Relationship& key) {
    const mapping::Mapper* mapper =
        key.direction == Direction::ManyToOne ? key.target_mapper : key.owner;
    return child.family->store.family(*mapper);
}

/// The identity map's answer to the foreign key; null for a NULL in it.
Cell* parent_by_key(Cell& child, const Relationship& key) {
    EntityStore& family = parent_family(child, key);
    const auto columns = child_columns(key);
    const auto referred = parent_columns(key);
    std::vector<Value> scratch(columns.size());
    std::vector<ValueView> views(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const mapping::MappedColumn& column = child.family->columns[columns[i]];
        const ValueView view = column.codec->view(known_value(child, column), scratch[i]);
        if (view.is_null()) {
            return nullptr;
        }
        const auto place = std::ranges::find(family.key, &family.columns[referred[i]]);
        if (place == family.key.end()) {
            return unloaded_target();  // refers to a unique column that is not the key
        }
        views[static_cast<std::size_t>(place - family.key.begin())] = view;
    }
    Cell* found = family.key.size() == columns.size() ? family.find(views) : nullptr;
    return found != nullptr ? found : unloaded_target();
}

bool is_transient_pair(const Cell& owner, const Cell& member) noexcept {
    return owner.state == ObjectState::Transient && member.state == ObjectState::Transient;
}

bool counts(const Cell& owner, const Cell& member) noexcept {
    return is_live(member) || is_transient_pair(owner, member);
}

void insert_into(Cell& owner, const LinkSlot& slot, Cell* member) {
    member->is_linked_to = true;
    if (slot.relationship->kind == LinkKind::One) {
        LinkAccess::target(LinkAccess::one(owner, slot)) = member;
        return;
    }
    ManyBase& link = LinkAccess::many(owner, slot);
    if (LinkAccess::members(link) == nullptr && owner.state == ObjectState::Persistent) {
        return;  // not loaded: the load will find it
    }
    Members& members = writable_members(link);
    members.cells.push_back(member);
    if (!counts(owner, *member)) {
        members.removal_generation = 0;
    }
}

void take_out_of(Cell& owner, const LinkSlot& slot, Cell* member) {
    if (slot.relationship->kind == LinkKind::One) {
        OneBase& link = LinkAccess::one(owner, slot);
        if (LinkAccess::target(link) == member) {
            LinkAccess::target(link) = nullptr;
        }
        return;
    }
    ManyBase& link = LinkAccess::many(owner, slot);
    if (LinkAccess::members(link) == nullptr) {
        return;
    }
    auto& cells = writable_members(link).cells;
    if (slot.relationship->direction == Direction::ManyToMany) {
        std::erase(cells, member);  // rows of the table between may be there twice
    } else if (const auto place = std::ranges::find(cells, member); place != cells.end()) {
        cells.erase(place);
    }
}

void record_assignment(Cell& child, const Relationship& key, Cell* parent) {
    auto& all = extra_of(child).assignments;
    const auto found = std::ranges::find(all, &key, &Assignment::link);
    if (found == all.end()) {
        all.push_back({&key, parent});
    } else {
        found->parent = parent;
    }
    if (!child.flags.has(flag::linked)) {
        child.family->store.linked.push_back(&child);
        ++child.family->unflushed;
        child.flags.set(flag::linked);
    }
}

}  // namespace

Cell* known_parent(Cell& child, const Relationship& key) {
    if (const Assignment* assigned = find_assignment(child, key)) {
        return assigned->parent;
    }
    if (const Relationship* side = child_side(key)) {
        Cell* target = LinkAccess::target(LinkAccess::one(child, *child.family->find_slot(*side)));
        if (target != unloaded_target()) {
            return target;
        }
    }
    return child.state == ObjectState::Persistent ? parent_by_key(child, key) : nullptr;
}

void set_parent(Cell& child, const Relationship& key, Cell* parent) {
    if (child.state == ObjectState::Persistent) {
        ensure_fresh(child);  // what it remembers may be another transaction's
    }
    Cell* before = known_parent(child, key);
    const Relationship* above = parent_side(key);
    if (before == parent) {
        return;
    }
    if (child.state == ObjectState::Persistent) {
        touch(child);
    }
    if (above != nullptr && before != nullptr && before != unloaded_target()) {
        take_out_of(*before, *before->family->find_slot(*above), &child);
    }
    if (above != nullptr && parent != nullptr) {
        const LinkSlot& slot = *parent->family->find_slot(*above);
        if (above->kind == LinkKind::One) {
            Cell* previous = loaded_target(*parent, slot, std::source_location{});
            if (previous != nullptr && previous != &child) {
                set_parent(*previous, key, nullptr);
            }
        }
        insert_into(*parent, slot, &child);
    }
    if (const Relationship* side = child_side(key)) {
        LinkAccess::target(LinkAccess::one(child, *child.family->find_slot(*side))) = parent;
    }
    if (parent != nullptr) {
        parent->is_linked_to = true;
    }
    record_assignment(child, key, parent);
}

void link_rows(Cell& owner, const LinkSlot& slot, Cell& target, SecondaryChange::Kind kind) {
    const Relationship& link = *slot.relationship;
    const bool is_local = slot.key == &link;
    const SecondaryChange change{
        slot.key, is_local ? &owner : &target, is_local ? &target : &owner, kind};
    owner.family->store.secondary.add(change);
    const LinkSlot* back = link.back != nullptr ? target.family->find_slot(*link.back) : nullptr;
    if (kind == SecondaryChange::Kind::Add) {
        insert_into(owner, slot, &target);
        if (back != nullptr) {
            insert_into(target, *back, &owner);
        }
        return;
    }
    take_out_of(owner, slot, &target);
    if (back != nullptr) {
        take_out_of(target, *back, &owner);
    }
}

void check_member(const Cell& owner, const LinkSlot& slot, const Cell& member) {
    const Store& store = owner.family->store;
    if (!store.is_open()) {
        throw DetachedInstanceError{
            "session-closed",
            "cannot change `" + slot.relationship->member + "` of " +
                std::string{owner.family->mapper.type_name()} +
                ": its session is closed; change objects while their session is open"};
    }
    if (member.family != nullptr && &member.family->store != &store) {
        throw InvalidRequestError{
            "other-session",
            "cannot put a " + std::string{mapper_of(member).type_name()} + " into `" +
                slot.relationship->member + "` of " +
                std::string{owner.family->mapper.type_name()} +
                ": it belongs to another session; pass `session.merge(value)` instead"};
    }
}

void add_member(Cell& owner, const LinkSlot& slot, Cell* member) {
    const WithoutFlush held_back = owner.family->store.without_flush();
    if (member != nullptr) {
        owner.family->store.attach_member(owner, slot, *member);
    }
    connect_member(owner, slot, member);
}

namespace {

/// Of two objects that are many to many. The shorter side is looked through.
bool are_linked(Cell& owner, const LinkSlot& slot, Cell& member) {
    const Members* members = loaded_members(owner, slot, std::source_location{});
    if (members == nullptr) {
        return false;
    }
    const Relationship* back = slot.relationship->back;
    const LinkSlot* other_side = back != nullptr ? member.family->find_slot(*back) : nullptr;
    if (other_side != nullptr && member.loaded >= member.clock->oldest_fresh &&
        is_loaded(member, *other_side)) {
        const Members* owners = LinkAccess::members(LinkAccess::many(member, *other_side));
        if (owners == nullptr || owners->cells.size() < members->cells.size()) {
            return owners != nullptr &&
                   std::ranges::find(owners->cells, &owner) != owners->cells.end();
        }
    }
    return std::ranges::find(members->cells, &member) != members->cells.end();
}

}  // namespace

namespace {

/// Nothing is written for it: it shows the member until it is loaded again.
void show_member(Cell& owner, const LinkSlot& slot, Cell* member) {
    if (slot.relationship->kind == LinkKind::One) {
        return set_loaded_target(owner, slot, member);
    }
    const Members* members = loaded_members(owner, slot, std::source_location{});
    if (members == nullptr || std::ranges::find(members->cells, member) == members->cells.end()) {
        insert_into(owner, slot, member);
    }
}

}  // namespace

void connect_member(Cell& owner, const LinkSlot& slot, Cell* member) {
    const Relationship& link = *slot.relationship;
    if (link.view_only) {
        return show_member(owner, slot, member);
    }
    if (link.direction == Direction::ManyToMany) {
        if (!are_linked(owner, slot, *member)) {
            link_rows(owner, slot, *member, SecondaryChange::Kind::Add);
        }
        return;
    }
    if (link.direction == Direction::ManyToOne) {
        return set_parent(owner, *slot.key, member);
    }
    if (link.kind == LinkKind::One) {
        Cell* previous = loaded_target(owner, slot, std::source_location{});
        if (previous != nullptr && previous != member) {
            set_parent(*previous, *slot.key, nullptr);
        }
    }
    if (member != nullptr) {
        set_parent(*member, *slot.key, &owner);
    }
}

void remove_member(Cell& owner, const LinkSlot& slot, Cell& member) {
    const WithoutFlush held_back = owner.family->store.without_flush();
    if (slot.relationship->view_only) {
        return take_out_of(owner, slot, &member);
    }
    if (slot.relationship->direction == Direction::ManyToMany) {
        return link_rows(owner, slot, member, SecondaryChange::Kind::Remove);
    }
    set_parent(member, *slot.key, nullptr);
}

namespace {

void put_back(Cell& owner, const LinkSlot& slot, Cell& member) {
    const Members* members = slot.relationship->kind == LinkKind::Many
                                 ? LinkAccess::members(LinkAccess::many(owner, slot))
                                 : nullptr;
    if (members != nullptr && std::ranges::find(members->cells, &member) == members->cells.end()) {
        insert_into(owner, slot, &member);
    }
}

// Who was linked with the object is in the database only.
void look_up_again(EntityStore& owners, const LinkSlot& slot) {
    owners.for_each([&](Cell& owner) {
        if (owner.state == ObjectState::Persistent) {
            forget_link(owner, slot);
        }
    });
}

}  // namespace

namespace {

void show_in_link(Cell& cell, EntityStore& owners, const LinkSlot& slot) {
    if (slot.relationship->direction == Direction::ManyToMany) {
        look_up_again(owners, slot);
    } else if (slot.relationship->direction == Direction::OneToMany) {
        Cell* parent = known_parent(cell, *slot.key);
        if (parent != nullptr && parent != unloaded_target()) {
            put_back(*parent, slot, cell);
        }
    }
}

}  // namespace

void show_in_links(Cell& cell) {
    for (const auto& family : cell.family->store.families()) {
        for (const LinkSlot& slot : family->slots) {
            if (slot.relationship->target_mapper == &cell.family->mapper) {
                show_in_link(cell, *family, slot);
            }
        }
    }
}

bool is_loaded(Cell& owner, const LinkSlot& slot) noexcept {
    if (owner.state != ObjectState::Persistent) {
        return true;
    }
    if (slot.relationship->kind == LinkKind::Many) {
        return LinkAccess::members(LinkAccess::many(owner, slot)) != nullptr;
    }
    Cell* target = LinkAccess::target(LinkAccess::one(owner, slot));
    return target == nullptr ||
           (target != unloaded_target() && target->state != ObjectState::Detached);
}

Members* loaded_members(Cell& owner, const LinkSlot& slot, const std::source_location& where) {
    ManyBase& link = LinkAccess::many(owner, slot);
    Store& store = owner.family->store;
    if (owner.state == ObjectState::Persistent && store.is_open()) {
        ensure_fresh(owner);
        if (LinkAccess::members(link) == nullptr) {
            store.host().load_link(owner, slot, where);
        }
    }
    Members* members = LinkAccess::members(link);
    if (members == nullptr) {
        if (owner.state == ObjectState::Persistent || owner.state == ObjectState::Detached) {
            throw DetachedInstanceError{
                "link-not-loaded",
                "cannot look at `" + slot.relationship->member + "` of " +
                    std::string{owner.family->mapper.type_name()} +
                    ": it was not loaded before its session was closed; load it with "
                    "selectin_load() while the session is open"};
        }
        return nullptr;
    }
    if (!store.is_open() || members->removal_generation == store.removal_generation) {
        return members;
    }
    const auto is_gone = [&](const Cell* cell) { return !counts(owner, *cell); };
    if (std::ranges::any_of(members->cells, is_gone)) {
        std::erase_if(writable_members(link).cells, is_gone);
    }
    LinkAccess::members(link)->removal_generation = store.removal_generation;
    return LinkAccess::members(link);
}

Cell* loaded_target(Cell& owner, const LinkSlot& slot, const std::source_location& where) {
    OneBase& link = LinkAccess::one(owner, slot);
    Store& store = owner.family->store;
    const bool is_persistent = owner.state == ObjectState::Persistent;
    if (is_persistent && store.is_open()) {
        ensure_fresh(owner);
        if (!is_loaded(owner, slot)) {
            store.host().load_link(owner, slot, where);
        }
    }
    Cell* target = LinkAccess::target(link);
    if (target == unloaded_target()) {
        if (!is_persistent && owner.state != ObjectState::Detached) {
            return nullptr;
        }
        throw DetachedInstanceError{
            "link-not-loaded",
            "cannot look at `" + slot.relationship->member + "` of " +
                std::string{owner.family->mapper.type_name()} +
                ": it was not loaded before its session was closed; load it with "
                "selectin_load() while the session is open"};
    }
    return target != nullptr && store.is_open() && !counts(owner, *target) ? nullptr : target;
}

void set_loaded_members(Cell& owner, const LinkSlot& slot, std::vector<Cell*> found) {
    const Relationship& link = *slot.relationship;
    const auto put = [&](Cell* member) {
        if (std::ranges::find(found, member) == found.end()) {
            found.push_back(member);
        }
    };
    Store& store = owner.family->store;
    for (const SecondaryChange& change : store.secondary.all()) {
        const bool is_local = slot.key == &link;
        if (change.relationship != slot.key ||
            (is_local ? change.local : change.remote) != &owner) {
            continue;
        }
        Cell* other = is_local ? change.remote : change.local;
        change.kind == SecondaryChange::Kind::Add ? put(other)
                                                  : static_cast<void>(std::erase(found, other));
    }
    if (link.direction == Direction::OneToMany) {
        std::erase_if(found,
                      [&](const Cell* child) { return was_moved_away(*child, *slot.key, owner); });
    }
    if (link.direction == Direction::OneToMany && !store.linked.empty()) {
        for (Cell* child : store.linked) {
            const Assignment* assigned = find_assignment(*child, *slot.key);
            if (assigned != nullptr) {
                assigned->parent == &owner ? put(child)
                                           : static_cast<void>(std::erase(found, child));
            }
        }
    }
    for (Cell* member : found) {
        member->is_linked_to = true;
    }
    Members& members = writable_members(LinkAccess::many(owner, slot));
    members.cells = std::move(found);
    members.removal_generation = 0;
}

namespace {

/// One-to-one, its key in the target's table: changes that were not flushed are laid over what was
/// found.
Cell* overlaid_target(const Cell& owner, const LinkSlot& slot, Cell* found) {
    if (found != nullptr && (find_assignment(*found, *slot.key) != nullptr ||
                             was_moved_away(*found, *slot.key, owner))) {
        found = nullptr;
    }
    for (Cell* child : owner.family->store.linked) {
        const Assignment* assigned = find_assignment(*child, *slot.key);
        if (assigned != nullptr && assigned->parent == &owner) {
            return child;
        }
    }
    return found;
}

}  // namespace

void set_loaded_target(Cell& owner, const LinkSlot& slot, Cell* found) {
    if (slot.relationship->direction == Direction::OneToMany && !slot.relationship->view_only) {
        found = overlaid_target(owner, slot, found);
    }
    if (found != nullptr) {
        found->is_linked_to = true;
    }
    LinkAccess::target(LinkAccess::one(owner, slot)) = found;
}

std::span<Cell* const> held_cells(Cell& owner, const LinkSlot& slot) noexcept {
    if (slot.relationship->kind == LinkKind::Many) {
        const Members* members = LinkAccess::members(LinkAccess::many(owner, slot));
        return members == nullptr ? std::span<Cell* const>{} : members->cells;
    }
    Cell* const& target = LinkAccess::target(LinkAccess::one(owner, slot));
    return {&target, target == nullptr || target == unloaded_target() ? 0U : 1U};
}

void forget_link(Cell& owner, const LinkSlot& slot) noexcept {
    if (slot.relationship->kind == LinkKind::One) {
        LinkAccess::target(LinkAccess::one(owner, slot)) = unloaded_target();
        return;
    }
    ManyBase& link = LinkAccess::many(owner, slot);
    release_members(LinkAccess::members(link));
    LinkAccess::members(link) = nullptr;
}

}  // namespace azoth::orm
