// SPDX-License-Identifier: MIT
#include "orm/state/undo.hpp"

#include "orm/state/family.hpp"
#include "orm/state/view_row.hpp"

#include <iterator>

namespace azoth::orm {

UndoLevel::~UndoLevel() {
    for (const UndoRecord& record : records) {
        if (record.image != nullptr) {
            destroy_image(mapper_of(*record.cell), record.image);
        }
    }
}

void UndoLevel::save_member(Cell& cell, const record::MappedColumn& column) {
    UndoRecord record{.kind = UndoRecord::Kind::Member, .cell = &cell, .column = &column};
    const void* member = member_of(cell, column);
    if (!column.codec->is_default(member)) {
        Value scratch;
        record.value = std::make_unique<Value>(Value::copy_of(column.codec->view(member, scratch)));
    }
    records.push_back(std::move(record));
}

void UndoLevel::merge_into(UndoLevel& outer) {
    outer.records.insert(outer.records.end(),
                         std::make_move_iterator(records.begin()),
                         std::make_move_iterator(records.end()));
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
            cell.state = ObjectState::Transient;
            cell.loaded = always_fresh;
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
            cell.state = ObjectState::Persistent;
            cell.family->add_to_identity_map(cell);
            return;
        case UndoRecord::Kind::Member:
            if (record.value == nullptr) {
                assign_default(*record.column->codec, member_of(cell, *record.column));
            } else {
                assign_view(
                    *record.column->codec, member_of(cell, *record.column), record.value->view());
            }
            return;
    }
}

}  // namespace

void UndoLevel::undo() {
    for (auto record = records.rbegin(); record != records.rend(); ++record) {
        take_back(*record);
    }
    for (const UndoRecord& record : records) {
        if (record.image != nullptr) {
            destroy_image(mapper_of(*record.cell), record.image);
        }
    }
    records.clear();
}

}  // namespace azoth::orm
