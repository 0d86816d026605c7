// SPDX-License-Identifier: MIT
#include "orm/loading/relationship_loader.hpp"

#include "orm/loading/conditions.hpp"
#include "orm/loading/object_reader.hpp"
#include "orm/state/access.hpp"
#include "orm/state/view_row.hpp"

#include <azoth/base/error.hpp>
#include <azoth/orm/loading/options.hpp>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace azoth::orm {

using mapping::Direction;
using mapping::LinkKind;
using mapping::MappedColumn;
using mapping::Relationship;
using tree::Tree;

namespace {

/// Finds owners by the values that join them with rows.
class OwnerIndex {
public:
    OwnerIndex(std::span<Cell* const> owners, std::span<const std::size_t> columns)
        : owners_(owners) {
        for (const std::size_t position : columns) {
            columns_.push_back(&owners[0]->family->columns[position]);
        }
        for (std::size_t i = 0; i < owners.size(); ++i) {
            index_.emplace(hash(*owners[i]), i);
        }
    }

    /// Calls `visit(index)` for each owner with these values.
    template <class Visit>
    void visit(std::span<const Value> values, Visit&& visit_owner) const {
        std::uint64_t wanted = 0;
        for (const Value& value : values) {
            wanted = tree::mixed(wanted, hash_of(value.view()));
        }
        const auto [first, last] = index_.equal_range(wanted);
        for (auto entry = first; entry != last; ++entry) {
            if (matches(*owners_[entry->second], values)) {
                visit_owner(entry->second);
            }
        }
    }
    [[nodiscard]] std::span<const MappedColumn* const> columns() const noexcept { return columns_; }

private:
    [[nodiscard]] std::uint64_t hash(const Cell& owner) const {
        std::uint64_t result = 0;
        Value scratch;
        for (const MappedColumn* column : columns_) {
            result = tree::mixed(
                result, hash_of(column->codec->view(known_value(owner, *column), scratch)));
        }
        return result;
    }
    [[nodiscard]] bool matches(const Cell& owner, std::span<const Value> values) const {
        Value scratch;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (!is_same(columns_[i]->codec->view(known_value(owner, *columns_[i]), scratch),
                         values[i].view())) {
                return false;
            }
        }
        return true;
    }

    std::span<Cell* const> owners_;
    std::vector<const MappedColumn*> columns_{};
    std::unordered_multimap<std::uint64_t, std::size_t> index_{};
};

bool has_null_key(const Cell& owner, std::span<const std::size_t> columns) {
    return std::ranges::any_of(columns, [&](std::size_t position) {
        const MappedColumn& column = owner.family->columns[position];
        Value scratch;
        return column.codec->view(known_value(owner, column), scratch).is_null();
    });
}

KeyValues key_of(const Cell& owner, std::span<const std::size_t> columns) {
    KeyValues values;
    for (const std::size_t position : columns) {
        values.push_back(known_value(owner, owner.family->columns[position]));
    }
    return values;
}

std::vector<KeyValues> distinct_keys(std::span<Cell* const> owners,
                                     std::span<const std::size_t> columns) {
    std::vector<KeyValues> keys;
    std::unordered_set<std::string> seen;
    for (const Cell* owner : owners) {
        std::string text;
        for (const std::size_t position : columns) {
            const MappedColumn& column = owner->family->columns[position];
            Value scratch;
            const std::string part =
                Value::copy_of(column.codec->view(known_value(*owner, column), scratch))
                    .to_string();
            text += std::to_string(part.size()) + ":" + part;
        }
        if (seen.insert(std::move(text)).second) {
            keys.push_back(key_of(*owner, columns));
        }
    }
    return keys;
}

Tree table_source(const schema::Table& table) {
    return tree::make_leaf({.kind = tree::SourceKind::Table, .subject = &table});
}

Tree secondary_column(const schema::Table& table, const std::string& name) {
    return tree::make_tree({.kind = tree::ExpressionKind::TableColumn, .text = name},
                           table_source(table));
}

/// The SELECT for the objects at the other end, which row belongs to which owner, and how to read
/// it.
struct RelatedQuery {
    Tree statement{};
    std::vector<engine::ResultItem> items{};
    std::vector<std::pair<std::size_t, ValueKind>>
        owner_columns{};  ///< item (or column of the target) with its kind
};

