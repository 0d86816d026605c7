// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"

#include <azoth/engine/row_plan.hpp>

namespace azoth::orm {

/// Reads the columns of one item of each row into the object with that key: the one the store has,
/// or a new cell. Objects that are stale get the row's values; others stay as they are.
class ObjectReader {
public:
    ObjectReader(EntityStore& family, const engine::ItemPlan& plan);

    /// Null when the key is NULL: an outer join found nothing.
    [[nodiscard]] Cell* read(const RowReader& row);
    /// Whether the last row brought an object that the store did not have.
    [[nodiscard]] bool made_last() const noexcept { return made_last_; }
    [[nodiscard]] EntityStore& family() const noexcept { return family_; }
    [[nodiscard]] int first_column() const noexcept { return plan_.first_column; }

private:
    [[nodiscard]] Cell* find(const RowReader& row);
    [[nodiscard]] ValueView key_part(const RowReader& row, std::size_t index);
    [[nodiscard]] Cell* make(const RowReader& row);

    EntityStore& family_;
    const engine::ItemPlan& plan_;
    std::vector<Value> scratch_{};    ///< of the parts of a key that are neither number nor text
    std::vector<ValueView> parts_{};  ///< of a key of several columns
    bool has_number_;                 ///< the key is one number
    bool made_last_ = false;
    std::uint64_t hash_ = 0;  ///< of the key that was looked for last
};

}  // namespace azoth::orm
