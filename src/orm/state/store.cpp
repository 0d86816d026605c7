// SPDX-License-Identifier: MIT
#include "orm/state/store.hpp"

#include "engine/core.hpp"
#include "orm/state/access.hpp"
#include "orm/state/link_change.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>
#include <cassert>
#include <string>

namespace azoth::orm {

using mapping::LinkKind;

Store::Store(StoreHost& host, Engine engine) noexcept
    : Clock{.epoch = 1, .oldest_fresh = 1}, host_(&host), engine_(std::move(engine)) {}

Store::~Store() {
    if (is_counted_) {
        engine_.core().held_stores.fetch_sub(1, std::memory_order_relaxed);
    }
}

void Store::close() noexcept {
    host_ = nullptr;
    if (holders_.load(std::memory_order_acquire) > 1) {
        is_counted_ = true;
        engine_.core().held_stores.fetch_add(1, std::memory_order_relaxed);
    }
}

void Store::release() noexcept {
    if (holders_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        delete this;
    }
}

EntityStore& Store::family(const tree::Entity& entity) {
    for (const auto& known : families_) {
        if (&known->mapper.entity() == &entity) {
            return *known;
        }
    }
    families_.push_back(std::make_unique<EntityStore>(*this, mapping::mapper_of(entity)));
    return *families_.back();
}

namespace {

/// A link as its author filled it, before it was bound to a cell: counted cells.
struct FreeLink {
    const LinkSlot* slot;
    std::vector<RefBase> cells;
};

std::vector<RefBase> take_members(ManyBase& many) {
    std::vector<RefBase> cells;
    Members* members = std::exchange(LinkAccess::members(many), nullptr);
    if (members != nullptr && members != unloaded_members()) {
        cells = std::vector<RefBase>(members->cells.begin(), members->cells.end());
    }
    release_members(members);
    return cells;
}

std::vector<RefBase> take_target(OneBase& one) {
    std::vector<RefBase> cells;
    Cell* target = std::exchange(LinkAccess::target(one), nullptr);
    if (target != nullptr && target != unloaded_target()) {
        cells.emplace_back(target);
        target->references.fetch_sub(1, std::memory_order_acq_rel);  // the link's own count
    }
    return cells;
}

std::vector<FreeLink> take_free_links(Cell& cell, std::span<const LinkSlot> slots) {
    std::vector<FreeLink> links;
    for (const LinkSlot& slot : slots) {
        const bool is_many = slot.relationship->kind == LinkKind::Many;
        auto cells = is_many ? take_members(LinkAccess::many(cell, slot))
                             : take_target(LinkAccess::one(cell, slot));
        if (!cells.empty()) {
            links.push_back({&slot, std::move(cells)});
        }
    }
    return links;
}

/// What the links of an object hold that became transient by a rollback.
std::vector<FreeLink> kept_links(Cell& cell, std::span<const LinkSlot> slots) {
    std::vector<FreeLink> links;
    for (const LinkSlot& slot : slots) {
        const auto held = held_cells(cell, slot);
        if (!held.empty()) {
            links.push_back({&slot, {held.begin(), held.end()}});
        }
        forget_link(cell, slot);
    }
    return links;
}

/// The objects whose state before the transaction may be kept, of every table.
template <class Visit>
void for_each_touched(std::span<const std::unique_ptr<EntityStore>> families, Visit&& visit) {
    for (const auto& family : families) {
        std::ranges::for_each(family->candidates, visit);
        std::ranges::for_each(family->checked, visit);
    }
}

}  // namespace

/// Objects with all that their links hold, depth first: a member is taken in, then all it leads to,
/// then it is put into its link. Without recursion: chains of objects may be long.
class Store::Attachment {
public:
    explicit Attachment(Store& store) noexcept : store_(store) {}

    void attach(Cell& cell) {
        all_or_none([&] { begin_adoption(cell); });
    }
    void bind(Cell& cell) {
        all_or_none([&] { begin_binding(cell); });
    }
    void attach_member(Cell& owner, const LinkSlot& slot, Cell& member) {
        all_or_none([&] { begin_taking_in(owner, slot, member); });
    }

private:
    /// An object whose links are being filled.
    struct Open {
        Cell* owner;
        std::vector<FreeLink> links;
        std::size_t link = 0;
        std::size_t member = 0;
        bool is_taken_in = false;  ///< the member; what it leads to is done when it is looked at
    };

