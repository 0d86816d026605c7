// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/cell_data.hpp"

#include <memory>

namespace azoth::orm {

/// A step back. They are taken in reverse order.
struct UndoRecord {
    enum class Kind : std::uint8_t {
        Inserted,  ///< the object becomes transient
        Updated,   ///< the members get the image's values
        Deleted,   ///< the object is persistent again
        Member,    ///< one member gets `value`; its default where that is null
    };
    Kind kind;
    Cell* cell;
    const record::MappedColumn* column = nullptr;
    std::byte* image = nullptr;  ///< owned
    std::unique_ptr<Value> value{};
};

/// What flushes changed in objects since a transaction or a savepoint began.
class UndoLevel {
public:
    explicit UndoLevel(std::uint32_t level_number) noexcept : number(level_number) {}
    UndoLevel(UndoLevel&&) noexcept = default;
    UndoLevel& operator=(UndoLevel&&) noexcept = default;
    ~UndoLevel();

    /// Before the member changes because of a flush.
    void save_member(Cell& cell, const record::MappedColumn& column);
    /// Takes the steps back into `records`, so that an outer level can take them.
    void merge_into(UndoLevel& outer);
    void undo();

    std::uint32_t number;
    std::vector<UndoRecord> records{};
};

}  // namespace azoth::orm
