// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/mapping/mapper.hpp>
#include <azoth/orm/state/link.hpp>

#include <array>

namespace azoth::orm {

/// Bits of Cell::flags.
namespace flag {
inline constexpr std::uint8_t removed = 1;    ///< its DELETE comes with the next flush
inline constexpr std::uint8_t candidate = 2;  ///< in its family's list of candidates
inline constexpr std::uint8_t checked = 4;    ///< in its family's list of checked ones
inline constexpr std::uint8_t linked = 8;     ///< in the store's list of children with a new parent
inline constexpr std::uint8_t expunged = 16;
inline constexpr std::uint8_t listed = 32;     ///< in the store's pending list
inline constexpr std::uint8_t bound = 64;      ///< its links know their place
inline constexpr std::uint8_t cascaded = 128;  ///< its removal reached its children
}  // namespace flag

inline constexpr std::uint32_t always_fresh = UINT32_MAX;

/// A child's parent, set and not flushed.
struct Assignment {
    const mapping::Relationship* link;  ///< the side that speaks for both: see `LinkSlot::key`
    Cell* parent;
};

/// Columns whose values an undo level has.
struct SavedColumns {
    std::uint32_t level = 0;
    std::uint64_t columns = 0;  ///< a bit for each of the first 64
};

/// What only some objects need.
struct CellExtra {
    const mapping::Mapper* mapper = nullptr;  ///< of a detached object
    Cell* next_to_destroy = nullptr;          ///< of a detached object that nobody holds any more
    std::byte* image = nullptr;               ///< the columns as the database has them
    std::vector<Assignment> assignments{};
    std::array<SavedColumns, 2> saved{};  ///< of the outermost level, and of one inside it
};

/// A relationship member of one family. `key` is the relationship that stands for both sides: the
/// child's One where there is one, otherwise the parent's Many.
struct LinkSlot {
    const mapping::Relationship* relationship = nullptr;
    const mapping::Relationship* key = nullptr;
    EntityStore* family = nullptr;
    std::size_t distance = 0;  ///< from the cell to the link
    std::size_t index = 0;
};

/// The cells that a Many holds. Shared with the iterations over it: copied before a change when one
/// is under way.
struct Members {
    std::atomic<std::uint32_t> references{1};
    bool is_counted = false;  ///< each cell is counted as by a Ref: no session's store owns it
    std::uint32_t removal_generation = 0;  ///< the store's, when all cells were live
    std::vector<Cell*> cells{};
};

/// The parts of links that only their owner's store may touch.
struct LinkAccess {
    static ManyBase& many(Cell& cell, const LinkSlot& slot) noexcept {
        return *reinterpret_cast<ManyBase*>(reinterpret_cast<char*>(&cell) + slot.distance);
    }
    static OneBase& one(Cell& cell, const LinkSlot& slot) noexcept {
        return *reinterpret_cast<OneBase*>(reinterpret_cast<char*>(&cell) + slot.distance);
    }
    static const LinkSlot*& slot(ManyBase& link) noexcept { return link.slot_; }
    static const LinkSlot*& slot(OneBase& link) noexcept { return link.slot_; }
    static Members*& members(const ManyBase& link) noexcept { return link.members_; }
    static Cell*& target(const OneBase& link) noexcept { return link.target_; }
};

[[nodiscard]] inline void* object_of(const Cell& cell, std::size_t distance) noexcept {
    return const_cast<char*>(reinterpret_cast<const char*>(&cell)) + distance;
}
[[nodiscard]] const mapping::Mapper& mapper_of(const Cell& cell) noexcept;
/// The member of a mapped column.
[[nodiscard]] void* member_of(const Cell& cell, const mapping::MappedColumn& column) noexcept;
[[nodiscard]] CellExtra& extra_of(Cell& cell);

/// The links that stand for "not loaded".
[[nodiscard]] Cell* unloaded_target() noexcept;
[[nodiscard]] Members* unloaded_members() noexcept;
void release_members(const Members* members) noexcept;
/// The members to be changed: a copy where an iteration is under way. Makes an empty list where
/// there is none.
[[nodiscard]] Members& writable_members(ManyBase& link);
/// Frees the object and the memory of a cell that belongs to no store.
void destroy_loose_cell(Cell* cell) noexcept;

// Images.
[[nodiscard]] std::byte* make_image(const Cell& cell);
void destroy_image(const mapping::Mapper& mapper, std::byte* image) noexcept;
/// The value that the database has, as far as known: of the image, or of the member.
[[nodiscard]] const void* known_value(const Cell& cell,
                                      const mapping::MappedColumn& column) noexcept;
/// Positions of the columns whose member differs from the image, appended.
void compare(const Cell& cell, std::vector<std::uint16_t>& changed);
/// Whether there is one.
[[nodiscard]] bool differs_from_image(const Cell& cell) noexcept;
/// Members get the values of an image.
void restore(Cell& cell, const std::byte* image);

}  // namespace azoth::orm
