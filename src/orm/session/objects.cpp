// SPDX-License-Identifier: MIT
#include "orm/session/session_core.hpp"

#include "orm/state/access.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>
#include <string>
#include <unordered_set>

#include "mapping/insertion.hpp"

namespace azoth::orm {

using mapping::LinkKind;
using mapping::MappedColumn;
using mapping::Relationship;

Cell* SessionCore::add_object(EntityStore& family, void* object) {
    Cell* cell = family.allocate();
    try {
        family.mapper.life_cycle().move(object_of(*cell, family.distance), object);
    } catch (...) {
        family.take_back(cell);
        throw;
    }
    store_->attach(cell);
    return cell;
}

void SessionCore::check_known(const Cell* cell, std::string_view action) const {
    const auto text = [&](std::string_view why) {
        const std::string name{cell != nullptr ? mapper_of(*cell).type_name() : "object"};
        return "cannot " + std::string{action} + " the " + name + ": " + std::string{why};
    };
    if (cell == nullptr) {
        throw InvalidRequestError{"null-ref",
                                  text("the Ref is empty; test it with `if (ref)` first")};
    }
    if (cell->family == nullptr || &cell->family->store != store_) {
        throw InvalidRequestError{
            "other-session",
            text("it does not belong to this session; use the one that loaded it, or "
                 "bring its value with `session.merge(value)`")};
    }
}

namespace {

[[noreturn]] void throw_key_count(const EntityStore& family, std::size_t given) {
    throw ArgumentError{"key-count",
                        "cannot get the " + std::string{family.mapper.type_name()} +
                            ": its primary key has " + std::to_string(family.key.size()) +
                            " columns, " + std::to_string(given) +
                            " values were given; give one for each"};
}

[[noreturn]] void throw_key_type(const EntityStore& family,
                                 const MappedColumn& column,
                                 ValueKind given) {
    throw ArgumentError{"key-type",
                        "cannot get the " + std::string{family.mapper.type_name()} + ": `" +
                            column.member + "` is " + std::string{name_of(column.codec->kind)} +
                            ", the value given is " + std::string{name_of(given)} +
                            "; give a value of the member's type"};
}

void check_key(const EntityStore& family, std::span<const ValueView> key) {
    if (key.size() != family.key.size()) {
        throw_key_count(family, key.size());
    }
    for (std::size_t i = 0; i < key.size(); ++i) {
        if (key[i].kind != family.key[i]->codec->kind) {
            throw_key_type(family, *family.key[i], key[i].kind);
        }
    }
}

}  // namespace

Cell* SessionCore::get(EntityStore& family, std::span<const ValueView> key) {
    check_key(family, key);
    Cell* cell = family.find(key);
    if (cell == nullptr) {
        autoflush(family);
        cell = family.find(key);
    }
    if (cell == nullptr) {
        return load_one(context(), family, key);
    }
    if (cell->loaded < store_->oldest_fresh) {
        try {
            reload(*cell);
        } catch (const ObjectDeletedError&) {
            return nullptr;
        }
    }
    return cell;
}

namespace {

/// What a link is known to lead to, without SQL: its members where it is loaded, and the children
/// that were put into it since the last flush.
void collect_known(Cell& owner, const LinkSlot& slot, std::vector<Cell*>& found) {
    if (slot.relationship->kind == LinkKind::Many) {
        if (const Members* members = LinkAccess::members(LinkAccess::many(owner, slot))) {
            found.insert(found.end(), members->cells.begin(), members->cells.end());
            return;
        }
    } else if (Cell* target = LinkAccess::target(LinkAccess::one(owner, slot));
               target != unloaded_target()) {
        if (target != nullptr) {
            found.push_back(target);
        }
        return;
    }
    for (Cell* child : owner.family->store.linked) {
        const Assignment* assigned = find_assignment(*child, *slot.key);
        if (assigned != nullptr && assigned->parent == &owner) {
            found.push_back(child);
        }
    }
}

}  // namespace

void SessionCore::expunge(Cell& cell) {
    std::vector<Cell*> open{&cell};
    while (!open.empty()) {
        Cell& next = *open.back();
        open.pop_back();
        if (next.state != ObjectState::Pending && next.state != ObjectState::Persistent) {
            continue;
        }
        for (const LinkSlot& slot : next.family->slots) {
            if (includes(slot.relationship->cascade, Cascade::Expunge)) {
                collect_known(next, slot, open);
            }
        }
        store_->expunge(&next);
    }
}

// New children that it alone would have brought into the database go with the change.
void SessionCore::expire_with_links(Cell& cell) {
    for (const LinkSlot& slot : cell.family->slots) {
        const bool is_many = slot.relationship->kind == LinkKind::Many;
        if (is_many && includes(slot.relationship->cascade, Cascade::RefreshExpire)) {
            for (Cell* member : held_cells(cell, slot)) {
                static_cast<void>(store_->expire(*member));
            }
        }
    }
    for (Cell* orphan : store_->expire(cell)) {
        remove(*orphan);
    }
}

namespace {

bool is_unset_key(const EntityStore& family, const char* object) {
    return std::ranges::any_of(family.key, [&](const MappedColumn* column) {
        return mapping::is_unset(*column, object + column->offset);
    });
}

}  // namespace

namespace {

/// What an INSERT would not take from a value, an existing object does not take either.
bool is_merged(const MappedColumn& column, const char* object) {
    const bool is_left = column.computed || column.unset != mapping::Unset::Never;
    return !column.computed && !(is_left && column.codec->is_default(object + column.offset));
}

}  // namespace

Cell* SessionCore::merge_object(EntityStore& family, void* object, const Relationship* above) {
    auto* bytes = static_cast<char*>(object);
    Cell* known = nullptr;
    if (!is_unset_key(family, bytes)) {
        std::vector<Value> scratch(family.key.size());
        std::vector<ValueView> key;
        for (std::size_t i = 0; i < family.key.size(); ++i) {
            key.push_back(family.key[i]->codec->view(bytes + family.key[i]->offset, scratch[i]));
        }
        known = pending_by_key_.find(family, key);
        known = known != nullptr ? known : get(family, key);
    }
    if (known == nullptr) {
        return add_object(family, object);
    }
    prepare_for_writing(known);
    const auto keys = above != nullptr ? child_columns(*above) : std::span<const std::size_t>{};
    for (std::size_t i = 0; i < family.columns.size(); ++i) {
        const MappedColumn& column = family.columns[i];
        if (is_merged(column, bytes) && std::ranges::find(keys, i) == keys.end()) {
            column.codec->assign(member_of(*known, column), bytes + column.offset);
        }
    }
    merge_links(*known, bytes);
    return known;
}

// Links that the value never had loaded, and empty ones of new values, leave the object's as they
// are.
void SessionCore::merge_links(Cell& into, char* object) {
    const auto merged = [&](Cell* cell, const Relationship& link) {
        if (cell->family != nullptr) {
            return cell;
        }
        const mapping::Mapper& mapper = mapper_of(*cell);
        return merge_object(store_->family(mapper),
                            object_of(*cell, object_offset(mapper.life_cycle().alignment)),
                            link.direction == mapping::Direction::OneToMany ? &link : nullptr);
    };
    for (const LinkSlot& slot : into.family->slots) {
        const Relationship& link = *slot.relationship;
        if (!includes(link.cascade, Cascade::Merge)) {
            continue;
        }
        if (link.kind == LinkKind::One) {
            Cell* target = LinkAccess::target(*reinterpret_cast<OneBase*>(object + link.offset));
            if (target != nullptr && target != unloaded_target()) {
                add_member(into, slot, merged(target, link));
            }
            continue;
        }
        const Members* members =
            LinkAccess::members(*reinterpret_cast<ManyBase*>(object + link.offset));
        if (members == nullptr || members == unloaded_members()) {
            continue;
        }
        std::vector<Cell*> wanted;
        for (Cell* member : members->cells) {
            wanted.push_back(merged(member, link));
        }
        const Members* before = loaded_members(into, slot, std::source_location{});
        const std::unordered_set<const Cell*> kept{wanted.begin(), wanted.end()};
        for (Cell* member : before != nullptr ? before->cells : std::vector<Cell*>{}) {
            if (!kept.contains(member)) {
                remove_member(into, slot, *member);
            }
        }
        for (Cell* member : wanted) {
            add_member(into, slot, member);
        }
    }
}

}  // namespace azoth::orm
