// SPDX-License-Identifier: MIT
#pragma once

#include "orm/state/store.hpp"

namespace azoth::orm {

/// The two sides of a link over a foreign key: the child's One and the parent's Many (or One).
/// Either may be missing.
[[nodiscard]] const mapping::Relationship* child_side(const mapping::Relationship& link) noexcept;
[[nodiscard]] const mapping::Relationship* parent_side(const mapping::Relationship& link) noexcept;
/// Positions of the foreign key in the child's columns, and of the key it refers to in the
/// parent's.
[[nodiscard]] std::span<const std::size_t> child_columns(
    const mapping::Relationship& link) noexcept;
[[nodiscard]] std::span<const std::size_t> parent_columns(
    const mapping::Relationship& link) noexcept;

/// The assignment that was made and not flushed; null when there is none.
[[nodiscard]] const Assignment* find_assignment(const Cell& child,
                                                const mapping::Relationship& key) noexcept;
/// The members of the foreign key were changed, and no link was.
[[nodiscard]] bool was_set_by_hand(const Cell& child, const mapping::Relationship& key);
/// By the members of the foreign key as they are now.
[[nodiscard]] bool leads_to(const Cell& child,
                            const mapping::Relationship& key,
                            const Cell& parent);
/// By the foreign key as the child's row has it.
[[nodiscard]] bool row_refers_to(const Cell& child,
                                 const mapping::Relationship& key,
                                 const Cell& parent);
/// The foreign key was set by hand to something else than this parent's key.
[[nodiscard]] bool was_moved_away(const Cell& child,
                                  const mapping::Relationship& key,
                                  const Cell& parent);
/// The parent as far as it is known without SQL: assigned, loaded, or in the identity map under the
/// foreign key. `unloaded_target()` when it is not known.
[[nodiscard]] Cell* known_parent(Cell& child, const mapping::Relationship& key);
/// Gives the child another parent (null: none), both sides kept in step.
void set_parent(Cell& child, const mapping::Relationship& key, Cell* parent);

/// Makes or cuts a link through a secondary table, both sides kept in step.
void link_rows(Cell& owner, const LinkSlot& slot, Cell& target, SecondaryChange::Kind kind);

/// Puts a member into a bound link, or takes it out.
void add_member(Cell& owner, const LinkSlot& slot, Cell* member);
/// Throws where the member cannot be put into the link: the owner's session is closed
/// (DetachedInstanceError), the member belongs to another (InvalidRequestError `other-session`).
void check_member(const Cell& owner, const LinkSlot& slot, const Cell& member);
/// The same as `add_member` for a member that is in the owner's store; null empties a One.
void connect_member(Cell& owner, const LinkSlot& slot, Cell* member);
void remove_member(Cell& owner, const LinkSlot& slot, Cell& member);

/// The members of a bound Many that are live, loaded when they are not. Null: none.
[[nodiscard]] Members* loaded_members(Cell& owner,
                                      const LinkSlot& slot,
                                      const std::source_location& where);
/// The object of a bound One, loaded when it is not.
[[nodiscard]] Cell* loaded_target(Cell& owner,
                                  const LinkSlot& slot,
                                  const std::source_location& where);
/// A removal was taken back: links that dropped the object meanwhile lead to it again.
void show_in_links(Cell& cell);
[[nodiscard]] bool is_loaded(Cell& owner, const LinkSlot& slot) noexcept;
/// What a load found; changes that were not flushed are laid over it.
void set_loaded_members(Cell& owner, const LinkSlot& slot, std::vector<Cell*> found);
void set_loaded_target(Cell& owner, const LinkSlot& slot, Cell* found);
/// What a bound link holds as far as it is loaded; of a One, its object or nothing. Valid until the
/// link is changed.
[[nodiscard]] std::span<Cell* const> held_cells(Cell& owner, const LinkSlot& slot) noexcept;
void forget_link(Cell& owner, const LinkSlot& slot) noexcept;

}  // namespace azoth::orm
