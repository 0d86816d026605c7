// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"

#include <azoth/tree/node.hpp>

namespace azoth::orm {

/// A relationship that comes along with its owner's row.
struct JoinedLink {
    const tree::Node* option;
    const LinkSlot* slot;
};

/// What a session does with a query: the statement to send and what follows it.
struct QueryPlan {
    tree::Tree statement{};
    std::vector<JoinedLink> joined{};
    std::vector<const tree::Node*> options{};   ///< to follow with SELECTs of their own
    std::vector<const tree::Node*> refusals{};  ///< raise_load
    std::uint32_t rows_per_batch = 0;           ///< yield_per; 0: none
};

/// Reads the options out of a statement. Where one struct is selected (`single`), joined
/// relationships become outer joins with further columns.
[[nodiscard]] QueryPlan plan_query(const tree::Tree& statement, EntityStore* single);

/// The tables a statement reads or writes: slots of the mapped structs, and tables that are named
/// without one.
struct StatementTables {
    std::vector<const tree::Entity*> entities{};
    std::vector<const schema::Table*> tables{};
};
[[nodiscard]] StatementTables tables_of(const tree::Node& statement);

}  // namespace azoth::orm
