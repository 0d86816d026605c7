// SPDX-License-Identifier: MIT
#include "orm/unit_of_work/dependency.hpp"

#include "orm/state/link_change.hpp"
#include "orm/unit_of_work/flush_error.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace azoth::orm {

using mapping::MappedColumn;
using mapping::Relationship;

std::vector<EntityStore*> in_table_order(std::vector<EntityStore*> families) {
    if (families.size() < 2) {
        return families;
    }
    std::vector<const schema::Table*> tables;
    for (const EntityStore* family : families) {
        tables.push_back(&family->mapper.table());
    }
    const auto order = schema::sort_by_dependency(tables);
    std::vector<EntityStore*> sorted;
    for (const schema::Table* table : order.tables) {
        const auto place = std::ranges::find(
            families, table, [](const EntityStore* family) { return &family->mapper.table(); });
        sorted.push_back(*place);
    }
    return sorted;
}

namespace {

using Ranks = std::unordered_map<EntityStore*, std::uint32_t>;

Ranks rank_families(std::span<Cell* const> cells) {
    Ranks ranks;
    std::vector<EntityStore*> families;
    const EntityStore* last = nullptr;
    for (const Cell* cell : cells) {
        if (cell->family != last && ranks.emplace(cell->family, 0).second) {
            families.push_back(cell->family);
        }
        last = cell->family;
    }
    std::uint32_t rank = 0;
    for (EntityStore* family : in_table_order(std::move(families))) {
        ranks[family] = rank++;
    }
    return ranks;
}

bool is_postponed(const Relationship& link) noexcept {
    const Relationship* above = parent_side(link);
    const Relationship* below = child_side(link);
    return (above != nullptr && above->post_update) || (below != nullptr && below->post_update);
}

/// InsertLevels of pending objects: each is written after those it depends on.
class InsertLevels {
public:
    explicit InsertLevels(const Ranks& ranks) : ranks_(ranks) {}

    std::uint32_t wave_of(Cell& cell) {
        // Depth first without recursion: chains of parents may be long.
        std::vector<Cell*> open{&cell};
        while (!open.empty()) {
            Cell& next = *open.back();
            Entry& entry = entries_[&next];
            if (entry.is_done) {
                open.pop_back();
                continue;
            }
            Cell* missing = first_unknown_parent(next);
            if (missing == nullptr) {
                entry.wave = from_parents(next);
                entry.is_done = true;
                open.pop_back();
                continue;
            }
            entry.is_open = true;
            if (entries_[missing].is_open) {
                throw InvalidRequestError{
                    "circular-dependency",
                    "cannot insert " + described(next) + ": it and " + described(*missing) +
                        " each need the key of the other first; map one of the relationships "
                        "between them with `post_update`"};
            }
            open.push_back(missing);
        }
        return entries_[&cell].wave;
    }

private:
    struct Entry {
        std::uint32_t wave = 0;
        bool is_open = false;
        bool is_done = false;
    };

    template <class Visit>
    void for_each_parent(const Cell& cell, Visit&& visit) {
        if (cell.extra == nullptr) {
            return;
        }
        for (const Assignment& assignment : cell.extra->assignments) {
            Cell* parent = assignment.parent;
            if (parent != nullptr && parent != &cell && parent->state == ObjectState::Pending &&
                !is_postponed(*assignment.link)) {
                visit(*parent);
            }
        }
    }
    Cell* first_unknown_parent(const Cell& cell) {
        Cell* unknown = nullptr;
        for_each_parent(cell, [&](Cell& parent) {
            if (unknown == nullptr && !entries_[&parent].is_done) {
                unknown = &parent;
            }
        });
        return unknown;
    }
    std::uint32_t from_parents(const Cell& cell) {
        std::uint32_t wave = 0;
        for_each_parent(cell, [&](Cell& parent) {
            const bool is_later = ranks_.at(parent.family) >= ranks_.at(cell.family);
            wave = std::max(wave, entries_[&parent].wave + (is_later ? 1U : 0U));
        });
        return wave;
    }

