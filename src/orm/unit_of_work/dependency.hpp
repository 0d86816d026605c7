// SPDX-License-Identifier: MIT
#pragma once

#include "orm/unit_of_work/object_batch.hpp"

namespace azoth::orm {

/// Objects of one table that may be written together.
struct WorkGroup {
    EntityStore* family;
    std::vector<Cell*> cells;
};

/// By the foreign keys of their tables: the same in every session, so that two that write the same
/// tables do not wait for each other in a circle.
[[nodiscard]] std::vector<EntityStore*> in_table_order(std::vector<EntityStore*> families);
/// Pending objects, parents before children: tables by foreign keys, rows of one table (or of
/// tables that refer to each other) by their parents. Links with `post_update` do not count. Throws
/// InvalidRequestError (`circular-dependency`).
[[nodiscard]] std::vector<WorkGroup> insert_order(std::span<Cell* const> pending);

/// A foreign key that must be NULL before its row or the one it refers to can be deleted.
struct CutKey {
    Cell* child;
    ColumnSet columns;
    bool is_nullable = true;
};
/// Removed objects, children before parents.
struct DeleteOrder {
    std::vector<CutKey> cut{};  ///< keys of `post_update` links, and those that close a circle
    std::vector<WorkGroup> groups{};
};
/// Some of the removed objects, and those of the others whose rows refer to them.
[[nodiscard]] std::vector<Cell*> with_dependents(std::span<Cell* const> removed,
                                                 std::span<Cell* const> chosen);
/// The foreign keys by which rows of other objects refer to removed ones.
[[nodiscard]] std::vector<CutKey> keys_into(std::span<Cell* const> others,
                                            std::span<Cell* const> removed);
/// Goes by the foreign keys of the tables, mapped as relationships or not.
[[nodiscard]] DeleteOrder delete_order(std::span<Cell* const> removed);

}  // namespace azoth::orm