// SELECT user_group.user_id, group.… FROM group JOIN user_group ON group.id = user_group.group_id
// WHERE user_group.user_id IN (…)
RelatedQuery secondary_query(const Relationship& link, std::span<Cell* const> owners) {
    RelatedQuery query;
    std::vector<Tree> items;
    std::vector<KeyColumn> columns;
    for (std::size_t i = 0; i < link.local.size(); ++i) {
        const MappedColumn& local = owners[0]->family->columns[link.local[i]];
        const Tree column = secondary_column(*link.secondary, link.secondary_local[i]);
        items.push_back(column);
        columns.push_back({column, local.codec});
        query.items.push_back({.codec = local.codec});
        query.owner_columns.emplace_back(i, local.codec->kind);
    }
    items.push_back(detail::star_of(*link.target, detail::Presence::Required));
    query.items.push_back({.entity = link.target});
    Tree on{};
    for (std::size_t i = 0; i < link.remote.size(); ++i) {
        Tree part =
            detail::binary_tree(tree::Operator::Equal,
                                column_tree(*link.target_mapper, link.remote[i]),
                                secondary_column(*link.secondary, link.secondary_remote[i]));
        on = i == 0 ? std::move(part)
                    : detail::binary_tree(tree::Operator::And, std::move(on), std::move(part));
    }
    Tree statement = detail::clause(detail::select_tree(items),
                                    {.kind = tree::ClauseKind::From},
                                    detail::entity_source(*link.target));
    statement = detail::source_join(
        std::move(statement), tree::JoinKind::Inner, table_source(*link.secondary), std::move(on));
    const auto keys = distinct_keys(owners, link.local);
    query.statement =
        ordered(detail::where_clause(std::move(statement), keys_condition(columns, keys)), link);
    return query;
}

// SELECT address.… FROM address WHERE address.user_id IN (…)
RelatedQuery direct_query(const Relationship& link, std::span<Cell* const> owners) {
    RelatedQuery query;
    std::vector<KeyColumn> columns;
    for (std::size_t i = 0; i < link.remote.size(); ++i) {
        const MappedColumn& local = owners[0]->family->columns[link.local[i]];
        columns.push_back({column_tree(*link.target_mapper, link.remote[i]), local.codec});
        query.owner_columns.emplace_back(link.remote[i], local.codec->kind);
    }
    query.items.push_back({.entity = link.target});
    const auto keys = distinct_keys(owners, link.local);
    query.statement = ordered(
        detail::where_clause(select_all(*link.target_mapper), keys_condition(columns, keys)), link);
    return query;
}

void point_back(Cell& child, const LinkSlot& slot, Cell* owner) {
    const Relationship* back =
        slot.relationship->direction == Direction::OneToMany ? slot.relationship->back : nullptr;
    if (back != nullptr && find_assignment(child, *slot.key) == nullptr) {
        set_loaded_target(child, *child.family->find_slot(*back), owner);
    }
}

/// A table between two others may hold a link several times.
void drop_repeated(std::vector<Cell*>& cells) {
    std::unordered_set<const Cell*> seen;
    std::erase_if(cells, [&](const Cell* cell) { return !seen.insert(cell).second; });
}

void set_link(Cell& owner, const LinkSlot& slot, std::vector<Cell*> found) {
    if (slot.relationship->direction == Direction::ManyToMany) {
        drop_repeated(found);
    }
    for (Cell* child : found) {
        point_back(*child, slot, &owner);
    }
    if (slot.relationship->kind == LinkKind::Many) {
        return set_loaded_members(owner, slot, std::move(found));
    }
    set_loaded_target(owner, slot, found.empty() ? nullptr : found.front());
}

void load_chunk(LoadContext context,
                const LinkSlot& slot,
                std::span<Cell* const> owners,
                std::vector<Cell*>& targets) {
    const Relationship& link = *slot.relationship;
    EntityStore& family = context.store.family(*link.target_mapper);
    const RelatedQuery query = link.direction == Direction::ManyToMany
                                   ? secondary_query(link, owners)
                                   : direct_query(link, owners);
    const OwnerIndex index{owners, link.local};
    std::vector<std::vector<Cell*>> found(owners.size());
    auto lease = context.connection.run(query.statement);
    const auto plans = engine::make_row_plan(query.items, lease->column_count());
    ObjectReader reader{family, plans.back()};
    std::vector<Value> values(query.owner_columns.size());
    while (lease.next()) {
        Cell* target = reader.read(*lease);
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = lease->value(static_cast<int>(query.owner_columns[i].first),
                                     query.owner_columns[i].second);
        }
        index.visit(values, [&](std::size_t owner) { found[owner].push_back(target); });
        targets.push_back(target);
    }
    for (std::size_t i = 0; i < owners.size(); ++i) {
        set_link(*owners[i], slot, std::move(found[i]));
    }
}

/// Many-to-one: what the store has under the foreign key needs no SQL.
std::vector<Cell*> without_known(const LinkSlot& slot, std::span<Cell* const> owners) {
    std::vector<Cell*> rest;
    for (Cell* owner : owners) {
        if (has_null_key(*owner, slot.relationship->local)) {
            set_loaded_target(*owner, slot, nullptr);
            continue;
        }
        Cell* parent = known_parent(*owner, *slot.key);
        if (parent == unloaded_target()) {
            rest.push_back(owner);
        } else {
            set_loaded_target(*owner, slot, parent);
        }
    }
    return rest;
}

}  // namespace

