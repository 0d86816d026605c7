// SPDX-License-Identifier: MIT
#include "orm/state/access.hpp"

#include <azoth/base/error.hpp>

#include <string>

namespace azoth::orm {

namespace {

/// Throws where the object cannot be looked at. False: it can, and there is nothing to prepare.
bool needs_preparation(const Cell* cell) {
    if (cell == nullptr) {
        throw InvalidRequestError{
            "null-ref",
            "cannot access an object through an empty Ref: it refers to nothing; test it "
            "with `if (ref)` first"};
    }
    const auto name = [&] { return std::string{mapper_of(*cell).type_name()}; };
    switch (cell->state) {
        case ObjectState::Transient:
        case ObjectState::Pending:
            return cell->family != nullptr && cell->family->store.is_open();
        case ObjectState::Persistent:
            return cell->family->store.is_open();
        case ObjectState::Deleted:
            throw ObjectDeletedError{"object-deleted",
                                     "cannot access the " + name() +
                                         ": its row was deleted; keep a copy "
                                         "of what is needed before (`session.value(ref)`)"};
        case ObjectState::Detached:
            throw DetachedInstanceError{
                "expunged",
                "cannot access the " + name() +
                    ": it was expunged from its session; "
                    "keep a copy of what is needed before (`session.value(ref)`)"};
    }
    return false;
}

}  // namespace

void ensure_fresh(Cell& cell) {
    if (cell.loaded < cell.clock->oldest_fresh) {
        cell.family->store.host().reload(cell);
    }
}

void touch(Cell& cell) {
    CellExtra& extra = extra_of(cell);
    if (extra.image == nullptr) {
        extra.image = make_image(cell);
    }
    if (!cell.flags.has(flag::candidate)) {
        cell.family->candidates.push_back(&cell);
        cell.flags.set(flag::candidate);
    }
    cell.touched = cell.clock->epoch;
}

void prepare_for_reading(Cell* cell) {
    if (needs_preparation(cell) && cell->state == ObjectState::Persistent) {
        ensure_fresh(*cell);
    }
}

void prepare_for_writing(Cell* cell) {
    if (!needs_preparation(cell)) {
        return;
    }
    if (cell->state != ObjectState::Persistent) {
        cell->touched = cell->clock->epoch;
        return;
    }
    ensure_fresh(*cell);
    touch(*cell);
}

void hold_cell(Cell* cell) noexcept {
    if (cell->family != nullptr) {
        cell->family->store.retain();
    }
}

void release_cell(Cell* cell) noexcept {
    if (cell->family != nullptr) {
        cell->family->store.release();
    } else {
        destroy_loose_cell(cell);
    }
}

ObjectState state_of(const Cell* cell) noexcept {
    if (cell == nullptr) {
        return ObjectState::Transient;
    }
    const bool is_closed = cell->family != nullptr && !cell->family->store.is_open();
    return is_closed && cell->state == ObjectState::Persistent ? ObjectState::Detached
                                                               : cell->state;
}

bool is_live(const Cell& cell) noexcept {
    return (cell.state == ObjectState::Pending || cell.state == ObjectState::Persistent) &&
           !cell.flags.has(flag::removed);
}

}  // namespace azoth::orm
