// SPDX-License-Identifier: MIT
#include "orm/unit_of_work/object_batch.hpp"

#include "orm/state/access.hpp"
#include "orm/state/view_row.hpp"
#include "orm/unit_of_work/flush_error.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>
#include <string>
#include <unordered_map>

#include "mapping/insertion.hpp"

namespace azoth::orm {

using compiler::RowOperation;
using mapping::Insertion;
using mapping::MappedColumn;

ObjectBatch::ObjectBatch(EntityStore& family,
                         RowOperation operation,
                         ColumnSet columns,
                         WriteResult result)
    : family_(family), operation_(operation), result_(result), columns_(std::move(columns)) {
    if (operation == RowOperation::Delete) {
        return;
    }
    for (std::size_t i = 0; i < family.columns.size(); ++i) {
        if (!comes_back(i)) {
            continue;
        }
        returning_.push_back(static_cast<std::uint16_t>(i));
        if (family.columns[i].generated_key) {
            generated_key_ = &family.columns[i];
        }
    }
    read_back_ = returning_.size();
    if (returning_.empty() || generated_key_ != nullptr) {
        return;
    }
    // What tells the rows apart.
    for (const std::size_t position : family.mapper.primary_key()) {
        if (std::ranges::find(returning_, position) == returning_.end()) {
            returning_.push_back(static_cast<std::uint16_t>(position));
        } else {
            has_unknown_key_ = operation == RowOperation::Insert;
        }
    }
}

bool ObjectBatch::comes_back(std::size_t position) const {
    const MappedColumn& column = family_.columns[position];
    if (!is_for_new_objects() || column.computed) {
        return column.computed;
    }
    const bool is_known = std::ranges::find(columns_, position) != columns_.end() ||
                          (column.primary_key && operation_ != RowOperation::Insert);
    return !is_known && (column.generated_key || column.server_generated);
}

namespace {

/// The row that is taken over gets what an INSERT would leave in it.
std::vector<const schema::Column*> columns_left(const compiler::RowShape& shape) {
    std::vector<const schema::Column*> left;
    const schema::Table& table = *shape.table;
    for (const schema::Column& column : table.columns) {
        const auto& key = table.primary_key->columns;
        const bool is_key = std::ranges::find(key, column.name) != key.end();
        const bool is_written = std::ranges::find(shape.values, &column) != shape.values.end();
        if (!is_key && !is_written && !column.computed) {
            left.push_back(&column);
        }
    }
    return left;
}

}  // namespace

compiler::RowShape ObjectBatch::shape() const {
    compiler::RowShape shape{.operation = operation_, .table = &family_.mapper.table()};
    const auto put = [&](std::vector<const schema::Column*>& list, const ColumnSet& columns) {
        for (const std::uint16_t position : columns) {
            list.push_back(family_.columns[position].column);
        }
    };
    put(shape.values, columns_);
    put(shape.guards, guards_);
    put(shape.returning, returning_);
    shape.generated_key = generated_key_ == nullptr ? nullptr : generated_key_->column;
    if (result_ == WriteResult::TakenOver) {
        shape.defaults = columns_left(shape);
    }
    if (operation_ != RowOperation::Insert) {
        for (const MappedColumn* column : family_.key) {
            shape.keys.push_back(column->column);
        }
    }
    return shape;
}

void ObjectBatch::send(Connection& connection) {
    const compiler::RowShape rows = shape();
    if (operation_ == RowOperation::Update && columns_.empty() && rows.defaults.empty()) {
        std::ranges::for_each(cells, [&](Cell* cell) { settle(*cell); });
        return;
    }
    plan_cells();
    if (is_for_new_objects()) {
        family_.expect(cells.size());
    } else {
        sort_cells();
    }
    send_rows(connection, rows, *this, RowCount::Exact);
}

// Rows are locked in the order of their keys: two sessions that change the same ones do not wait
// for each other in a circle.
void ObjectBatch::sort_cells() {
    if (family_.key.size() != 1 || family_.key.front()->codec->kind != ValueKind::Integer) {
        return;
    }
    const MappedColumn& key = *family_.key.front();
    const auto number = [&](const Cell* cell) {
        Value scratch;
        return key.codec->view(known_value(*cell, key), scratch).payload.integer;
    };
    if (!std::ranges::is_sorted(cells, {}, number)) {
        std::ranges::stable_sort(cells, {}, number);
    }
}

void ObjectBatch::plan_cells() {
    for (const std::uint16_t position : columns_) {
        const MappedColumn& column = family_.columns[position];
        members_.push_back({column.codec->view, family_.distance + column.offset});
    }
}

ValueView ObjectBatch::view(std::size_t row, std::size_t parameter, Value& scratch) const {
    const Cell& cell = *cells[row];
    if (parameter < members_.size()) {
        const Member& member = members_[parameter];
        return member.view(reinterpret_cast<const char*>(&cell) + member.distance, scratch);
    }
    parameter -= columns_.size();
    const std::size_t keys = operation_ == RowOperation::Insert ? 0 : family_.key.size();
    const MappedColumn& column =
        parameter < keys ? *family_.key[parameter] : family_.columns[guards_[parameter - keys]];
    return column.codec->view(known_value(cell, column), scratch);
}

/// Keys that the program gave find their rows: RETURNING promises no order.
void ObjectBatch::match_by_key(std::size_t first, std::size_t count, ReturnedRows& returned) const {
    const auto hash_of_row = [&](const auto& view_of_key) {
        std::uint64_t hash = 0;
        for (std::size_t i = 0; i < family_.key.size(); ++i) {
            hash = tree::mixed(hash, hash_of(view_of_key(i)));
        }
        return hash;
    };
    std::unordered_multimap<std::uint64_t, std::size_t> rows;
    std::vector<std::size_t> places;
    for (const std::size_t position : family_.mapper.primary_key()) {
        places.push_back(
            static_cast<std::size_t>(std::ranges::find(returning_, position) - returning_.begin()));
    }
    for (std::size_t i = 0; i < returned.size(); ++i) {
        const auto row = returned.row(i);
        rows.emplace(hash_of_row([&](std::size_t k) { return row[places[k]].view(); }), i);
    }
    const auto is_row = [&](std::size_t index, const auto& view_of_key) {
        const auto row = returned.row(index);
        for (std::size_t k = 0; k < places.size(); ++k) {
            if (!is_same(row[places[k]].view(), view_of_key(k))) {
                return false;
            }
        }
        return true;
    };
    std::vector<std::size_t> order(count, ReturnedRows::nothing);
    for (std::size_t row = 0; row < count; ++row) {
        Value scratch;
        const auto key_view = [&](std::size_t k) {
            return family_.key[k]->codec->view(member_of(*cells[first + row], *family_.key[k]),
                                               scratch);
        };
        const auto [begin, end] = rows.equal_range(hash_of_row(key_view));
        const auto found = std::find_if(
            begin, end, [&](const auto& entry) { return is_row(entry.second, key_view); });
        if (found != end) {
            order[row] = found->second;
        }
    }
    returned.reorder(order);
}

void ObjectBatch::match_returned(std::size_t first,
                                 std::size_t count,
                                 ReturnedRows& returned) const {
    if (returned.size() < 2) {
        return;
    }
    if (generated_key_ == nullptr) {
        return match_by_key(first, count, returned);
    }
    // Rows are inserted, and numbers are drawn, in the order they were sent: the smaller key
    // belongs to the earlier row.
    const auto place = std::ranges::find_if(returning_, [&](std::uint16_t position) {
        return &family_.columns[position] == generated_key_;
    });
    returned.sort_by(static_cast<std::size_t>(place - returning_.begin()));
}

// A generated key becomes unset again when the object does: that takes no record of its own.
void ObjectBatch::read_back(Cell& cell, const MappedColumn& column, const ValueView& value) {
    if (&column == generated_key_ && value.is_null()) {
        throw DataError{"no-key",
                        "the database gave it no key: the table does not number its column \"" +
                            column.column->name +
                            "\"; declare it as a key that the database numbers, or set `" +
                            column.member + "` before the flush"};
    }
    if (is_for_new_objects() && &column != generated_key_) {
        family_.store.levels.back().save_member(cell, column);
    }
    assign_view(*column.codec, member_of(cell, column), value);
}

void ObjectBatch::read_back(Cell& cell, std::size_t row, const ReturnedRows& returned) {
    if (returned.keys.count > 0) {
        const auto key = returned.keys.first + static_cast<std::int64_t>(row);
        return read_back(cell, *generated_key_, ValueView::integer(key));
    }
    const std::span<const Value> values = returned.row(row);
    for (std::size_t i = 0; i < std::min(read_back_, values.size()); ++i) {
        read_back(cell, family_.columns[returning_[i]], values[i].view());
    }
}

void ObjectBatch::inserted(Cell& cell) {
    Store& store = family_.store;
    store.become(cell, ObjectState::Persistent);
    cell.loaded = store.epoch;
    family_.add_to_identity_map(cell);
    store.levels.back().records.push_back(
        {.kind = UndoRecord::Kind::Inserted, .cell = &cell, .column = generated_key_});
    if (cell.touched == store.epoch) {
        touch(cell);
    }
}

// The image takes the values that were written; what it held goes to the undo log.
void ObjectBatch::updated(Cell& cell) {
    cell.loaded = family_.store.epoch;
    const bool moves = std::ranges::any_of(
        columns_, [&](std::uint16_t position) { return family_.columns[position].primary_key; });
    if (moves) {
        return moved(cell);
    }
    UndoLevel& level = family_.store.levels.back();
    const auto renew = [&](std::uint16_t position) {
        const MappedColumn& column = family_.columns[position];
        void* before = cell.extra->image + column.image_offset;
        level.save_value(cell, column, before);
        column.codec->assign(before, member_of(cell, column));
    };
    std::ranges::for_each(columns_, renew);
    std::for_each_n(returning_.begin(), read_back_, renew);
}

namespace {

/// The database may have written the new key into rows that refer to it.
void expire_referring(const EntityStore& family) {
    const schema::Table& table = family.mapper.table();
    const auto follows = [&](const schema::ForeignKey& key) {
        return key.referred_table == table.name && key.referred_schema == table.schema &&
               key.on_update != OnUpdate::NoAction && key.on_update != OnUpdate::Restrict;
    };
    for (const auto& children : family.store.families()) {
        if (std::ranges::any_of(children->mapper.table().foreign_keys, follows)) {
            family.store.expire(*children);
        }
    }
}

}  // namespace

// With another key it has another place in the identity map.
void ObjectBatch::moved(Cell& cell) {
    family_.remove_from_identity_map(cell);
    std::byte* before = std::exchange(cell.extra->image, make_image(cell));
    family_.store.levels.back().records.push_back(
        {.kind = UndoRecord::Kind::Updated, .cell = &cell, .image = before});
    family_.add_to_identity_map(cell);
    expire_referring(family_);
}

void ObjectBatch::written(std::size_t first, std::size_t count, ReturnedRows& returned) {
    match_returned(first, count, returned);
    for (std::size_t i = 0; i < count; ++i) {
        Cell& cell = *cells[first + i];
        read_back(cell, i, returned);
        settle(cell);
    }
}

void ObjectBatch::settle(Cell& cell) {
    switch (operation_) {
        case RowOperation::Insert:
            return inserted(cell);
        case RowOperation::Update:
            return result_ == WriteResult::TakenOver ? inserted(cell) : updated(cell);
        case RowOperation::Delete:
            return mark_deleted(cell);
    }
}

void mark_deleted(Cell& cell) {
    cell.family->store.become(cell, ObjectState::Deleted);
    cell.family->store.levels.back().records.push_back(
        {.kind = UndoRecord::Kind::Deleted, .cell = &cell});
}

void ObjectBatch::fail(std::size_t row, const DatabaseError& error) const {
    *failed = cells[row];
    throw_named(error, operation_, *cells[row], row, cells.size());
}

void ObjectBatch::fail_stale(std::size_t row) const {
    *failed = cells[row];
    throw_stale(operation_, *cells[row], guards_.empty() ? RowGuard::Key : RowGuard::Values);
}

void columns_to_insert(Cell& cell, UndoLevel& level, ColumnSet& set) {
    set.clear();
    const auto columns = cell.family->columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const MappedColumn& column = columns[i];
        void* member = member_of(cell, column);
        const Insertion insertion = mapping::insertion_of(column, member);
        if (insertion == Insertion::Left) {
            continue;
        }
        if (insertion == Insertion::DefaultValue) {
            level.save_member(cell, column);
            assign_view(*column.codec, member, column.default_value->view());
        } else if (insertion != Insertion::AsHeld) {
            mapping::refuse_unless_insertable(
                insertion, column, cell.family->mapper, described(cell));
        }
        set.push_back(static_cast<std::uint16_t>(i));
    }
}

}  // namespace azoth::orm