    const Ranks& ranks_;
    std::unordered_map<const Cell*, Entry> entries_{};
};

/// A foreign key of one family's table to the table of another, or of the same.
struct KeyPath {
    EntityStore* parents;
    ColumnSet columns{};  ///< of the child, in the order of the parent's key
    bool is_nullable = true;
    bool is_postponed = false;
};

bool is_postponed(const EntityStore& child,
                  const EntityStore& parents,
                  const schema::ForeignKey& key) {
    const auto goes_along = [&](const LinkSlot& slot) {
        return slot.relationship->foreign_key == &key && is_postponed(*slot.relationship);
    };
    return std::ranges::any_of(child.slots, goes_along) ||
           std::ranges::any_of(parents.slots, goes_along);
}

/// Nothing where the key refers to other columns than the parent's key.
std::optional<KeyPath> path_along(const EntityStore& child,
                                  EntityStore& parents,
                                  const schema::ForeignKey& key) {
    KeyPath path{.parents = &parents, .is_postponed = is_postponed(child, parents, key)};
    for (const MappedColumn* referred : parents.key) {
        const auto place = std::ranges::find(key.referred_columns, referred->column->name);
        const auto holds_key = [&](const MappedColumn& column) {
            return column.column->name ==
                   key.columns[static_cast<std::size_t>(place - key.referred_columns.begin())];
        };
        if (place == key.referred_columns.end() || std::ranges::none_of(child.columns, holds_key)) {
            return std::nullopt;
        }
        const auto column = std::ranges::find_if(child.columns, holds_key);
        path.columns.push_back(static_cast<std::uint16_t>(column - child.columns.begin()));
        path.is_nullable = path.is_nullable && column->codec->nullable;
    }
    return path.columns.size() == key.columns.size() ? std::optional{path} : std::nullopt;
}

using KeyPaths = std::unordered_map<EntityStore*, std::vector<KeyPath>>;

void append_paths(EntityStore& child,
                  const schema::ForeignKey& key,
                  const Ranks& ranks,
                  KeyPaths& paths) {
    for (const auto& [parents, rank] : ranks) {
        const schema::Table& table = parents->mapper.table();
        if (table.name != key.referred_table || table.schema != key.referred_schema) {
            continue;
        }
        if (auto path = path_along(child, *parents, key)) {
            paths[&child].push_back(*std::move(path));
        }
    }
}

/// The foreign keys between removed objects, by the family that holds them.
KeyPaths paths_between(const Ranks& ranks) {
    KeyPaths paths;
    for (const auto& [child, rank] : ranks) {
        for (const schema::ForeignKey& key : child->mapper.table().foreign_keys) {
            append_paths(*child, key, ranks, paths);
        }
    }
    return paths;
}

/// The removed object that a row refers to, as far as the session knows it.
Cell* removed_parent(const Cell& child, const KeyPath& path) {
    std::vector<Value> scratch(path.columns.size());
    std::vector<ValueView> key;
    for (const std::uint16_t position : path.columns) {
        const MappedColumn& column = child.family->columns[position];
        key.push_back(column.codec->view(known_value(child, column), scratch[key.size()]));
        if (key.back().is_null()) {
            return nullptr;
        }
    }
    Cell* parent = path.parents->find(key);
    const bool counts = parent != nullptr && parent != &child && parent->flags.has(flag::removed);
    return counts ? parent : nullptr;
}

/// How many removed objects are above an object, along the longest way. Keys that are postponed or
/// close a circle are no part of it: they are cut.
class DeleteLevels {
public:
    DeleteLevels(const KeyPaths& paths, std::vector<CutKey>& cut) noexcept
        : paths_(paths), cut_(cut) {}

    std::uint32_t depth_of(Cell& cell) {
        // Depth first without recursion, as above.
        std::vector<Cell*> open{&cell};
        while (!open.empty()) {
            Cell& next = *open.back();
            const auto [entry, is_new] = entries_.try_emplace(&next);
            if (is_new) {
                open_parents(next, open);
                continue;
            }
            if (!entry->second.is_done) {
                close(next);
            }
            open.pop_back();
        }
        return entries_.at(&cell).depth;
    }

private:
    struct Entry {
        std::uint32_t depth = 0;
        bool is_done = false;
    };

    void open_parents(const Cell& cell, std::vector<Cell*>& open) {
        for_each_parent(cell, [&](Cell& parent, const KeyPath& path) {
            if (!path.is_postponed && !entries_.contains(&parent)) {
                open.push_back(&parent);
            }
        });
    }

    template <class Visit>
    void for_each_parent(const Cell& cell, Visit&& visit) {
        const auto paths = paths_.find(cell.family);
        if (paths == paths_.end()) {
            return;
        }
        for (const KeyPath& path : paths->second) {
            if (Cell* parent = removed_parent(cell, path)) {
                visit(*parent, path);
            }
        }
    }
    // What is above is done, or closes a circle.
    void close(Cell& cell) {
        Entry closed{.is_done = true};
        for_each_parent(cell, [&](Cell& parent, const KeyPath& path) {
            const auto known = entries_.find(&parent);
            if (!path.is_postponed && known->second.is_done) {
                closed.depth = std::max(closed.depth, known->second.depth + 1);
            } else if (path.is_nullable) {
                cut_.push_back({&cell, path.columns});
            }
        });
        entries_[&cell] = closed;
    }

