// SPDX-License-Identifier: MIT
#include "mapping/link.hpp"

#include <azoth/base/text.hpp>

#include <algorithm>

namespace azoth::mapping {

namespace {

void take_option(Link& link, const RelationshipOption& option) {
    switch (option.kind) {
        case RelationshipOption::Kind::Cascade:
            link.cascade = option.cascade;
            return;
        case RelationshipOption::Kind::BackPopulates:
            link.back = option.members.front();
            return;
        case RelationshipOption::Kind::ForeignKeys:
            link.foreign_keys = option.members;
            return;
        case RelationshipOption::Kind::RemoteSide:
            link.remote_side = option.members;
            return;
        case RelationshipOption::Kind::Secondary:
            link.secondary = option.names;
            link.secondary_entity = option.entity;
            return;
        case RelationshipOption::Kind::OrderBy:
            link.order_by = option.members;
            link.order_flags = option.flags;
            return;
        case RelationshipOption::Kind::PassiveDeletes:
            link.passive_deletes = true;
            return;
        case RelationshipOption::Kind::ViewOnly:
            link.view_only = true;
            return;
        case RelationshipOption::Kind::PostUpdate:
            link.post_update = true;
            return;
    }
}

bool refers_to(const schema::ForeignKey& key, const schema::Table& table) noexcept {
    return key.referred_table == table.name && key.referred_schema == table.schema;
}

std::string columns_text(std::string_view table, const std::vector<std::string>& columns) {
    if (columns.size() == 1) {
        return std::string{table} + '.' + columns.front();
    }
    return std::string{table} + '(' + text_utility::join(columns, ", ") + ')';
}

}  // namespace

Link read_link(Declaration& owner, const DraftLink& draft) {
    Link link{.owner = &owner, .draft = &draft, .target = declaration_of(*draft.type->target)};
    if (draft.declared != nullptr) {
        for (const RelationshipOption& option : draft.declared->options) {
            take_option(link, option);
        }
    }
    return link;
}

std::string cannot_resolve(const Link& link, std::string_view rest) {
    return "cannot resolve relationship " + member_text(*link.owner, link.draft->member) + ": " +
           std::string{rest};
}

std::string path_text(const Link& link, const Path& path) {
    const auto& owner = *link.owner->added;
    const auto& target = *link.target->added;
    if (path.secondary != nullptr) {
        std::vector<std::string> columns = path.to_owner->columns;
        columns.insert(
            columns.end(), path.to_target->columns.begin(), path.to_target->columns.end());
        return path.secondary->full_name() + '(' + text_utility::join(columns, ", ") + ')';
    }
    const bool is_own = path.direction == Direction::ManyToOne;
    return columns_text(is_own ? owner.full_name() : target.full_name(), path.key->columns) +
           " -> " +
           columns_text(is_own ? target.full_name() : owner.full_name(),
                        path.key->referred_columns);
}

std::vector<const schema::ForeignKey*> keys_to(const schema::Table& referred,
                                               const schema::Table& from) {
    std::vector<const schema::ForeignKey*> keys;
    for (const auto& key : from.foreign_keys) {
        if (refers_to(key, referred)) {
            keys.push_back(&key);
        }
    }
    return keys;
}

std::vector<Path> direct_paths(const Link& link) {
    const auto& owner = *link.owner->added;
    const auto& target = *link.target->added;
    std::vector<Path> paths;
    if (!link.is_many()) {
        for (const auto* key : keys_to(target, owner)) {
            paths.push_back({.direction = Direction::ManyToOne, .key = key});
        }
    }
    for (const auto* key : keys_to(owner, target)) {
        paths.push_back({.direction = Direction::OneToMany, .key = key});
    }
    return paths;
}

void append_paths_through(const schema::Table& table, const Link& link, std::vector<Path>& paths) {
    const auto to_target = keys_to(*link.target->added, table);
    for (const auto* to_owner : keys_to(*link.owner->added, table)) {
        for (const auto* other : to_target) {
            if (other != to_owner) {
                paths.push_back({.direction = Direction::ManyToMany,
                                 .secondary = &table,
                                 .to_owner = to_owner,
                                 .to_target = other});
            }
        }
    }
}

std::vector<Path> secondary_paths(const Link& link) {
    std::vector<Path> paths;
    for (const schema::Table* table : link.owner->base->metadata.sorted_tables()) {
        if (table != link.owner->added && table != link.target->added) {
            append_paths_through(*table, link, paths);
        }
    }
    return paths;
}

Path mirrored(const Path& path) noexcept {
    Path other = path;
    std::swap(other.to_owner, other.to_target);
    switch (path.direction) {
        case Direction::OneToMany:
            other.direction = Direction::ManyToOne;
            break;
        case Direction::ManyToOne:
            other.direction = Direction::OneToMany;
            break;
        case Direction::ManyToMany:
            break;
    }
    return other;
}

}  // namespace azoth::mapping
