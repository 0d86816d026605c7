// SPDX-License-Identifier: MIT
// Unique values that change hands within one flush.
#include "orm/state/link_change.hpp"
#include "orm/state/view_row.hpp"
#include "orm/unit_of_work/candidates.hpp"
#include "orm/unit_of_work/flush.hpp"
#include "orm/unit_of_work/flush_error.hpp"
#include "orm/unit_of_work/foreign_keys.hpp"

#include <algorithm>

#include "mapping/insertion.hpp"

namespace azoth::orm {

using compiler::RowOperation;

namespace {

bool has_pending_parent(const Cell& cell) {
    return cell.extra != nullptr &&
           std::ranges::any_of(cell.extra->assignments, [](const Assignment& assignment) {
               return assignment.parent != nullptr &&
                      assignment.parent->state == ObjectState::Pending;
           });
}

[[noreturn]] void throw_unique_circle(const Cell& child) {
    throw InvalidRequestError{
        "unique-circle",
        "cannot write " + described(child) +
            ": it moves from a removed object to a new one that takes its unique values, and its "
            "foreign key cannot be NULL meanwhile; give the new object other values, flush(), and "
            "set them then"};
}

/// A new object with the key of a removed one takes its row over.
bool takes_key_of(const Cell& fresh, const Cell& removed) {
    return std::ranges::all_of(fresh.family->key, [&](const mapping::MappedColumn* column) {
        Value scratch;
        Value other;
        return !mapping::is_unset(*column, member_of(fresh, *column)) &&
               is_same(column->codec->view(member_of(fresh, *column), scratch),
                       column->codec->view(known_value(removed, *column), other));
    });
}

}  // namespace

// Removed rows whose unique values are taken in the same flush go before those that take them, with
// what refers to them.
void Flush::make_room() {
    const std::vector<Cell*> removed = removed_rows();
    if (removed.empty()) {
        return;
    }
    std::vector<Cell*> in_the_way;
    for (const auto& family : store_.families()) {
        append_in_the_way(*family, removed, in_the_way);
    }
    if (in_the_way.empty()) {
        return;
    }
    failed_ = nullptr;
    in_the_way = with_dependents(removed, in_the_way);
    lead_away_from(in_the_way);
    delete_rows(std::move(in_the_way));
}

void Flush::append_in_the_way(EntityStore& family,
                              std::span<Cell* const> removed,
                              std::vector<Cell*>& found) {
    const auto is_own = [&](const Cell* cell) { return cell->family == &family; };
    if (std::ranges::none_of(removed, is_own)) {
        return;
    }
    const std::vector<UniqueKey> keys = unique_keys(family);
    UniqueValues values{keys};
    for (Cell* cell : removed) {
        if (is_own(cell)) {
            values.add_row(*cell);
        }
    }
    sync_known_parents(family);
    const auto look_at = [&](Cell& taker) {
        for (std::size_t key = 0; key < keys.size(); ++key) {
            const bool is_new = taker.state == ObjectState::Pending;
            Cell* holder = is_new && keys[key].is_primary ? nullptr : values.holder(taker, key);
            if (holder != nullptr && !(is_new && takes_key_of(taker, *holder))) {
                found.push_back(holder);
            }
        }
    };
    for (Cell* cell : store_.pending) {
        if (is_own(cell) && cell->state == ObjectState::Pending) {
            look_at(*cell);
        }
    }
    ColumnSet columns;
    for_each_candidate(family, comparison_, [&](Cell& cell) {
        if (differs(cell, columns)) {
            look_at(cell);
        }
        return true;
    });
}

// Foreign keys may be unique values too.
void Flush::sync_known_parents(EntityStore& family) {
    for (Cell* child : store_.linked) {
        if (child->family != &family) {
            continue;
        }
        sync_changed(*child);
        if (child->state == ObjectState::Pending) {
            failed_ = child;
            for (const Assignment& assignment : child->extra->assignments) {
                (void)sync_foreign_key(*child, assignment);
            }
        }
    }
}

// Rows that refer to what is deleted get their new parents first, or none where those are new.
void Flush::lead_away_from(std::span<Cell* const> removed) {
    for (const auto& family : store_.families()) {
        sync_known_parents(*family);
    }
    std::vector<Cell*> changed;
    ColumnSet columns;
    for (const auto& family : store_.families()) {
        for_each_candidate(*family, comparison_, [&](Cell& cell) {
            const bool stays = !cell.flags.has(flag::removed);
            if (differs(cell, columns) || (stays && has_pending_parent(cell))) {
                changed.push_back(&cell);
            }
            return true;
        });
    }
    std::vector<Cell*> moved;
    std::vector<CutKey> cut;
    for (CutKey& key : keys_into(changed, removed)) {
        if (!has_pending_parent(*key.child)) {
            moved.push_back(key.child);
        } else if (key.is_nullable) {
            cut.push_back(std::move(key));
        } else {
            failed_ = key.child;
            throw_unique_circle(*key.child);
        }
    }
    send_updates(moved);
    cut_keys(cut);
}

// Objects that exchange unique values wait for one another: one of them is NULL meanwhile. Where
// none can be, the database may still allow it (a deferrable constraint).
void Flush::send_in_rounds(UniqueRounds rounds) {
    while (true) {
        const std::vector<Cell*> round = rounds.next();
        if (!round.empty()) {
            send_updates(round);
            continue;
        }
        const std::vector<Cell*> waiting = rounds.waiting();
        if (waiting.empty()) {
            return;
        }
        if (const auto parking = rounds.parking()) {
            park(*parking->cell, parking->column);
            rounds.parked(*parking);
            continue;
        }
        return send_exchange(waiting);
    }
}

void Flush::send_exchange(std::span<Cell* const> waiting) {
    try {
        send_updates(waiting);
    } catch (IntegrityError& error) {
        error.append("; " + described(*waiting.front()) + " and " + described(*waiting.back()) +
                     " take each other's unique values, and no column of them can be NULL "
                     "meanwhile: give one of them a third value and flush() first");
        throw;
    }
}

// UPDATE … SET label = NULL; the value that the object holds follows.
void Flush::park(Cell& cell, std::uint16_t position) {
    const mapping::MappedColumn& column = cell.family->columns[position];
    Value scratch;
    const Value wanted = Value::copy_of(column.codec->view(member_of(cell, column), scratch));
    assign_view(*column.codec, member_of(cell, column), ValueView::null());
    ObjectBatch batch{*cell.family, RowOperation::Update, {position}};
    batch.guard(guard_of(cell));
    batch.cells.push_back(&cell);
    batch.failed = &failed_;
    batch.send(connection_);
    assign_view(*column.codec, member_of(cell, column), wanted.view());
}

// A new row may take a unique value that an old one gives up in the same flush.
void Flush::free_unique_values(EntityStore& family) {
    const bool is_first = std::ranges::find(freed_, &family) == freed_.end();
    const std::vector<UniqueKey> keys = is_first ? unique_keys(family) : std::vector<UniqueKey>{};
    if (keys.empty()) {
        return;
    }
    freed_.push_back(&family);
    for (Cell* child : store_.linked) {
        if (child->family == &family && !child->flags.has(flag::listed) &&
            !has_pending_parent(*child)) {
            sync_changed(*child);
        }
    }
    failed_ = nullptr;
    const auto is_unique = [&](std::uint16_t position) {
        return std::ranges::any_of(keys, [&](const UniqueKey& key) {
            return std::ranges::find(key.columns, position) != key.columns.end();
        });
    };
    send_changed(family, [&](const Cell& cell, const ColumnSet& columns) {
        return !has_pending_parent(cell) && std::ranges::any_of(columns, is_unique);
    });
}

}  // namespace azoth::orm
