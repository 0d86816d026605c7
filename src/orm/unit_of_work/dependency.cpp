// SPDX-License-Identifier: MIT
#include "orm/unit_of_work/dependency.hpp"

#include "orm/state/link_change.hpp"
#include "orm/unit_of_work/flush_error.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace azoth::orm {

using record::Direction;
using record::Relationship;

namespace {

using Ranks = std::unordered_map<const Family*, std::uint32_t>;

Ranks rank_families(std::span<Cell* const> cells) {
    Ranks ranks;
    std::vector<Family*> families;
    const Family* last = nullptr;
    for (const Cell* cell : cells) {
        if (cell->family != last && ranks.emplace(cell->family, 0).second) {
            families.push_back(cell->family);
        }
        last = cell->family;
    }
    if (families.size() < 2) {
        return ranks;
    }
    std::vector<const schema::Table*> tables;
    for (const Family* family : families) {
        tables.push_back(&family->mapper.table());
    }
    const auto order = schema::sort_by_dependency(tables);
    for (Family* family : families) {
        const auto place = std::ranges::find(order.tables, &family->mapper.table());
        ranks[family] = static_cast<std::uint32_t>(place - order.tables.begin());
    }
    return ranks;
}

bool is_postponed(const Relationship& link) noexcept {
    const Relationship* above = parent_side(link);
    const Relationship* below = child_side(link);
    return (above != nullptr && above->post_update) || (below != nullptr && below->post_update);
}

/// Waves of pending objects: each is written after those it depends on.
class Waves {
public:
    explicit Waves(const Ranks& ranks) : ranks_(ranks) {}

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

/// The parent of the same family that is removed as well; null when there is none.
Cell* removed_parent(Cell& child, const LinkSlot& slot) {
    if (slot.relationship->direction != Direction::ManyToOne ||
        slot.relationship->target_mapper != &child.family->mapper) {
        return nullptr;
    }
    Cell* parent = known_parent(child, *slot.key);
    const bool counts = parent != nullptr && parent != unloaded_target() && parent != &child &&
                        (parent->flags & flag::removed) != 0;
    return counts ? parent : nullptr;
}

/// How many removed objects of the same family are above an object, along the longest way.
class Depths {
public:
    std::uint32_t depth_of(Cell& cell) {
        // Depth first without recursion, as above. Objects that are above themselves end the way.
        std::vector<Cell*> open{&cell};
        while (!open.empty()) {
            Cell& next = *open.back();
            const auto [entry, is_new] = depths_.try_emplace(&next, 0);
            for (const LinkSlot& slot : next.family->slots) {
                Cell* parent = removed_parent(next, slot);
                if (parent == nullptr) {
                    continue;
                }
                const auto known = depths_.find(parent);
                if (known != depths_.end()) {
                    entry->second = std::max(entry->second, known->second + 1);
                } else if (is_new) {
                    open.push_back(parent);
                }
            }
            if (&next == open.back()) {
                open.pop_back();
            }
        }
        return depths_.at(&cell);
    }

private:
    std::unordered_map<const Cell*, std::uint32_t> depths_{};
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
    const Family* family_ = nullptr;
    std::uint32_t rank_ = 0;
};

bool refers_to_itself(const Family& family) {
    return std::ranges::any_of(family.slots, [&](const LinkSlot& slot) {
        return slot.relationship->direction == Direction::ManyToOne &&
               slot.relationship->target_mapper == &family.mapper;
    });
}

}  // namespace

std::vector<WorkGroup> insert_order(Store&, std::span<Cell* const> pending) {
    const Ranks ranks = rank_families(pending);
    RankOf rank_of{ranks};
    Waves waves{ranks};
    Groups groups;
    for (Cell* cell : pending) {
        const bool has_parents = cell->extra != nullptr && !cell->extra->assignments.empty();
        groups.add(cell, has_parents ? waves.wave_of(*cell) : 0, rank_of(*cell));
    }
    return groups.take();
}

std::vector<WorkGroup> delete_order(Store&, std::span<Cell* const> removed) {
    const Ranks ranks = rank_families(removed);
    RankOf rank_of{ranks};
    Depths depths;
    Groups groups;
    for (Cell* cell : removed) {
        const std::uint32_t depth = refers_to_itself(*cell->family) ? depths.depth_of(*cell) : 0;
        // Maps sort upwards: children, which come later among inserts, come first here.
        groups.add(cell, UINT32_MAX - rank_of(*cell), UINT32_MAX - depth);
    }
    return groups.take();
}

}  // namespace azoth::orm
