// SPDX-License-Identifier: MIT
#pragma once

#include "orm/unit_of_work/object_batch.hpp"

#include <unordered_map>

namespace azoth::orm {

/// Columns of one table that together are unique: a constraint, an index, or a key that the program
/// gives.
struct UniqueKey {
    ColumnSet columns{};
    bool is_primary = false;
};
/// Those whose columns are all members of the struct.
[[nodiscard]] std::vector<UniqueKey> unique_keys(const EntityStore& family);

/// Which rows hold which unique values, as far as they are about to give them up.
class UniqueValues {
public:
    explicit UniqueValues(std::span<const UniqueKey> keys) noexcept : keys_(keys) {}

    /// The values that the object's row has now.
    void add_row(Cell& cell);
    /// Another object whose row holds the values that this object's members have; null when there
    /// is none, or one of them is NULL.
    [[nodiscard]] Cell* holder(const Cell& taker, std::size_t key) const;
    [[nodiscard]] std::span<const UniqueKey> keys() const noexcept { return keys_; }

private:
    std::span<const UniqueKey> keys_;
    std::unordered_multimap<std::uint64_t, std::pair<std::size_t, Cell*>> rows_{};
};

/// Objects of one table whose rows change, in rounds: each takes unique values only after those
/// that hold them have given them up in an earlier one.
class UniqueRounds {
public:
    UniqueRounds(std::span<const UniqueKey> keys, std::span<Cell* const> changed);

    /// Those that wait for nobody any more, in their order; empty when all are done, or the others
    /// wait for one another.
    [[nodiscard]] std::vector<Cell*> next();
    /// Those that wait for one another, in a circle or behind one.
    [[nodiscard]] std::vector<Cell*> waiting() const;
    /// One of a circle, and a column of it that can be NULL while the others go round; nothing
    /// where there is none.
    struct Parking {
        Cell* cell;
        std::uint16_t column;
    };
    [[nodiscard]] std::optional<Parking> parking() const;
    /// Its row holds the column's value no longer.
    void parked(const Parking& parking);

private:
    struct Wait {
        Cell* holder;
        std::size_t key;
    };
    [[nodiscard]] bool is_free(Cell* cell) const;

    std::span<const UniqueKey> keys_;
    std::vector<Cell*> open_;
    std::unordered_map<Cell*, std::vector<Wait>> waits_{};
};

}  // namespace azoth::orm
