// SPDX-License-Identifier: MIT
#include "orm/session/session_core.hpp"

#include "orm/state/access.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace azoth::orm {

using mapping::Direction;

namespace {

/// So many owners share the first, second and each further load of a relationship in one result.
constexpr std::array<std::size_t, 3> window_sizes{1, 50, 500};

std::string full_name(const LinkSlot& slot) {
    return std::string{slot.family->mapper.type_name()} + "." + slot.relationship->member;
}

}  // namespace

std::vector<Cell*> SessionCore::window(Cell& owner, const LinkSlot& slot) {
    ResultPeers* batch = store_->peers_of(owner);
    if (batch == nullptr) {
        return {&owner};
    }
    auto entry =
        std::ranges::find(batch->loads, &slot, &std::pair<const LinkSlot*, std::uint32_t>::first);
    if (entry == batch->loads.end()) {
        batch->loads.emplace_back(&slot, 0);
        entry = batch->loads.end() - 1;
    }
    const std::size_t size =
        window_sizes[std::min<std::size_t>(entry->second++, window_sizes.size() - 1)];
    std::vector<Cell*> cells{&owner};
    for (std::size_t i = owner.position + 1; i < batch->cells.size() && cells.size() < size; ++i) {
        Cell* cell = batch->cells[i];
        const bool is_wanted = cell != &owner && is_live(*cell) &&
                               cell->state == ObjectState::Persistent &&
                               cell->loaded >= cell->clock->oldest_fresh && !is_loaded(*cell, slot);
        if (is_wanted) {
            cells.push_back(cell);
        }
    }
    return cells;
}

void SessionCore::count_lazy_load(const LinkSlot& slot, const std::source_location& where) {
    const std::string member = full_name(slot);
    const auto is_it = [&](const LazyLoad& load) {
        return load.line == where.line() && load.member == member && load.file == where.file_name();
    };
    const auto known = std::ranges::find_if(statistics.lazy_loads, is_it);
    if (known != statistics.lazy_loads.end()) {
        ++known->count;
        return;
    }
    statistics.lazy_loads.push_back({where.file_name(), where.line(), member, 1});
}

void SessionCore::load_link(Cell& owner, const LinkSlot& slot, const std::source_location& where) {
    const Use use{*this};
    if (slot.relationship->direction == Direction::ManyToOne) {
        Cell* parent = known_parent(owner, *slot.key);
        if (parent != unloaded_target()) {
            return set_loaded_target(owner, slot, parent);
        }
    }
    if (const ResultPeers* batch = store_->peers_of(owner);
        batch != nullptr && std::ranges::find(batch->refused, &slot) != batch->refused.end()) {
        throw InvalidRequestError{"lazy-load-refused",
                                  "cannot load `" + slot.relationship->member + "` of " +
                                      std::string{slot.family->mapper.type_name()} +
                                      " lazily: the query said raise_load; load it with "
                                      "selectin_load() or joined_load()"};
    }
    StatementTables tables;
    tables.entities.push_back(slot.relationship->target);
    if (slot.relationship->secondary != nullptr) {
        tables.tables.push_back(slot.relationship->secondary);
    }
    autoflush(tables);
    if (owner.state != ObjectState::Persistent || is_loaded(owner, slot)) {
        return;
    }
    count_lazy_load(slot, where);
    load_relationship(context(), slot, window(owner, slot));
}

std::vector<Cell*> SessionCore::stale_neighbours(Cell& cell) {
    EntityStore& family = *cell.family;
    const auto is_stale = [&](const Cell& other) {
        return other.state == ObjectState::Persistent && other.loaded < store_->oldest_fresh &&
               other.references.load(std::memory_order_relaxed) > 0;
    };
    if (family.swept != store_->epoch) {
        family.swept = store_->epoch;
        family.stale.clear();
        family.for_each([&](Cell& other) {
            if (is_stale(other)) {
                family.stale.push_back(&other);
            }
        });
        std::ranges::reverse(family.stale);
    }
    std::vector<Cell*> chosen{&cell};
    while (!family.stale.empty() && chosen.size() < keys_per_statement) {
        Cell* other = family.stale.back();
        family.stale.pop_back();
        if (other != &cell && is_stale(*other)) {
            chosen.push_back(other);
        }
    }
    return chosen;
}

// One SELECT for the object and the stale ones of its kind that are still held.
void SessionCore::reload(Cell& cell) {
    const Use use{*this};
    const std::vector<Cell*> cells = stale_neighbours(cell);
    load_by_key(context(), *cell.family, cells);
    ++statistics.reloads;
    if (cells.size() > 1 && !cell.family->slots.empty()) {
        store_->add_peers(cells);
    }
    if (cell.loaded >= store_->oldest_fresh) {
        return;
    }
    store_->become(cell, ObjectState::Deleted);
    store_->levels.back().records.push_back({.kind = UndoRecord::Kind::Deleted, .cell = &cell});
    throw ObjectDeletedError{
        "object-deleted",
        "cannot load the " + std::string{cell.family->mapper.type_name()} +
            " again: its row is gone, someone else deleted it; look it up with "
            "`session.get` where that may happen"};
}

}  // namespace azoth::orm