    /// Where one object is refused, those before it are not pending either.
    template <class Begin>
    void all_or_none(Begin&& begin) {
        const std::size_t before = store_.pending.size();
        try {
            begin();
            go_on();
        } catch (...) {
            for (std::size_t i = before; i < store_.pending.size(); ++i) {
                store_.expunge(store_.pending[i]);
            }
            throw;
        }
    }

    void go_on() {
        while (!open_.empty()) {
            Open& top = open_.back();
            if (top.link == top.links.size()) {
                open_.pop_back();
                continue;
            }
            const FreeLink& link = top.links[top.link];
            if (top.member == link.cells.size()) {
                ++top.link;
                top.member = 0;
                continue;
            }
            Cell& owner = *top.owner;
            Cell* member = link.cells[top.member].cell();
            if (!top.is_taken_in) {
                top.is_taken_in = true;
                begin_taking_in(owner, *link.slot, *member);
                continue;
            }
            top.is_taken_in = false;
            ++top.member;
            connect_member(owner, *link.slot, member);
        }
    }

    void begin_adoption(Cell& cell);
    void begin_binding(Cell& cell) {
        if (cell.flags.has(flag::bound)) {
            return;
        }
        if (cell.family == nullptr) {
            store_.family(mapper_of(cell)).attach(cell);
            cell.touched = store_.epoch;
            ++cell.family->unflushed;
        }
        auto links = take_free_links(cell, cell.family->slots);
        cell.family->bind_links(cell);
        cell.flags.set(flag::bound);
        open(cell, std::move(links));
    }
    void begin_taking_in(Cell& owner, const LinkSlot& slot, Cell& member) {
        check_member(owner, slot, member);
        const bool cascades = includes(slot.relationship->cascade, Cascade::SaveUpdate);
        if (cascades && owner.state != ObjectState::Transient) {
            begin_adoption(member);
        } else {
            begin_binding(member);
        }
    }
    void open(Cell& cell, std::vector<FreeLink> links) {
        if (!links.empty()) {
            open_.push_back({&cell, std::move(links)});
        }
    }

