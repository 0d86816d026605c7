// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"

namespace azoth::orm {

/// Whether the child's row can hold its parent's key yet.
enum class ParentState : std::uint8_t {
    Ready,    ///< there is none, or it has its key
    Pending,  ///< its INSERT comes later
};

/// Writes the parent's key into the child's foreign-key members. Refuses where the members were
/// changed to something else (InvalidRequestError `contradicting-link`), where they would become
/// NULL and cannot (`orphan-not-null`), and where the parent is in no session (`transient-link`).
ParentState sync_foreign_key(Cell& child, const Assignment& assignment);

/// Whether a link goes over one of these columns, seen from either side.
[[nodiscard]] bool has_links_over(const EntityStore& children,
                                  std::span<const std::uint16_t> changed);
/// A child whose foreign key was set by hand: what links show of it is looked up again.
void forget_links_over(Cell& child, std::span<const std::uint16_t> changed);

}  // namespace azoth::orm
