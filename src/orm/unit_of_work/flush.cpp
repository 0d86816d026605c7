// SPDX-License-Identifier: MIT
#include "orm/unit_of_work/flush.hpp"

#include "orm/state/access.hpp"
#include "orm/state/link_change.hpp"
#include "orm/state/view_row.hpp"
#include "orm/unit_of_work/batch_groups.hpp"
#include "orm/unit_of_work/candidates.hpp"
#include "orm/unit_of_work/foreign_keys.hpp"
#include "orm/unit_of_work/object_batch.hpp"
#include "orm/unit_of_work/secondary_batch.hpp"
#include "orm/unit_of_work/unique_values.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "mapping/insertion.hpp"

namespace azoth::orm {

using compiler::RowOperation;
using mapping::Direction;

void Flush::run() {
    make_room();
    insert_pending();
    update_changed();
    write_secondary();
    delete_rows(removed_rows());
    settle();
}

// Foreign keys that were set by hand appear in links that are loaded.
void Flush::show_in_links(std::span<Cell* const> inserted) {
    const EntityStore& family = *inserted.front()->family;
    ColumnSet all(family.columns.size());
    std::iota(all.begin(), all.end(), std::uint16_t{0});
    if (has_links_over(family, all)) {
        for (Cell* cell : inserted) {
            forget_links_over(*cell, all);
        }
    }
}

// Rows of one table and wave, those with the same columns together.
void Flush::insert_pending() {
    std::vector<Cell*> pending;
    for (Cell* cell : store_.pending) {
        if (cell->state == ObjectState::Pending) {
            pending.push_back(cell);
        }
    }
    for (const WorkGroup& group : insert_order(pending)) {
        insert_group(*group.family, group.cells);
    }
}

void Flush::refuse_emptied(Cell& cell, const ColumnSet& changed) {
    for (const std::uint16_t position : changed) {
        const mapping::MappedColumn& column = cell.family->columns[position];
        if (column.required && column.codec->is_default(member_of(cell, column))) {
            failed_ = &cell;
            throw ArgumentError{"required-member",
                                "cannot update " + described(cell) + ": `" + column.member +
                                    "` of " + std::string{cell.family->mapper.type_name()} +
                                    " is empty, and its mapping says `required`; set it before "
                                    "the flush"};
        }
    }
}

void Flush::send_changed(EntityStore& family, const Wanted& is_wanted) {
    BatchGroups groups{RowOperation::Update};
    std::vector<Cell*> changed;
    const ObjectBatch* last = nullptr;
    bool has_links = false;
    ColumnSet columns;
    for_each_candidate(family, comparison_, [&](Cell& cell) {
        if (differs(cell, columns) && is_wanted(cell, columns)) {
            refuse_emptied(cell, columns);
            ObjectBatch& batch = groups.batch_for(family, columns, guard_of(cell));
            has_links = &batch == last ? has_links : has_links_over(family, columns);
            last = &batch;
            if (has_links) {
                forget_links_over(cell, columns);
            }
            batch.cells.push_back(&cell);
            changed.push_back(&cell);
        }
        return true;
    });
    const std::vector<UniqueKey> keys =
        changed.size() > 1 ? unique_keys(family) : std::vector<UniqueKey>{};
    if (keys.empty()) {
        return send_updates(groups.batches);
    }
    send_in_rounds(UniqueRounds{keys, changed});
}

RowGuard Flush::guard_of(const Cell& cell) const noexcept {
    return cell.loaded < store_.epoch ? RowGuard::Values : RowGuard::Key;
}

void Flush::send_updates(std::vector<ObjectBatch>& batches) {
    for (ObjectBatch& batch : batches) {
        batch.failed = &failed_;
        batch.send(connection_);
    }
}

void Flush::send_updates(std::span<Cell* const> changed) {
    BatchGroups groups{RowOperation::Update};
    ColumnSet columns;
    for (Cell* cell : changed) {
        columns.clear();
        compare(*cell, columns);
        if (!columns.empty()) {
            groups.batch_for(*cell->family, columns, guard_of(*cell)).cells.push_back(cell);
        }
    }
    send_updates(groups.batches);
}

void Flush::insert_group(EntityStore& family, std::span<Cell* const> cells) {
    free_unique_values(family);
    BatchGroups inserted{RowOperation::Insert};
    BatchGroups taken_over{RowOperation::Update, WriteResult::TakenOver};
    ColumnSet columns;
    for (Cell* cell : cells) {
        failed_ = cell;
        sync_new(*cell);
        columns_to_insert(*cell, store_.levels.back(), columns);
        const bool takes_row = take_over_row(*cell, columns);
        (takes_row ? taken_over : inserted)
            .batch_for(family, columns, RowGuard::Key)
            .cells.push_back(cell);
    }
    failed_ = nullptr;
    send_new(taken_over.batches);
    send_new(inserted.batches);
}

// A removed object with the same key: its row is not deleted, where it may still be referred to,
// but given to the new one. False when there is none.
bool Flush::take_over_row(Cell& cell, ColumnSet& columns) {
    EntityStore& family = *cell.family;
    const auto is_written = [&](std::size_t position) {
        return std::ranges::find(columns, position) != columns.end();
    };
    if (store_.removed.empty() || !std::ranges::all_of(family.mapper.primary_key(), is_written)) {
        return false;
    }
    std::vector<Value> scratch(family.key.size());
    std::vector<ValueView> key;
    for (const mapping::MappedColumn* column : family.key) {
        key.push_back(column->codec->view(member_of(cell, *column), scratch[key.size()]));
    }
    Cell* removed = family.find(key);
    if (removed == nullptr || !removed->flags.has(flag::removed)) {
        return false;
    }
    delete_links(family, {&removed, 1});
    mark_deleted(*removed);
    std::erase_if(columns, [&](std::uint16_t i) { return family.columns[i].primary_key; });
    return true;
}

void Flush::send_new(std::vector<ObjectBatch>& batches) {
    for (ObjectBatch& batch : batches) {
        batch.failed = &failed_;
        batch.send(connection_);
        show_in_links(batch.cells);
    }
}

void Flush::sync_new(Cell& cell) {
    if (cell.extra == nullptr) {
        return;
    }
    for (const Assignment& assignment : cell.extra->assignments) {
        if (sync_foreign_key(cell, assignment) == ParentState::Pending) {
            postponed_.push_back(&cell);
        }
    }
}

// The image is taken before the keys are written, so that they count as changed.
void Flush::sync_changed(Cell& child) {
    if (child.state == ObjectState::Persistent && !child.flags.has(flag::removed)) {
        failed_ = &child;
        touch(child);
        for (const Assignment& assignment : child.extra->assignments) {
            (void)sync_foreign_key(child, assignment);
        }
    }
}

void Flush::update_changed() {
    // Objects whose parent was inserted after them, because of post_update; the other new ones were
    // inserted with their keys.
    std::ranges::for_each(postponed_, [&](Cell* child) { sync_changed(*child); });
    for (Cell* child : store_.linked) {
        if (!child->flags.has(flag::listed)) {
            sync_changed(*child);
        }
    }
    failed_ = nullptr;
    std::vector<EntityStore*> touched;
    for (const auto& family : store_.families()) {
        if (!family->candidates.empty() || !family->checked.empty()) {
            touched.push_back(family.get());
        }
    }
    for (EntityStore* family : in_table_order(std::move(touched))) {
        update_changed(*family);
    }
}

void Flush::update_changed(EntityStore& family) {
    send_changed(family, [](const Cell&, const ColumnSet&) { return true; });
    cool_all(family, comparison_);
}

void Flush::write_secondary() {
    write_secondary_rows(connection_, store_.secondary.all());
}

std::vector<Cell*> Flush::removed_rows() const {
    std::vector<Cell*> removed;
    std::ranges::copy_if(store_.removed, std::back_inserter(removed), [](const Cell* cell) {
        return cell->state == ObjectState::Persistent && cell->flags.has(flag::removed);
    });
    return removed;
}

void Flush::delete_rows(std::vector<Cell*> removed) {
    const DeleteOrder order = delete_order(removed);
    cut_keys(order.cut);
    for (const WorkGroup& group : order.groups) {
        delete_links(*group.family, group.cells);
    }
    for (const WorkGroup& group : order.groups) {
        ObjectBatch batch{*group.family, RowOperation::Delete, {}};
        batch.cells = group.cells;
        batch.failed = &failed_;
        batch.send(connection_);
    }
    follow_database(std::move(removed));
}

// What ON DELETE did to the rows of children that the session shows.
void Flush::follow_database(std::vector<Cell*> gone) {
    while (!gone.empty()) {
        Cell& parent = *gone.back();
        gone.pop_back();
        for (const LinkSlot& slot : parent.family->slots) {
            const mapping::Relationship& link = *slot.relationship;
            if (!link.passive_deletes || link.direction != Direction::OneToMany) {
                continue;
            }
            for (Cell* child : held_cells(parent, slot)) {
                const bool is_fresh =
                    child->state == ObjectState::Persistent && child->loaded >= store_.oldest_fresh;
                if (!is_fresh || !leads_to(*child, link, parent)) {
                    continue;
                }
                if (link.foreign_key->on_delete == OnDelete::Cascade) {
                    mark_deleted(*child);
                    gone.push_back(child);
                } else {
                    static_cast<void>(store_.expire(*child));
                }
            }
        }
    }
}

// Rows that refer to each other in a circle: one key of it is NULL before they go.
void Flush::cut_keys(std::span<const CutKey> cut) {
    BatchGroups groups{RowOperation::Update};
    for (const CutKey& key : cut) {
        touch(*key.child);
        for (const std::uint16_t position : key.columns) {
            const mapping::MappedColumn& column = key.child->family->columns[position];
            assign_view(*column.codec, member_of(*key.child, column), ValueView::null());
        }
        groups.batch_for(*key.child->family, key.columns, RowGuard::Key).cells.push_back(key.child);
    }
    for (ObjectBatch& batch : groups.batches) {
        batch.failed = &failed_;
        batch.send(connection_);
    }
}

// Rows of secondary tables that refer to objects whose rows go.
void Flush::delete_links(EntityStore& family, std::span<Cell* const> cells) {
    for (const LinkSlot& slot : family.slots) {
        const mapping::Relationship& link = *slot.relationship;
        if (link.direction == Direction::ManyToMany && !link.view_only && !link.passive_deletes) {
            delete_secondary_rows(connection_, link, cells);
        }
    }
}

// Everything is written: what was recorded for this flush is forgotten.
void Flush::settle() {
    for (Cell* cell : store_.pending) {
        cell->flags.clear(flag::listed);
    }
    for (Cell* cell : store_.linked) {
        cell->flags.clear(flag::linked);
        cell->extra->assignments.clear();
    }
    store_.pending.clear();
    ++store_.pending_generation;
    store_.removed.clear();
    store_.linked.clear();
    store_.secondary.clear();
    for (const auto& family : store_.families()) {
        family->unflushed = 0;
    }
}

}  // namespace azoth::orm
