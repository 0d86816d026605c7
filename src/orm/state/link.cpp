// SPDX-License-Identifier: MIT
#include "orm/state/link_change.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>
#include <memory>
#include <new>
#include <string>
#include <unordered_set>
#include <utility>

namespace azoth::orm {

namespace {

constexpr Clock loose_clock{};

void retain(Cell* cell) noexcept {
    if (cell->references.fetch_add(1, std::memory_order_relaxed) == 0) {
        hold_cell(cell);
    }
}

void release(Cell* cell) noexcept {
    if (cell->references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        release_cell(cell);
    }
}

Cell& owner_of(const void* link, const LinkSlot& slot) noexcept {
    auto* place = static_cast<char*>(const_cast<void*>(link));
    return *reinterpret_cast<Cell*>(place - slot.distance);
}

[[noreturn]] void throw_not_loaded() {
    throw DetachedInstanceError{
        "link-of-copy",
        "cannot look at a link of a copied object: copies leave relationships "
        "unloaded; look at the object in the session, or add the copy to one "
        "with `session.merge(copy)`"};
}

}  // namespace

RefBase make_loose_object(const tree::Entity& entity, const NewMember& member) {
    const mapping::Mapper& mapper = mapping::mapper_of(entity);
    const mapping::LifeCycle& life = mapper.life_cycle();
    const std::size_t distance = object_offset(life.alignment);
    const auto alignment = std::align_val_t{std::max<std::size_t>(life.alignment, alignof(Cell))};
    auto extra = std::make_unique<CellExtra>();
    extra->mapper = &mapper;
    void* memory = ::operator new(distance + life.size, alignment);
    auto* cell = new (memory) Cell{.clock = &loose_clock, .family = nullptr, .extra = nullptr};
    try {
        if (member.kind == NewMember::Kind::Move) {
            life.move(object_of(*cell, distance), member.object);
        } else if (life.copy != nullptr) {
            life.copy(object_of(*cell, distance), member.object);
        } else {
            throw MappingError{"not-copyable",
                               "cannot copy a " + std::string{mapper.type_name()} +
                                   " into a link: it has no copy constructor; use std::move"};
        }
    } catch (...) {
        ::operator delete(memory, alignment);
        throw;
    }
    cell->extra = extra.release();
    return RefBase{cell};
}

// Many

ManyBase::ManyBase(const ManyBase& other) {
    if (other.slot_ != nullptr || other.members_ == unloaded_members()) {
        members_ = unloaded_members();
    } else if (other.members_ != nullptr) {
        for (Cell* cell : other.members_->cells) {
            if (cell->family != nullptr) {
                add(cell);
                continue;
            }
            const mapping::Mapper& mapper = *cell->extra->mapper;
            void* object = object_of(*cell, object_offset(mapper.life_cycle().alignment));
            append_new(mapper.entity(), {.kind = NewMember::Kind::Copy, .object = object});
        }
    }
}

ManyBase::ManyBase(ManyBase&& other) noexcept
    : members_(other.slot_ != nullptr ? unloaded_members()
                                      : std::exchange(other.members_, nullptr)) {}

ManyBase::~ManyBase() {
    release_members(members_);
}

void ManyBase::assign_value(const ManyBase& other) {
    if (slot_ == nullptr && this != &other) {
        assign_value(ManyBase{other});
    }
}

void ManyBase::assign_value(ManyBase&& other) noexcept {
    if (slot_ == nullptr && this != &other) {
        ManyBase taken{std::move(other)};
        std::swap(members_, taken.members_);
    }
}

void ManyBase::replace(const ManyBase& other) {
    if (this == &other) {
        return;
    }
    if (other.slot_ != nullptr) {
        Members* members =
            loaded_members(owner_of(&other, *other.slot_), *other.slot_, std::source_location{});
        return replace(members != nullptr ? std::vector<Cell*>{members->cells}
                                          : std::vector<Cell*>{});
    }
    if (other.members_ == unloaded_members()) {
        throw_not_loaded();
    }
    replace(other.members_ != nullptr ? std::vector<Cell*>{other.members_->cells}
                                      : std::vector<Cell*>{});
}

void ManyBase::replace(std::span<Cell* const> cells) {
    if (slot_ == nullptr) {
        auto* fresh = new Members;
        fresh->is_counted = true;
        fresh->cells.assign(cells.begin(), cells.end());
        std::ranges::for_each(fresh->cells, retain);
        release_members(std::exchange(members_, fresh));
        return;
    }
    Cell& owner = owner_of(this, *slot_);
    const WithoutFlush held_back = owner.family->store.without_flush();
    const Members* members = loaded_members(owner, *slot_, std::source_location{});
    const std::vector<Cell*> before = members != nullptr ? members->cells : std::vector<Cell*>{};
    const std::unordered_set<const Cell*> wanted{cells.begin(), cells.end()};
    for (Cell* cell : before) {
        if (!wanted.contains(cell)) {
            remove_member(owner, *slot_, *cell);
        }
    }
    for (Cell* cell : cells) {
        add_member(owner, *slot_, cell);
    }
}

void ManyBase::append_new(const tree::Entity& entity, const NewMember& member) {
    if (member.kind == NewMember::Kind::Existing) {
        return add(member.cell);
    }
    add(make_loose_object(entity, member).cell());
}

void ManyBase::add(Cell* cell) {
    if (cell == nullptr) {
        throw InvalidRequestError{
            "null-ref",
            "cannot put an empty Ref into a Many: it refers to nothing; test it with "
            "`if (ref)` first"};
    }
    if (slot_ != nullptr) {
        return add_member(owner_of(this, *slot_), *slot_, cell);
    }
    Members& members = writable_members(*this);
    const bool is_new = cell->references.load(std::memory_order_relaxed) == 1;  // nobody else's
    if (is_new || std::ranges::find(members.cells, cell) == members.cells.end()) {
        members.cells.push_back(cell);
        retain(cell);
    }
}

bool ManyBase::remove(Cell* cell) {
    const WithoutFlush held_back{slot_ != nullptr ? owner_of(this, *slot_).family->store.open_host()
                                                  : nullptr};
    if (cell == nullptr || !contains(cell, std::source_location{})) {
        return false;
    }
    if (slot_ != nullptr) {
        remove_member(owner_of(this, *slot_), *slot_, *cell);
        return true;
    }
    std::erase(writable_members(*this).cells, cell);
    release(cell);
    return true;
}

const Members* ManyBase::snapshot(const std::source_location& where) const {
    if (slot_ != nullptr) {
        Members* members = loaded_members(owner_of(this, *slot_), *slot_, where);
        if (members != nullptr) {
            members->references.fetch_add(1, std::memory_order_relaxed);
        }
        return members;
    }
    if (members_ == unloaded_members()) {
        throw_not_loaded();
    }
    if (members_ != nullptr) {
        members_->references.fetch_add(1, std::memory_order_relaxed);
    }
    return members_;
}

bool ManyBase::contains(const Cell* cell, const std::source_location& where) const {
    const MemberCursor cursor{snapshot(where)};
    const auto found = members_ == nullptr
                           ? false
                           : std::ranges::find(members_->cells, cell) != members_->cells.end();
    return found;
}

std::size_t ManyBase::size(const std::source_location& where) const {
    const MemberCursor cursor{snapshot(where)};
    return members_ == nullptr ? 0 : members_->cells.size();
}

Cell* ManyBase::at(std::size_t index, const std::source_location& where) const {
    const MemberCursor cursor{snapshot(where)};
    const std::size_t count = members_ == nullptr ? 0 : members_->cells.size();
    if (index >= count) {
        throw ArgumentError{"no-such-member",
                            "cannot take member " + std::to_string(index) + " of a Many: it has " +
                                std::to_string(count) + "; test `size()` first"};
    }
    return members_->cells[index];
}

// MemberCursor

MemberCursor::MemberCursor(const Members* members) noexcept : members_(members) {
    if (members != nullptr) {
        next_ = members->cells.data();
        last_ = next_ + members->cells.size();
    }
}

MemberCursor::MemberCursor(const MemberCursor& other) noexcept
    : members_(other.members_), next_(other.next_), last_(other.last_) {
    if (members_ != nullptr) {
        const_cast<Members*>(members_)->references.fetch_add(1, std::memory_order_relaxed);
    }
}

MemberCursor::MemberCursor(MemberCursor&& other) noexcept
    : members_(std::exchange(other.members_, nullptr)),
      next_(std::exchange(other.next_, nullptr)),
      last_(std::exchange(other.last_, nullptr)) {}

MemberCursor& MemberCursor::operator=(MemberCursor other) noexcept {
    std::swap(members_, other.members_);
    std::swap(next_, other.next_);
    std::swap(last_, other.last_);
    return *this;
}

MemberCursor::~MemberCursor() {
    release_members(members_);
}

// One

OneBase::OneBase(const OneBase& other) noexcept {
    assign_value(other);
}

OneBase::OneBase(OneBase&& other) noexcept {
    assign_value(other);
}

OneBase::~OneBase() {
    if (slot_ == nullptr && target_ != nullptr && target_ != unloaded_target()) {
        release(target_);
    }
}

void OneBase::assign_value(const OneBase& other) noexcept {
    if (slot_ != nullptr || this == &other) {
        return;
    }
    Cell* before = target_;
    target_ = other.slot_ != nullptr ? unloaded_target() : other.target_;
    if (target_ != nullptr && target_ != unloaded_target()) {
        retain(target_);
    }
    if (before != nullptr && before != unloaded_target()) {
        release(before);
    }
}

void OneBase::set(Cell* cell) {
    if (slot_ != nullptr) {
        return add_member(owner_of(this, *slot_), *slot_, cell);
    }
    if (cell != nullptr) {
        retain(cell);
    }
    if (target_ != nullptr && target_ != unloaded_target()) {
        release(target_);
    }
    target_ = cell;
}

void OneBase::set_new(const tree::Entity& entity, const NewMember& member) {
    const RefBase object = make_loose_object(entity, member);
    set(object.cell());
}

Cell* OneBase::get(const std::source_location& where) const {
    if (slot_ != nullptr) {
        return loaded_target(owner_of(this, *slot_), *slot_, where);
    }
    if (target_ == unloaded_target()) {
        throw_not_loaded();
    }
    return target_;
}

}  // namespace azoth::orm
