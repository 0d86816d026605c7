// SPDX-License-Identifier: MIT
#include "orm/unit_of_work/flush.hpp"

#include "orm/state/access.hpp"
#include "orm/state/link_change.hpp"
#include "orm/state/view_row.hpp"
#include "orm/unit_of_work/foreign_keys.hpp"
#include "orm/unit_of_work/object_batch.hpp"
#include "orm/unit_of_work/secondary_batch.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace azoth::orm {

using compiler::RowOperation;
using record::Direction;

namespace {

/// So many objects that were compared before are compared again by an autoflush: they may have been
/// changed through a reference that was kept. It bounds the work, so that "change one, query one"
/// stays linear.
constexpr std::size_t recently_cold = 16;

void cool(Family& family, Cell& cell) {
    cell.flags &= static_cast<std::uint8_t>(~flag::hot);
    cell.touched = 0;
    if ((cell.flags & flag::cold) == 0) {
        cell.flags |= flag::cold;
        family.cold.push_back(&cell);
    }
}

bool differs(Cell& cell, std::vector<std::uint16_t>& scratch) {
    if (cell.state != ObjectState::Persistent || cell.extra == nullptr ||
        cell.extra->image == nullptr || (cell.flags & flag::removed) != 0) {
        return false;
    }
    ++cell.family->store.comparisons;
    scratch.clear();
    compare(cell, scratch);
    return !scratch.empty();
}

std::size_t first_to_compare(std::size_t cold, Comparison comparison) noexcept {
    switch (comparison) {
        case Comparison::Hot:
            return cold;
        case Comparison::Recent:
            return cold < recently_cold ? 0 : cold - recently_cold;
        case Comparison::All:
            return 0;
    }
    return 0;
}

/// Calls `visit` for the touched objects that a comparison of this extent looks at, until it
/// returns false: first those that were compared before, then those handed out since.
template <class Visit>
void for_each_candidate(Family& family, Comparison comparison, Visit&& visit) {
    for (std::size_t i = first_to_compare(family.cold.size(), comparison); i < family.cold.size();
         ++i) {
        if ((family.cold[i]->flags & flag::hot) == 0 && !visit(*family.cold[i])) {
            return;
        }
    }
    for (Cell* cell : family.hot) {
        if (!visit(*cell)) {
            return;
        }
    }
}

void cool_all(Family& family) {
    for (Cell* cell : std::exchange(family.hot, {})) {
        cool(family, *cell);
    }
}

/// Objects of one table by the columns they write: a batch for each set.
class BatchGroups {
public:
    explicit BatchGroups(RowOperation operation, Settlement settlement = Settlement::AsSent)
        : operation_(operation), settlement_(settlement) {}

    ObjectBatch& batch_for(Family& family, const ColumnSet& columns, RowGuard guard) {
        if (last_ == nullptr || last_->second != columns || last_->first != guard) {
            const auto [place, is_new] = index_.emplace(std::pair{guard, columns}, batches.size());
            if (is_new) {
                batches.emplace_back(family, operation_, columns, settlement_);
                batches.back().guard(guard);
            }
            last_ = &place->first;
            batch_ = place->second;
        }
        return batches[batch_];
    }

    std::vector<ObjectBatch> batches{};

private:
    RowOperation operation_;
    Settlement settlement_;
    std::map<std::pair<RowGuard, ColumnSet>, std::size_t> index_{};
    const std::pair<RowGuard, ColumnSet>* last_ = nullptr;
    std::size_t batch_ = 0;
};

}  // namespace

std::vector<Cell*> changed_objects(Family& family, Comparison comparison) {
    std::vector<Cell*> changed;
    std::vector<std::uint16_t> scratch;
    for_each_candidate(family, comparison, [&](Cell& cell) {
        if (differs(cell, scratch)) {
            changed.push_back(&cell);
        }
        return true;
    });
    cool_all(family);
    return changed;
}

bool has_changed_objects(Family& family, Comparison comparison) {
    bool is_changed = false;
    std::vector<std::uint16_t> scratch;
    for_each_candidate(family, comparison, [&](Cell& cell) {
        is_changed = differs(cell, scratch);
        return !is_changed;
    });
    if (!is_changed) {
        cool_all(family);
    }
    return is_changed;
}

void Flush::run() {
    insert_pending();
    update_changed();
    write_secondary();
    delete_removed();
    settle();
}

