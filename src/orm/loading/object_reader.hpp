// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"

#include <azoth/engine/row_plan.hpp>

namespace azoth::orm {

/// Reads the columns of one item of each row into the object with that key: the one the store has,
/// or a new cell. Objects that are stale get the row's values; others stay as they are.
class ObjectReader {
public:
    ObjectReader(Family& family, const engine::ItemPlan& plan);

    /// Null when the key is NULL: an outer join found nothing.
    [[nodiscard]] Cell* read(const RowReader& row);
    [[nodiscard]] Family& family() const noexcept { return family_; }
    [[nodiscard]] int first_column() const noexcept { return plan_.first_column; }

private:
    [[nodiscard]] Cell* find(const RowReader& row);
    [[nodiscard]] Cell* make(const RowReader& row);

    Family& family_;
    const engine::ItemPlan& plan_;
    std::vector<Value> key_values_;
    std::vector<ValueView> key_;
    std::uint64_t hash_ = 0;  ///< of `key_`
};

}  // namespace azoth::orm
