// SPDX-License-Identifier: MIT
#include "orm/state/undo.hpp"

#include "orm/state/store.hpp"
#include "orm/state/view_row.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace azoth::orm {

namespace {

std::align_val_t alignment_of(const Codec& codec) noexcept {
    return std::align_val_t{codec.alignment};
}

void destroy_value(const Codec& codec, std::byte* value) noexcept {
    codec.destroy(value);
    ::operator delete(value, alignment_of(codec));
}

/// Such a value takes no memory: `assign_default` makes it again.
bool is_plain_default(const Codec& codec, const void* value) {
    return (codec.nullable || codec.kind == ValueKind::Integer) && codec.is_default(value);
}

/// Those of a level: the outermost levels, which have the smallest numbers, keep their place.
SavedColumns& saved_columns(std::array<SavedColumns, 2>& all, std::uint32_t level) noexcept {
    const auto known = std::ranges::find(all, level, &SavedColumns::level);
    if (known != all.end()) {
        return *known;
    }
    const auto free = std::ranges::find(all, 0U, &SavedColumns::level);
    const auto place =
        free != all.end() ? free : std::ranges::max_element(all, {}, &SavedColumns::level);
    *place = {.level = level};
    return *place;
}

/// False when the level has the column's value already. A level that lost its place has it twice,
/// which does no harm.
bool note_saved(Cell& cell, const mapping::MappedColumn& column, std::uint32_t level) {
    const auto position =
        static_cast<std::size_t>(&column - mapper_of(cell).mapped_columns().data());
    if (position >= 64 || cell.extra == nullptr) {
        return true;
    }
    SavedColumns& saved = saved_columns(cell.extra->saved, level);
    const std::uint64_t bit = std::uint64_t{1} << position;
    return (std::exchange(saved.columns, saved.columns | bit) & bit) == 0;
}

void destroy_record(const UndoRecord& record) noexcept {
    if (record.image == nullptr) {
        return;
    }
    if (record.kind == UndoRecord::Kind::Member) {
        destroy_value(*record.column->codec, record.image);
    } else {
        destroy_image(mapper_of(*record.cell), record.image);
    }
}

}  // namespace

UndoLevel::~UndoLevel() {
    forget();
}

void UndoLevel::forget() noexcept {
    std::ranges::for_each(records, destroy_record);
    records.clear();
}

void UndoLevel::save_member(Cell& cell, const mapping::MappedColumn& column) {
    save_value(cell, column, member_of(cell, column));
}

void UndoLevel::save_value(Cell& cell, const mapping::MappedColumn& column, const void* value) {
    if (!note_saved(cell, column, number)) {
        return;
    }
    const Codec& codec = *column.codec;
    UndoRecord& record = records.emplace_back(
        UndoRecord{.kind = UndoRecord::Kind::Member, .cell = &cell, .column = &column});
    if (is_plain_default(codec, value)) {
        return;
    }
    void* memory = ::operator new(codec.size, alignment_of(codec));
    try {
        codec.copy(memory, value);
    } catch (...) {
        ::operator delete(memory, alignment_of(codec));
        records.pop_back();
        throw;
    }
    record.image = static_cast<std::byte*>(memory);
}

void UndoLevel::merge_into(UndoLevel& outer) {
    outer.records.reserve(outer.records.size() + records.size());
    for (const UndoRecord& record : records) {
        const bool is_known = record.kind == UndoRecord::Kind::Member &&
                              !note_saved(*record.cell, *record.column, outer.number);
        if (is_known) {
            destroy_record(record);
        } else {
            outer.records.push_back(record);
        }
    }
    records.clear();
}

namespace {

void take_back(UndoRecord& record) {
    Cell& cell = *record.cell;
    switch (record.kind) {
        case UndoRecord::Kind::Inserted:
            if (cell.state == ObjectState::Persistent) {
                cell.family->remove_from_identity_map(cell);
            }
            cell.family->store.become(cell, ObjectState::Transient);
            cell.loaded = always_fresh;
            if (record.column != nullptr) {
                assign_default(*record.column->codec, member_of(cell, *record.column));
            }
            return;
        case UndoRecord::Kind::Updated:
            if (cell.state == ObjectState::Persistent) {
                cell.family->remove_from_identity_map(cell);
                restore(cell, record.image);
                cell.family->add_to_identity_map(cell);
            } else {
                restore(cell, record.image);
            }
            return;
        case UndoRecord::Kind::Deleted:
            cell.family->store.become(cell, ObjectState::Persistent);
            cell.family->add_to_identity_map(cell);
            return;
        case UndoRecord::Kind::Member:
            if (record.image == nullptr) {
                assign_default(*record.column->codec, member_of(cell, *record.column));
            } else {
                record.column->codec->assign(member_of(cell, *record.column), record.image);
            }
            return;
    }
}

}  // namespace

void UndoLevel::undo() {
    for (auto record = records.rbegin(); record != records.rend(); ++record) {
        take_back(*record);
    }
    forget();
}

}  // namespace azoth::orm
