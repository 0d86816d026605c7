// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace azoth {

/// Where an object stands.
enum class ObjectState : std::uint8_t {
    Transient,   ///< a value of yours; a session does not know it, or a rollback gave it back
    Pending,     ///< added; its INSERT comes with the next flush
    Persistent,  ///< stands for a row
    Deleted,     ///< its DELETE was sent
    Detached,    ///< stands for a row, but its session is closed or has expunged it
};

/// The parts of the mapper that users do not see.
namespace orm {

struct CellExtra;
struct EntityStore;
class Store;

/// Counts the transactions of a session.
struct Clock {
    std::uint32_t epoch = 0;
    std::uint32_t oldest_fresh = 0;  ///< objects loaded before this epoch are stale
};

/// What else is known of a cell: bits of orm::flag.
class CellFlags {
public:
    /// Any of them.
    [[nodiscard]] constexpr bool has(std::uint8_t flags) const noexcept {
        return (bits_ & flags) != 0;
    }
    /// These and no others.
    [[nodiscard]] constexpr bool is(std::uint8_t flags) const noexcept { return bits_ == flags; }
    constexpr void set(std::uint8_t flags) noexcept { bits_ |= flags; }
    constexpr void clear(std::uint8_t flags) noexcept {
        bits_ &= static_cast<std::uint8_t>(~flags);
    }

private:
    std::uint8_t bits_ = 0;
};

/// Written by Store::become() only.
class CellState {
public:
    constexpr operator ObjectState() const noexcept { return state_; }

private:
    friend class Store;
    ObjectState state_ = ObjectState::Transient;
};

/// The header of a stored object; the object follows it.
struct Cell {
    const Clock* clock;
    EntityStore* family;  ///< null while no session knows the object
    CellExtra* extra;     ///< null until something must be remembered
    std::atomic<std::uint32_t> references{0};
    std::uint32_t loaded = 0;    ///< epoch whose database state the members showed last
    std::uint32_t touched = 0;   ///< epoch in which it was handed out for writing
    std::uint32_t batch = 0;     ///< the result that brought it
    std::uint32_t position = 0;  ///< its place in that result
    CellState state{};
    CellFlags flags{};
    bool is_linked_to = false;  ///< a loaded link of another object may lead to it
    bool is_vacant = false;     ///< holds no object
};

/// Bytes from the start of a cell to its object.
[[nodiscard]] constexpr std::size_t object_offset(std::size_t alignment) noexcept {
    return (sizeof(Cell) + alignment - 1) / alignment * alignment;
}
template <class T>
[[nodiscard]] T* object_in(const Cell* cell) noexcept {
    const char* place = reinterpret_cast<const char*>(cell) + object_offset(alignof(T));
    return reinterpret_cast<T*>(const_cast<char*>(place));
}

/// Makes the members show what the database holds, and remembers them, so that a change is found.
/// Throws InvalidRequestError (`null-ref`), DetachedInstanceError (`expunged`), ObjectDeletedError
/// (`object-deleted`).
void prepare_for_writing(Cell* cell);
/// The same for reading.
void prepare_for_reading(Cell* cell);
/// The last Ref to the object is gone.
void release_cell(Cell* cell) noexcept;
/// The first Ref to the object is made.
void hold_cell(Cell* cell) noexcept;
[[nodiscard]] ObjectState state_of(const Cell* cell) noexcept;

}  // namespace orm
}  // namespace azoth
