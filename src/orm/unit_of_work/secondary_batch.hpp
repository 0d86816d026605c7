// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"
#include "orm/unit_of_work/row_batch.hpp"

namespace azoth::orm {

/// Rows of secondary tables: links made and cut.
void write_secondary_rows(Connection& connection, std::span<const SecondaryChange> changes);

/// All rows of a secondary table that refer to objects which will be deleted.
void delete_secondary_rows(Connection& connection,
                           const mapping::Relationship& link,
                           std::span<Cell* const> owners);

}  // namespace azoth::orm
