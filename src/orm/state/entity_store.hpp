// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/cell_data.hpp"
#include "orm/state/identity_map.hpp"

#include <azoth/tree/node.hpp>

#include <memory>

namespace azoth::orm {

class Store;

/// The objects of one mapped struct in one store.
struct EntityStore {
    EntityStore(Store& owner, const mapping::Mapper& mapped);
    EntityStore(const EntityStore&) = delete;
    EntityStore& operator=(const EntityStore&) = delete;
    ~EntityStore();

    /// A cell whose object is not constructed yet; transient.
    [[nodiscard]] Cell* allocate();
    /// Takes back a cell whose object could not be constructed.
    void take_back(Cell* cell) noexcept;
    /// Forgets a persistent object that nothing refers to; its memory is used again.
    void recycle(Cell& cell) noexcept;
    /// Binds the links of a constructed object to their places.
    void bind_links(Cell& cell) noexcept;
    /// Makes a detached object one of this family.
    void attach(Cell& cell);

    [[nodiscard]] Cell* find(std::span<const ValueView> wanted) {
        return find(wanted, hash_of_key(wanted));
    }
    [[nodiscard]] Cell* find(std::span<const ValueView> wanted, std::uint64_t hash);
    [[nodiscard]] static std::uint64_t hash_of_key(std::span<const ValueView> wanted) noexcept;
    void add_to_identity_map(Cell& cell);
    void add_to_identity_map(Cell& cell, std::uint64_t hash) { identity_.insert(hash, &cell); }
    /// So many objects are about to be added.
    void expect(std::size_t count) { identity_.reserve(count); }
    void remove_from_identity_map(Cell& cell) noexcept;
    [[nodiscard]] const LinkSlot* find_slot(
        const mapping::Relationship& relationship) const noexcept;

    /// Calls `visit(Cell&)` for each object.
    template <class Visit>
    void for_each(Visit&& visit) {
        for (const Slab& slab : slabs_) {
            for (std::size_t i = 0; i < slab.used; ++i) {
                auto& cell = *reinterpret_cast<Cell*>(slab.memory + i * cell_size);
                if (!cell.is_vacant) {
                    visit(cell);
                }
            }
        }
        for (Cell* cell : loose_) {
            visit(*cell);
        }
    }

    Store& store;
    const mapping::Mapper& mapper;
    std::span<const mapping::MappedColumn> columns;
    std::vector<const mapping::MappedColumn*> key{};
    std::vector<LinkSlot> slots{};
    std::size_t distance;  ///< from a cell to its object
    std::size_t cell_size;
    tree::Tree by_key{};  ///< the SELECT of the row with a key; made when it is first needed

    /// Objects handed out for writing since they were last compared; the others with an image.
    std::vector<Cell*> candidates{};
    std::vector<Cell*> checked{};
    std::uint32_t newly_checked = 0;  ///< added to `checked` since all of it was compared
    /// Stale objects that are still held, found at the first reload of the epoch.
    std::vector<Cell*> stale{};
    std::uint32_t swept = 0;
    std::uint32_t unflushed = 0;  ///< objects that became pending, removed or were given a parent

private:
    struct Slab {
        std::byte* memory;
        std::size_t capacity;
        std::size_t used;
    };

    [[nodiscard]] Cell* made_at(void* memory) noexcept;

    std::vector<Slab> slabs_{};
    std::vector<Cell*> vacant_{};
    std::vector<Cell*> loose_{};
    IdentityMap identity_{};
};

}  // namespace azoth::orm
