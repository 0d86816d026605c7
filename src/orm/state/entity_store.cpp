// SPDX-License-Identifier: MIT
#include "orm/state/entity_store.hpp"

#include "orm/state/store.hpp"
#include "orm/state/view_row.hpp"

#include <azoth/tree/node.hpp>

#include <algorithm>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace azoth::orm {

namespace {

constexpr std::size_t first_slab = 4;
constexpr std::size_t largest_slab_bytes = std::size_t{8} << 20U;
constexpr std::size_t huge_page = std::size_t{2} << 20U;

std::align_val_t slab_alignment(const mapping::Mapper& mapper, std::size_t bytes) noexcept {
    const std::size_t usual = std::max<std::size_t>(mapper.life_cycle().alignment, alignof(Cell));
    return std::align_val_t{bytes < huge_page ? usual : std::max(usual, huge_page)};
}

// A system that fetches memory by small pages spends as much time on it as reading the rows takes.
std::byte* slab_memory(const mapping::Mapper& mapper, std::size_t bytes) {
    auto* memory = static_cast<std::byte*>(::operator new(bytes, slab_alignment(mapper, bytes)));
#ifdef MADV_HUGEPAGE
    if (bytes >= huge_page) {
        madvise(memory, bytes / huge_page * huge_page, MADV_HUGEPAGE);
    }
#endif
    return memory;
}

/// The same in every run: the order of columns in statements depends on it.
std::pair<std::string_view, std::string_view> name_of(const mapping::Relationship& link) noexcept {
    return {link.owner->type_name(), link.member};
}

const mapping::Relationship* owning_side(const mapping::Relationship& link) noexcept {
    using mapping::Direction;
    const mapping::Relationship* back = link.back;
    switch (link.direction) {
        case Direction::ManyToOne:
            return &link;
        case Direction::OneToMany:
            return back != nullptr ? back : &link;
        case Direction::ManyToMany:
            return back != nullptr && name_of(*back) < name_of(link) ? back : &link;
    }
    return &link;
}

// An integer stands for itself: it need not be compared with the key of what is found.
template <class ViewOf>
std::uint64_t hash_of_parts(std::size_t count, ViewOf&& view_of) {
    const ValueView first = view_of(0);
    if (count == 1 && first.kind == ValueKind::Integer) [[likely]] {
        return static_cast<std::uint64_t>(first.payload.integer);
    }
    std::uint64_t hash = hash_of(first);
    for (std::size_t i = 1; i < count; ++i) {
        hash = tree::mixed(hash, hash_of(view_of(i)));
    }
    return hash;
}

}  // namespace

EntityStore::EntityStore(Store& owner, const mapping::Mapper& mapped)
    : store(owner),
      mapper(mapped),
      columns(mapped.mapped_columns()),
      distance(object_offset(mapped.life_cycle().alignment)) {
    const mapping::LifeCycle& life = mapped.life_cycle();
    const std::size_t alignment = std::max<std::size_t>(life.alignment, alignof(Cell));
    cell_size = (distance + life.size + alignment - 1) / alignment * alignment;
    for (const std::size_t position : mapped.primary_key()) {
        key.push_back(&columns[position]);
    }
    slots.reserve(mapped.relationships().size());
    for (const mapping::Relationship& link : mapped.relationships()) {
        slots.push_back({&link, owning_side(link), this, distance + link.offset, slots.size()});
    }
}

EntityStore::~EntityStore() {
    const auto end = [&](Cell& cell) {
        mapper.life_cycle().destroy(object_of(cell, distance));
        if (cell.extra != nullptr) {
            destroy_image(mapper, cell.extra->image);
            delete cell.extra;
        }
        cell.~Cell();
    };
    for (Cell* cell : loose_) {
        const auto alignment =
            std::align_val_t{std::max<std::size_t>(mapper.life_cycle().alignment, alignof(Cell))};
        end(*cell);
        ::operator delete(cell, alignment);
    }
    loose_.clear();
    for_each(end);
    for (const Slab& slab : slabs_) {
        ::operator delete(slab.memory, slab_alignment(mapper, slab.capacity * cell_size));
    }
}