    Store& store_;
    std::vector<Open> open_{};
};

void Store::Attachment::begin_adoption(Cell& cell) {
    if (cell.family != nullptr && &cell.family->store != &store_) {
        throw InvalidRequestError{"other-session",
                                  "cannot add the " + std::string{mapper_of(cell).type_name()} +
                                      ": it belongs to another session; expunge it there and pass "
                                      "`session.merge(value)`"};
    }
    if (cell.state == ObjectState::Deleted || cell.state == ObjectState::Detached) {
        throw InvalidRequestError{"not-addable",
                                  "cannot add the " + std::string{mapper_of(cell).type_name()} +
                                      ": it was deleted or expunged; pass a copy of its value to "
                                      "`session.add` or `session.merge`"};
    }
    if (cell.state != ObjectState::Transient) {
        if (cell.flags.has(flag::removed)) {
            cell.flags.clear(flag::removed | flag::cascaded);
            std::erase(store_.removed, &cell);
            show_in_links(cell);
        }
        return;
    }
    store_.become(cell, ObjectState::Pending);
    if (!cell.flags.has(flag::listed)) {
        cell.flags.set(flag::listed);
        store_.pending.push_back(&cell);
    }
    if (cell.family != nullptr) {
        ++cell.family->unflushed;
    }
    if (cell.flags.has(flag::bound)) {
        return open(cell, kept_links(cell, cell.family->slots));
    }
    begin_binding(cell);
}

namespace {

/// Whether an object may go from one state to the other.
[[maybe_unused]] bool is_step(ObjectState from, ObjectState to) noexcept {
    using enum ObjectState;
    switch (to) {
        case Transient:  // expunged, or its INSERT was rolled back
            return true;
        case Pending:
            return from == Transient;
        case Persistent:  // loaded, inserted, or its DELETE was rolled back
            return from != Detached;
        case Deleted:
        case Detached:
            return from == Persistent;
    }
    return false;
}

}  // namespace

void Store::become(Cell& cell, ObjectState state) noexcept {
    assert(is_step(cell.state, state));
    const bool leaves_row = state == ObjectState::Deleted || state == ObjectState::Detached;
    if (leaves_row) {
        cell.family->remove_from_identity_map(cell);
        cell.flags.clear(flag::removed | flag::cascaded);
        cell.loaded = 0;
        cell.touched = 0;
    }
    if (state == ObjectState::Detached) {
        cell.flags.set(flag::expunged);
    }
    if (leaves_row || state == ObjectState::Transient) {
        ++removal_generation;
    }
    cell.state.state_ = state;
}

void Store::bind(Cell& cell) {
    Attachment{*this}.bind(cell);
}

void Store::attach(Cell* cell) {
    const WithoutFlush held_back = without_flush();  // it is linked first
    Attachment{*this}.attach(*cell);
}

void Store::attach_member(Cell& owner, const LinkSlot& slot, Cell& member) {
    Attachment{*this}.attach_member(owner, slot, member);
}

void Store::mark_removed(Cell* cell) {
    if (cell->state == ObjectState::Pending) {
        return expunge(cell);
    }
    if (cell->state != ObjectState::Persistent || cell->flags.has(flag::removed)) {
        return;
    }
    cell->flags.set(flag::removed);
    ++removal_generation;
    removed.push_back(cell);
    ++cell->family->unflushed;
}

void Store::expunge(Cell* cell) {
    if (cell->state == ObjectState::Pending) {
        return become(*cell, ObjectState::Transient);
    }
    if (cell->state != ObjectState::Persistent) {
        return;
    }
    become(*cell, ObjectState::Detached);
    if (cell->extra != nullptr) {
        cell->extra->assignments.clear();
        destroy_image(cell->family->mapper, std::exchange(cell->extra->image, nullptr));
    }
}

void Store::forget_links(Cell& cell) noexcept {
    for (const LinkSlot& slot : cell.family->slots) {
        if (find_assignment(cell, *slot.key) == nullptr) {
            forget_link(cell, slot);
        }
    }
}

void Store::drop_changes() noexcept {
    ++removal_generation;
    for (Cell* cell : pending) {
        cell->flags.clear(flag::listed);
        if (cell->state == ObjectState::Pending) {
            become(*cell, ObjectState::Transient);
        }
    }
    for (Cell* cell : removed) {
        cell->flags.clear(flag::removed | flag::cascaded);
    }
    for (Cell* cell : linked) {
        cell->flags.clear(flag::linked);
        cell->extra->assignments.clear();
    }
    pending.clear();
    ++pending_generation;
    removed.clear();
    linked.clear();
    secondary.clear();
    for (const auto& family : families_) {
        family->unflushed = 0;
    }
}

void Store::end_transaction(Expire expire) noexcept {
    for_each_touched(families_, [](Cell* cell) {
        cell->flags.clear(flag::candidate | flag::checked);
        if (cell->extra != nullptr) {
            destroy_image(cell->family->mapper, std::exchange(cell->extra->image, nullptr));
            cell->extra->saved = {};
        }
    });
    for (const auto& family : families_) {
        family->candidates.clear();
        family->checked.clear();
        family->newly_checked = 0;
        family->stale.clear();
    }
    ++epoch;
    if (expire == Expire::Everything) {
        oldest_fresh = epoch;
        first_batch_ += static_cast<std::uint32_t>(batches_.size());
        batches_.clear();
    }
}

void Store::roll_back_level() {
    for_each_touched(families_, [](Cell* cell) {
        if (cell->extra != nullptr && cell->extra->image != nullptr) {
            restore(*cell, cell->extra->image);
            destroy_image(cell->family->mapper, std::exchange(cell->extra->image, nullptr));
        }
    });
    drop_changes();
    levels.back().undo();
    end_transaction(Expire::Everything);
}

ResultPeers* Store::peers_of(const Cell& cell) noexcept {
    const std::uint32_t index = cell.batch - first_batch_;
    return cell.batch >= first_batch_ && index < batches_.size() ? &batches_[index] : nullptr;
}

// The same query again and again must not fill the memory.
void Store::leave_batch(const Cell& cell) noexcept {
    ResultPeers* batch = peers_of(cell);
    if (batch != nullptr && batch->own > 0 && --batch->own == 0) {
        *batch = {};
    }
}

ResultPeers& Store::add_peers(std::vector<Cell*> cells) {
    const auto number = first_batch_ + static_cast<std::uint32_t>(batches_.size());
    std::size_t own = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i]->batch != number) {
            leave_batch(*cells[i]);
            ++own;
        }
        cells[i]->batch = number;
        cells[i]->position = static_cast<std::uint32_t>(i);
    }
    batches_.push_back({.cells = std::move(cells), .own = own});
    while (batches_.size() > 1 && batches_.front().own == 0) {
        batches_.pop_front();
        ++first_batch_;
    }
    return batches_.back();
}

