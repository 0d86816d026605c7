// SPDX-License-Identifier: MIT
#include "orm/unit_of_work/foreign_keys.hpp"

#include "orm/state/link_change.hpp"
#include "orm/state/view_row.hpp"
#include "orm/unit_of_work/flush_error.hpp"

#include <algorithm>
#include <string>

namespace azoth::orm {

using mapping::Direction;
using mapping::MappedColumn;
using mapping::Relationship;

namespace {

std::string link_name(const Cell& child, const Relationship& link) {
    if (const Relationship* side = child_side(link)) {
        return "`" + side->member + "` of " + std::string{child.family->mapper.type_name()};
    }
    return "`" + link.member + "` of " + std::string{link.owner->type_name()};
}

[[noreturn]] void throw_contradiction(const Cell& child,
                                      const MappedColumn& column,
                                      const Relationship& link) {
    throw InvalidRequestError{"contradicting-link",
                              "cannot write " + described(child) + ": its `" + column.member +
                                  "` and " + link_name(child, link) +
                                  " were both set, to different objects; set one of them"};
}

[[noreturn]] void throw_orphan(const Cell& child,
                               const MappedColumn& column,
                               const Relationship& link) {
    throw InvalidRequestError{
        "orphan-not-null",
        "cannot take " + described(child) + " out of " + link_name(child, link) + ": its `" +
            column.member +
            "` cannot be NULL; remove the object, or map the relationship with "
            "Cascade::AllDeleteOrphan"};
}

bool was_set_by_hand(const Cell& child, const MappedColumn& column) {
    const void* member = member_of(child, column);
    if (child.state == ObjectState::Persistent) {
        return !column.codec->equal(member, known_value(child, column));
    }
    return !column.codec->is_default(member);
}

void write_member(Cell& child,
                  const MappedColumn& column,
                  const ValueView& key,
                  const Relationship& link) {
    void* member = member_of(child, column);
    Value scratch;
    if (is_same(column.codec->view(member, scratch), key)) {
        return;
    }
    if (was_set_by_hand(child, column)) {
        throw_contradiction(child, column, link);
    }
    if (key.is_null() && !column.codec->nullable) {
        throw_orphan(child, column, link);
    }
    if (child.state != ObjectState::Persistent) {
        child.family->store.levels.back().save_member(child, column);
    }
    assign_view(*column.codec, member, key);
}

/// Its key can neither be NULL nor was it set by hand.
bool needs_parent(const Cell& child, const Relationship& link) {
    return std::ranges::any_of(child_columns(link), [&](std::size_t position) {
        const MappedColumn& column = child.family->columns[position];
        return !column.codec->nullable && !was_set_by_hand(child, column);
    });
}

}  // namespace

ParentState sync_foreign_key(Cell& child, const Assignment& assignment) {
    const Relationship& link = *assignment.link;
    const Cell* parent = assignment.parent;
    if (parent != nullptr && parent->state == ObjectState::Pending) {
        return ParentState::Pending;
    }
    if (parent != nullptr && parent->state == ObjectState::Transient) {
        throw InvalidRequestError{"transient-link",
                                  "cannot write " + described(child) + ": " +
                                      link_name(child, link) +
                                      " is an object that no session knows; add it to the session"};
    }
    const bool is_gone = parent == nullptr || parent->state != ObjectState::Persistent;
    if (is_gone && child.state != ObjectState::Persistent) {
        if (parent != nullptr && needs_parent(child, link)) {
            throw InvalidRequestError{
                "transient-link",
                "cannot write " + described(child) + ": " + link_name(child, link) +
                    " was removed or expunged; give it another one, or remove the object too"};
        }
        return ParentState::Ready;
    }
    const auto columns = child_columns(link);
    const auto keys = parent_columns(link);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const MappedColumn& column = child.family->columns[columns[i]];
        Value scratch;
        ValueView key = ValueView::null();
        if (!is_gone) {
            const MappedColumn& referred = parent->family->columns[keys[i]];
            key = referred.codec->view(member_of(*parent, referred), scratch);
        }
        write_member(child, column, key, link);
    }
    return ParentState::Ready;
}

namespace {

/// The parents whose Many would hold the child, by its foreign key as it is in the members.
void forget_parent(EntityStore& parents, const LinkSlot& slot, Cell& child, bool by_image) {
    const Relationship& link = *slot.relationship;
    std::vector<Value> scratch(link.local.size());
    std::vector<ValueView> key(link.local.size());
    if (parents.key.size() != key.size()) {
        return;
    }
    for (std::size_t i = 0; i < key.size(); ++i) {
        const MappedColumn& column = child.family->columns[link.remote[i]];
        const auto place = std::ranges::find(parents.key, &parents.columns[link.local[i]]);
        if (place == parents.key.end()) {
            return;
        }
        const void* value = by_image ? known_value(child, column) : member_of(child, column);
        key[static_cast<std::size_t>(place - parents.key.begin())] =
            column.codec->view(value, scratch[i]);
    }
    if (Cell* parent = parents.find(key)) {
        forget_link(*parent, slot);
    }
}

bool shares(std::span<const std::size_t> columns, std::span<const std::uint16_t> changed) {
    return std::ranges::any_of(columns, [&](std::size_t column) {
        return std::ranges::find(changed, column) != changed.end();
    });
}

}  // namespace

bool has_links_over(const EntityStore& children, std::span<const std::uint16_t> changed) {
    const auto is_of_child = [&](const LinkSlot& slot) {
        return slot.relationship->direction == Direction::ManyToOne &&
               shares(slot.relationship->local, changed);
    };
    const auto is_of_parent = [&](const LinkSlot& slot) {
        const Relationship& link = *slot.relationship;
        return link.direction == Direction::OneToMany && link.target_mapper == &children.mapper &&
               shares(link.remote, changed);
    };
    return std::ranges::any_of(children.slots, is_of_child) ||
           std::ranges::any_of(children.store.families(), [&](const auto& parents) {
               return std::ranges::any_of(parents->slots, is_of_parent);
           });
}

void forget_links_over(Cell& child, std::span<const std::uint16_t> changed) {
    Store& store = child.family->store;
    for (const LinkSlot& slot : child.family->slots) {
        if (slot.relationship->direction == Direction::ManyToOne &&
            shares(slot.relationship->local, changed) &&
            find_assignment(child, *slot.key) == nullptr) {
            forget_link(child, slot);
        }
    }
    for (const auto& parents : store.families()) {
        for (const LinkSlot& slot : parents->slots) {
            const Relationship& link = *slot.relationship;
            if (link.direction == Direction::OneToMany &&
                link.target_mapper == &child.family->mapper && shares(link.remote, changed) &&
                find_assignment(child, *slot.key) == nullptr) {
                forget_parent(*parents, slot, child, true);
                forget_parent(*parents, slot, child, false);
            }
        }
    }
}

}  // namespace azoth::orm
