// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/entity_store.hpp"

#include <azoth/statement/select.hpp>

namespace azoth::orm {

/// A column of a statement's source: a member of a mapped struct, or a column of a secondary table.
struct KeyColumn {
    tree::Tree column;
    const Codec* codec;  ///< of the values it is compared with
};

/// Values of one key, as pointers to members or images.
using KeyValues = std::vector<const void*>;

/// `a = ?`, `a IN (?, …)`, `a = ? AND b = ? OR …`
[[nodiscard]] tree::Tree keys_condition(std::span<const KeyColumn> columns,
                                        std::span<const KeyValues> keys);
[[nodiscard]] tree::Tree column_tree(const mapping::Mapper& mapper, std::size_t position);
/// `SELECT <all columns> FROM <table>`
[[nodiscard]] tree::Tree select_all(const mapping::Mapper& mapper);
[[nodiscard]] tree::Tree ordered(tree::Tree statement, const mapping::Relationship& link);

}  // namespace azoth::orm