// Foreign keys that were set by hand appear in links that are loaded.
void Flush::show_in_links(std::span<Cell* const> inserted) {
    const Family& family = *inserted.front()->family;
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

template <class Wanted>
void Flush::send_changed(Family& family, Wanted&& is_wanted) {
    BatchGroups groups{RowOperation::Update};
    const ObjectBatch* last = nullptr;
    bool has_links = false;
    ColumnSet columns;
    for_each_candidate(family, comparison_, [&](Cell& cell) {
        if (differs(cell, columns) && is_wanted(cell, columns)) {
            ObjectBatch& batch = groups.batch_for(
                family, columns, cell.loaded < store_.epoch ? RowGuard::Values : RowGuard::Key);
            has_links = &batch == last ? has_links : has_links_over(family, columns);
            last = &batch;
            if (has_links) {
                forget_links_over(cell, columns);
            }
            batch.cells.push_back(&cell);
        }
        return true;
    });
    for (ObjectBatch& batch : groups.batches) {
        batch.failed = &failed_;
        batch.send(connection_);
    }
}

namespace {

/// Of a unique constraint or index, or of a key that the program gives.
bool is_unique_column(const Family& family, std::uint16_t position) {
    const record::MappedColumn& column = family.columns[position];
    const schema::Table& table = family.mapper.table();
    const std::string& name = column.column->name;
    const auto is_in = [&](const schema::UniqueConstraint& unique) {
        return std::ranges::find(unique.columns, name) != unique.columns.end();
    };
    const auto is_in_index = [&](const schema::Index& index) {
        return index.unique &&
               std::ranges::find(index.elements, name, &schema::IndexElement::column) !=
                   index.elements.end();
    };
    return (column.primary_key && !column.generated_key) ||
           std::ranges::any_of(table.uniques, is_in) ||
           std::ranges::any_of(table.indexes, is_in_index);
}

bool has_unique_columns(const Family& family) {
    for (std::size_t i = 0; i < family.columns.size(); ++i) {
        if (is_unique_column(family, static_cast<std::uint16_t>(i))) {
            return true;
        }
    }
    return false;
}

bool has_pending_parent(const Cell& cell) {
    return cell.extra != nullptr &&
           std::ranges::any_of(cell.extra->assignments, [](const Assignment& assignment) {
               return assignment.parent != nullptr &&
                      assignment.parent->state == ObjectState::Pending;
           });
}

}  // namespace

// A new row may take a unique value that an old one gives up in the same flush.
void Flush::free_unique_values(Family& family) {
    const bool is_first = std::ranges::find(freed_, &family) == freed_.end();
    if (!is_first || !has_unique_columns(family)) {
        return;
    }
    freed_.push_back(&family);
    for (Cell* child : store_.linked) {
        if (child->family == &family && (child->flags & flag::listed) == 0 &&
            !has_pending_parent(*child)) {
            sync_changed(*child);
        }
    }
    failed_ = nullptr;
    send_changed(family, [&](const Cell& cell, const ColumnSet& columns) {
        return !has_pending_parent(cell) &&
               std::ranges::any_of(columns, [&](std::uint16_t position) {
                   return is_unique_column(family, position);
               });
    });
}

void Flush::insert_group(Family& family, std::span<Cell* const> cells) {
    free_unique_values(family);
    BatchGroups inserted{RowOperation::Insert};
    BatchGroups taken_over{RowOperation::Update, Settlement::TakenOver};
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
    Family& family = *cell.family;
    const auto is_written = [&](std::size_t position) {
        return std::ranges::find(columns, position) != columns.end();
    };
    if (store_.removed.empty() || !std::ranges::all_of(family.mapper.primary_key(), is_written)) {
        return false;
    }
    std::vector<Value> scratch(family.key.size());
    std::vector<ValueView> key;
    for (const record::MappedColumn* column : family.key) {
        key.push_back(column->codec->view(member_of(cell, *column), scratch[key.size()]));
    }
    Cell* removed = family.find(key);
    if (removed == nullptr || (removed->flags & flag::removed) == 0) {
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
    if (child.state == ObjectState::Persistent && (child.flags & flag::removed) == 0) {
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
        if ((child->flags & flag::listed) == 0) {
            sync_changed(*child);
        }
    }
    failed_ = nullptr;
    std::vector<Family*> touched;
    for (const auto& family : store_.families()) {
        if (!family->hot.empty() || !family->cold.empty()) {
            touched.push_back(family.get());
        }
    }
    for (Family* family : in_table_order(std::move(touched))) {
        update_changed(*family);
    }
}

void Flush::update_changed(Family& family) {
    send_changed(family, [](const Cell&, const ColumnSet&) { return true; });
    cool_all(family);
}

void Flush::write_secondary() {
    write_secondary_rows(connection_, store_.secondary.all());
}

void Flush::delete_removed() {
    std::vector<Cell*> removed;
    for (Cell* cell : store_.removed) {
        if (cell->state == ObjectState::Persistent && (cell->flags & flag::removed) != 0) {
            removed.push_back(cell);
        }
    }
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
}

// Rows that refer to each other in a circle: one key of it is NULL before they go.
void Flush::cut_keys(std::span<const CutKey> cut) {
    BatchGroups groups{RowOperation::Update};
    for (const CutKey& key : cut) {
        touch(*key.child);
        for (const std::uint16_t position : key.columns) {
            const record::MappedColumn& column = key.child->family->columns[position];
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
void Flush::delete_links(Family& family, std::span<Cell* const> cells) {
    for (const LinkSlot& slot : family.slots) {
        const record::Relationship& link = *slot.relationship;
        if (link.direction == Direction::ManyToMany && !link.view_only && !link.passive_deletes) {
            delete_secondary_rows(connection_, link, cells);
        }
    }
}

// Everything is written: what was recorded for this flush is forgotten.
void Flush::settle() {
    for (Cell* cell : store_.pending) {
        cell->flags &= static_cast<std::uint8_t>(~flag::listed);
    }
    for (Cell* cell : store_.linked) {
        cell->flags &= static_cast<std::uint8_t>(~flag::linked);
        cell->extra->assignments.clear();
    }
    store_.pending.clear();
    store_.removed.clear();
    store_.linked.clear();
    store_.secondary.clear();
    for (const auto& family : store_.families()) {
        family->unflushed = 0;
    }
}

}  // namespace azoth::orm