namespace {

void drop_image(Cell& cell) noexcept {
    if (cell.extra != nullptr && cell.extra->image != nullptr) {
        destroy_image(cell.family->mapper, std::exchange(cell.extra->image, nullptr));
    }
    cell.loaded = 0;
    cell.touched = 0;
}

}  // namespace

void Store::expire(EntityStore& family) noexcept {
    family.for_each([&](Cell& cell) {
        if (cell.state == ObjectState::Persistent && !cell.flags.has(flag::removed) &&
            !differs_from_image(cell)) {
            drop_image(cell);
        }
    });
}

namespace {

void forget_parent(const Assignment& assignment, Cell* parent) {
    const mapping::Relationship* above = parent_side(*assignment.link);
    if (above != nullptr && parent != nullptr && parent != unloaded_target() &&
        parent->state == ObjectState::Persistent) {
        forget_link(*parent, *parent->family->find_slot(*above));
    }
}

// Parents that were shown with the child, or without it, look it up again.
void drop_assignment(Cell& child, const Assignment& dropped) {
    std::erase_if(child.extra->assignments,
                  [&](const Assignment& other) { return other.link == dropped.link; });
    if (const mapping::Relationship* side = child_side(*dropped.link)) {
        forget_link(child, *child.family->find_slot(*side));
    }
    forget_parent(dropped, dropped.parent);
    forget_parent(dropped, known_parent(child, *dropped.link));
}

void drop_assignments(Cell& child) {
    for (const Assignment& assignment : std::vector{child.extra->assignments}) {
        drop_assignment(child, assignment);
    }
}

/// Its members were put into the owner, or taken out of it.
bool concerns(const Cell& owner, Cell& child, const Assignment& assignment) {
    const mapping::Relationship* above = parent_side(*assignment.link);
    if (above == nullptr || above->owner != &owner.family->mapper) {
        return false;
    }
    if (assignment.parent == &owner) {
        return true;
    }
    return child.state == ObjectState::Persistent && row_refers_to(child, *assignment.link, owner);
}

bool needs_parent(const Cell& child, const Assignment& assignment) {
    const mapping::Relationship* above = parent_side(*assignment.link);
    return child.state == ObjectState::Pending && above != nullptr &&
           includes(above->cascade, Cascade::DeleteOrphan);
}

}  // namespace

namespace {

// Links that were made and cut are what the database says.
void look_up_again(std::span<const SecondaryChange> dropped) {
    for (const SecondaryChange& change : dropped) {
        for (Cell* end : {change.local, change.remote}) {
            for (const LinkSlot& slot : end->family->slots) {
                if (slot.key == change.relationship && end->state == ObjectState::Persistent) {
                    forget_link(*end, slot);
                }
            }
        }
    }
}

}  // namespace

// What was put into its links, or taken out of them.
std::vector<Cell*> Store::drop_link_changes(Cell& owner) {
    std::vector<Cell*> orphans;
    for (Cell* child : linked) {
        for (const Assignment& assignment : std::vector{child->extra->assignments}) {
            if (concerns(owner, *child, assignment)) {
                drop_assignment(*child, assignment);
                if (needs_parent(*child, assignment)) {
                    orphans.push_back(child);
                }
            }
        }
    }
    look_up_again(secondary.remove_all_of(owner));
    return orphans;
}

void Store::expire_own(Cell& cell) {
    if (cell.extra != nullptr) {
        if (cell.extra->image != nullptr) {
            restore(cell, cell.extra->image);
        }
        drop_assignments(cell);
    }
    drop_image(cell);
}

std::vector<Cell*> Store::expire(Cell& cell) {
    if (cell.state != ObjectState::Persistent) {
        return {};
    }
    auto orphans = drop_link_changes(cell);
    expire_own(cell);
    return orphans;
}

void Store::expire_all() {
    look_up_again(secondary.all());
    secondary.clear();
    for (const auto& family : families_) {
        family->for_each([&](Cell& cell) {
            if (cell.state == ObjectState::Persistent) {
                expire_own(cell);
            }
        });
    }
}

}  // namespace azoth::orm
