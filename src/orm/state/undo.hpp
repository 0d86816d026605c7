// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/cell_data.hpp"

#include <vector>

namespace azoth::orm {

/// A step back. They are taken in reverse order.
struct UndoRecord {
    enum class Kind : std::uint8_t {
        Inserted,  ///< the object becomes transient, and `column`, its generated key, unset
        Updated,   ///< the members get the image's values
        Deleted,   ///< the object is persistent again
        Member,    ///< one member gets the value in `image`; its default where that is null
    };
    Kind kind;
    Cell* cell;
    const mapping::MappedColumn* column = nullptr;
    std::byte* image = nullptr;  ///< owned: of the object, or of the column alone
};

/// What flushes changed in objects since a transaction or a savepoint began.
class UndoLevel {
public:
    explicit UndoLevel(std::uint32_t level_number) noexcept : number(level_number) {}
    UndoLevel(UndoLevel&&) noexcept = default;
    UndoLevel& operator=(UndoLevel&&) noexcept = default;
    ~UndoLevel();

    /// Before the member changes because of a flush.
    void save_member(Cell& cell, const mapping::MappedColumn& column);
    /// The member had that value before. Only the first value of a level counts.
    void save_value(Cell& cell, const mapping::MappedColumn& column, const void* value);
    /// The outer level takes these steps after its own; those it has already are dropped.
    void merge_into(UndoLevel& outer);
    void undo();

    std::uint32_t number;
    std::vector<UndoRecord> records{};

private:
    void forget() noexcept;
};

}  // namespace azoth::orm
