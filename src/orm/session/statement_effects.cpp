// SPDX-License-Identifier: MIT
// What a change by statement means for the objects that a session has.
#include "orm/session/session_core.hpp"

#include "orm/state/link_change.hpp"

#include <azoth/mapping/declarative_base.hpp>

#include <algorithm>
#include <unordered_set>

namespace azoth::orm {

namespace {

using Tables = std::unordered_set<const schema::Table*>;

bool acts_on_rows(OnDelete action) noexcept {
    return action == OnDelete::Cascade || action == OnDelete::SetNull ||
           action == OnDelete::SetDefault;
}

bool follows(const schema::Table& table, const Tables& changed) {
    return std::ranges::any_of(table.foreign_keys, [&](const schema::ForeignKey& key) {
        return acts_on_rows(key.on_delete) &&
               std::ranges::any_of(changed, [&](const schema::Table* other) {
                   return other->name == key.referred_table && other->schema == key.referred_schema;
               });
    });
}

/// The tables whose rows a DELETE changes: its own, and those that the database changes along with
/// it.
Tables changed_by_delete(const mapping::Mapper& mapper) {
    Tables changed{&mapper.table()};
    const auto all = mapper.base().metadata.tables();
    for (std::size_t before = 0; before != changed.size();) {
        before = changed.size();
        for (const schema::Table* table : all) {
            if (!changed.contains(table) && follows(*table, changed)) {
                changed.insert(table);
            }
        }
    }
    return changed;
}

void look_up_links(EntityStore& owners, const Tables& changed) {
    for (const LinkSlot& slot : owners.slots) {
        const mapping::Relationship& link = *slot.relationship;
        if (!changed.contains(&link.target_mapper->table()) && !changed.contains(link.secondary)) {
            continue;
        }
        owners.for_each([&](Cell& owner) {
            if (owner.state == ObjectState::Persistent &&
                find_assignment(owner, *slot.key) == nullptr) {
                forget_link(owner, slot);
            }
        });
    }
}

}  // namespace

void SessionCore::expire_after_delete(const tree::Entity& entity) {
    const Tables changed = changed_by_delete(mapping::mapper_of(entity));
    for (const auto& family : store_->families()) {
        if (changed.contains(&family->mapper.table())) {
            store_->expire(*family);
        }
        look_up_links(*family, changed);
    }
}

}  // namespace azoth::orm