std::vector<Cell*> load_relationship(LoadContext context,
                                     const LinkSlot& slot,
                                     std::span<Cell* const> owners) {
    std::vector<Cell*> open{owners.begin(), owners.end()};
    std::vector<Cell*> targets;
    if (slot.relationship->direction == Direction::ManyToOne) {
        open = without_known(slot, owners);
    }
    for (std::size_t start = 0; start < open.size(); start += keys_per_statement) {
        const std::size_t count = std::min(keys_per_statement, open.size() - start);
        load_chunk(context, slot, std::span{open}.subspan(start, count), targets);
    }
    if (targets.size() > 1) {
        context.store.add_peers(targets);
    }
    return targets;
}

void load_by_key(LoadContext context, EntityStore& family, std::span<Cell* const> cells) {
    std::vector<KeyColumn> columns;
    for (const MappedColumn* column : family.key) {
        columns.push_back(
            {detail::member_tree(family.mapper.entity(), column->offset), column->codec});
    }
    for (std::size_t start = 0; start < cells.size(); start += keys_per_statement) {
        std::vector<KeyValues> keys;
        for (const Cell* cell :
             cells.subspan(start, std::min(keys_per_statement, cells.size() - start))) {
            keys.push_back(key_of(*cell, family.mapper.primary_key()));
        }
        const Tree statement =
            detail::where_clause(select_all(family.mapper), keys_condition(columns, keys));
        auto lease = context.connection.run(statement);
        const engine::ResultItem items[] = {{.entity = &family.mapper.entity()}};
        const auto plans = engine::make_row_plan(items, lease->column_count());
        ObjectReader reader{family, plans[0]};
        while (lease.next()) {
            (void)reader.read(*lease);
        }
    }
}

namespace {

// SELECT user_account.… FROM user_account WHERE user_account.id = ?
Tree select_by_key(const EntityStore& family, std::span<const ValueView> key) {
    Tree condition{};
    for (std::size_t i = 0; i < key.size(); ++i) {
        Tree part =
            detail::binary_tree(tree::Operator::Equal,
                                detail::member_tree(family.mapper.entity(), family.key[i]->offset),
                                tree::make_literal(family.key[i]->codec->kind, key[i]));
        condition = i == 0 ? std::move(part)
                           : detail::binary_tree(
                                 tree::Operator::And, std::move(condition), std::move(part));
    }
    return detail::where_clause(select_all(family.mapper), std::move(condition));
}

}  // namespace

Cell* load_one(LoadContext context, EntityStore& family, std::span<const ValueView> key) {
    if (family.by_key.node == nullptr) {
        family.by_key = select_by_key(family, key);
    }
    auto lease = context.connection.run(family.by_key, key);
    const engine::ResultItem items[] = {{.entity = &family.mapper.entity()}};
    engine::ItemPlan plan;
    engine::make_row_plan(items, lease->column_count(), {&plan, 1});
    ObjectReader reader{family, plan};
    return lease.next() ? reader.read(*lease) : nullptr;
}

namespace {

void follow_option(LoadContext context,
                   EntityStore& family,
                   const tree::Node& option,
                   std::span<Cell* const> cells) {
    const Relationship* link = family.mapper.find_relationship(option.number);
    if (link == nullptr) {
        throw MappingError{"no-relationship",
                           "cannot load a relationship of " +
                               std::string{family.mapper.type_name()} +
                               ": the member is none; name a Many or One of it"};
    }
    const LinkSlot& slot = *family.find_slot(*link);
    std::vector<Cell*> owners;
    std::unordered_set<Cell*> seen;
    for (Cell* cell : cells) {
        if (cell->state == ObjectState::Persistent && !is_loaded(*cell, slot) &&
            seen.insert(cell).second) {
            owners.push_back(cell);
        }
    }
    if (!owners.empty()) {
        load_relationship(context, slot, owners);
    }
    if (option.child_count == 0) {
        return;
    }
    std::vector<Cell*> targets;
    for (Cell* cell : cells) {
        if (link->kind == LinkKind::One) {
            if (Cell* target = loaded_target(*cell, slot, std::source_location{})) {
                targets.push_back(target);
            }
        } else if (const Members* members = loaded_members(*cell, slot, std::source_location{})) {
            targets.insert(targets.end(), members->cells.begin(), members->cells.end());
        }
    }
    follow_options(context,
                   context.store.family(*link->target_mapper),
                   {option.children(), option.child_count},
                   targets);
}

}  // namespace

void follow_options(LoadContext context,
                    EntityStore& family,
                    std::span<const tree::Node* const> options,
                    std::span<Cell* const> cells) {
    for (const tree::Node* option : options) {
        const bool loads = static_cast<Strategy>(option->code) != Strategy::Raise;
        if (loads && option->subject == &family.mapper.entity() && !cells.empty()) {
            follow_option(context, family, *option, cells);
        }
    }
}

}  // namespace azoth::orm