Cell* EntityStore::allocate() {
    if (!vacant_.empty()) {
        Cell* cell = vacant_.back();
        vacant_.pop_back();
        return made_at(cell);
    }
    if (slabs_.empty() || slabs_.back().used == slabs_.back().capacity) {
        const std::size_t largest = std::max(largest_slab_bytes / cell_size, first_slab);
        const std::size_t capacity =
            slabs_.empty() ? first_slab : std::min(slabs_.back().capacity * 2, largest);
        slabs_.reserve(slabs_.size() + 1);
        slabs_.push_back({slab_memory(mapper, capacity * cell_size), capacity, 0});
    }
    Slab& slab = slabs_.back();
    return made_at(slab.memory + slab.used++ * cell_size);
}

Cell* EntityStore::made_at(void* memory) noexcept {
    auto* cell = new (memory) Cell{.clock = &store, .family = this, .extra = nullptr};
    cell->loaded = always_fresh;
    return cell;
}

void EntityStore::take_back(Cell* cell) noexcept {
    cell->is_vacant = true;
    try {
        vacant_.push_back(cell);
    } catch (...) {
        // Without memory for the list it is not used again.
    }
}

void EntityStore::recycle(Cell& cell) noexcept {
    remove_from_identity_map(cell);
    mapper.life_cycle().destroy(object_of(cell, distance));
    take_back(&cell);
}

void EntityStore::bind_links(Cell& cell) noexcept {
    for (const LinkSlot& slot : slots) {
        if (slot.relationship->kind == mapping::LinkKind::Many) {
            LinkAccess::slot(LinkAccess::many(cell, slot)) = &slot;
        } else {
            OneBase& one = LinkAccess::one(cell, slot);
            LinkAccess::slot(one) = &slot;
            LinkAccess::target(one) = unloaded_target();
        }
    }
}

void EntityStore::attach(Cell& cell) {
    loose_.push_back(&cell);
    cell.clock = &store;
    cell.family = this;
    cell.loaded = always_fresh;
    if (cell.references.load(std::memory_order_relaxed) > 0) {
        store.retain();
    }
}

std::uint64_t EntityStore::hash_of_key(std::span<const ValueView> wanted) noexcept {
    return hash_of_parts(wanted.size(), [&](std::size_t i) { return wanted[i]; });
}

Cell* EntityStore::find(std::span<const ValueView> wanted, std::uint64_t hash) {
    const bool is_hash_the_key = key.size() == 1 && key[0]->codec->kind == ValueKind::Integer &&
                                 wanted[0].kind == ValueKind::Integer;
    return identity_.find(hash, [&](const Cell& cell) {
        if (is_hash_the_key) [[likely]] {
            return true;
        }
        Value scratch;
        for (std::size_t i = 0; i < key.size(); ++i) {
            if (!is_same(key[i]->codec->view(known_value(cell, *key[i]), scratch), wanted[i])) {
                return false;
            }
        }
        return true;
    });
}

namespace {

std::uint64_t key_hash(const EntityStore& family, const Cell& cell) {
    Value scratch;
    return hash_of_parts(family.key.size(), [&](std::size_t i) {
        return family.key[i]->codec->view(known_value(cell, *family.key[i]), scratch);
    });
}

}  // namespace

void EntityStore::add_to_identity_map(Cell& cell) {
    identity_.insert(key_hash(*this, cell), &cell);
}

void EntityStore::remove_from_identity_map(Cell& cell) noexcept {
    identity_.erase(key_hash(*this, cell), &cell);
}

const LinkSlot* EntityStore::find_slot(const mapping::Relationship& relationship) const noexcept {
    const auto found = std::ranges::find(slots, &relationship, &LinkSlot::relationship);
    return found == slots.end() ? nullptr : &*found;
}

}  // namespace azoth::orm
