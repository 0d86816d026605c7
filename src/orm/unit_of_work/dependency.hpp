// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"

namespace azoth::orm {

/// Objects of one table that may be written together.
struct WorkGroup {
    Family* family;
    std::vector<Cell*> cells;
};

/// Pending objects, parents before children: tables by foreign keys, rows of one table (or of
/// tables that refer to each other) by their parents. Links with `post_update` do not count. Throws
/// InvalidRequestError (`circular-dependency`).
[[nodiscard]] std::vector<WorkGroup> insert_order(Store& store, std::span<Cell* const> pending);
/// Removed objects, children before parents.
[[nodiscard]] std::vector<WorkGroup> delete_order(Store& store, std::span<Cell* const> removed);

}  // namespace azoth::orm