    const KeyPaths& paths_;
    std::vector<CutKey>& cut_;
    std::unordered_map<const Cell*, Entry> entries_{};
};

/// Objects by wave and rank of their table; those that follow one another are mostly alike.
class Groups {
public:
    void add(Cell* cell, std::uint32_t wave, std::uint32_t rank) {
        if (group_ == nullptr || place_ != std::pair{wave, rank}) {
            place_ = {wave, rank};
            group_ = &groups_[place_];
            group_->family = cell->family;
        }
        group_->cells.push_back(cell);
    }
    std::vector<WorkGroup> take() {
        std::vector<WorkGroup> list;
        for (auto& [place, group] : groups_) {
            list.push_back(std::move(group));
        }
        return list;
    }

private:
    std::map<std::pair<std::uint32_t, std::uint32_t>, WorkGroup> groups_{};
    std::pair<std::uint32_t, std::uint32_t> place_{};
    WorkGroup* group_ = nullptr;
};

/// The rank of a cell's family; looked up when it changes.
class RankOf {
public:
    explicit RankOf(const Ranks& ranks) noexcept : ranks_(ranks) {}
    std::uint32_t operator()(const Cell& cell) {
        if (cell.family != family_) {
            family_ = cell.family;
            rank_ = ranks_.at(family_);
        }
        return rank_;
    }

private:
    const Ranks& ranks_;
    EntityStore* family_ = nullptr;
    std::uint32_t rank_ = 0;
};

/// Rows of one table may refer to each other, or tables to each other: their order is not enough.
bool needs_depths(const Ranks& ranks, const KeyPaths& paths) {
    return std::ranges::any_of(paths, [&](const auto& of_child) {
        return std::ranges::any_of(of_child.second, [&](const KeyPath& path) {
            return ranks.at(path.parents) >= ranks.at(of_child.first);
        });
    });
}

}  // namespace

std::vector<WorkGroup> insert_order(std::span<Cell* const> pending) {
    const Ranks ranks = rank_families(pending);
    RankOf rank_of{ranks};
    InsertLevels levels{ranks};
    Groups groups;
    for (Cell* cell : pending) {
        const bool has_parents = cell->extra != nullptr && !cell->extra->assignments.empty();
        groups.add(cell, has_parents ? levels.wave_of(*cell) : 0, rank_of(*cell));
    }
    return groups.take();
}

std::vector<Cell*> with_dependents(std::span<Cell* const> removed, std::span<Cell* const> chosen) {
    const KeyPaths paths = paths_between(rank_families(removed));
    std::unordered_map<Cell*, std::vector<Cell*>> children;
    for (Cell* cell : removed) {
        const auto own = paths.find(cell->family);
        for (const KeyPath& path : own == paths.end() ? std::vector<KeyPath>{} : own->second) {
            if (Cell* parent = removed_parent(*cell, path)) {
                children[parent].push_back(cell);
            }
        }
    }
    std::vector<Cell*> all;
    std::unordered_set<const Cell*> seen;
    const auto add = [&](Cell* cell) {
        if (seen.insert(cell).second) {
            all.push_back(cell);
        }
    };
    std::ranges::for_each(chosen, add);
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::ranges::for_each(children[all[i]], add);
    }
    return all;
}

std::vector<CutKey> keys_into(std::span<Cell* const> others, std::span<Cell* const> removed) {
    std::vector<Cell*> both{others.begin(), others.end()};
    both.insert(both.end(), removed.begin(), removed.end());
    const KeyPaths paths = paths_between(rank_families(both));
    const std::unordered_set<const Cell*> targets{removed.begin(), removed.end()};
    std::vector<CutKey> keys;
    for (Cell* child : others) {
        const auto own = paths.find(child->family);
        for (const KeyPath& path : own == paths.end() ? std::vector<KeyPath>{} : own->second) {
            if (targets.contains(removed_parent(*child, path))) {
                keys.push_back({child, path.columns, path.is_nullable});
            }
        }
    }
    return keys;
}

DeleteOrder delete_order(std::span<Cell* const> removed) {
    DeleteOrder order;
    const Ranks ranks = rank_families(removed);
    const KeyPaths paths = paths_between(ranks);
    const bool by_depth = needs_depths(ranks, paths);
    RankOf rank_of{ranks};
    DeleteLevels depths{paths, order.cut};
    Groups groups;
    for (Cell* cell : removed) {
        const std::uint32_t depth = by_depth ? depths.depth_of(*cell) : 0;
        // Maps sort upwards: children, which come later among inserts, come first here.
        groups.add(cell, UINT32_MAX - depth, UINT32_MAX - rank_of(*cell));
    }
    order.groups = groups.take();
    return order;
}

}  // namespace azoth::orm
