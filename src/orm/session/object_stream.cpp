// SPDX-License-Identifier: MIT
#include "orm/session/object_stream.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>

namespace azoth::orm {

ObjectStream::ObjectStream(SessionCore& session, QueryPlan plan, const engine::ResultItem& item)
    : session_(&session),
      family_(session.store().family(*item.entity)),
      plan_(std::move(plan)),
      lease_(session.connection().run(plan_.statement)),
      reader_(family_, row_plan_) {
    engine::make_row_plan({&item, 1}, lease_->column_count(), {&row_plan_, 1});
    session.streams.push_back(this);
}

ObjectStream::~ObjectStream() {
    end();
}

void ObjectStream::end() noexcept {
    lease_.release();
    if (session_ != nullptr) {
        std::erase(std::exchange(session_, nullptr)->streams, this);
    }
}

bool ObjectStream::reaches(std::size_t index) {
    if (is_complete_ && index >= first_ + cells_.size()) {
        return false;
    }
    require_session();
    if (index >= first_ + cells_.size()) {
        read_batch();
    }
    return index < first_ + cells_.size();
}

Cell* ObjectStream::at(std::size_t index) const {
    require_session();
    if (index < first_) {
        throw InvalidRequestError{"rows-passed",
                                  "cannot go back to an object of the query: yield_per forgets "
                                  "each batch when it reads the next; keep a Ref to what is "
                                  "needed, or leave yield_per out"};
    }
    return cells_[index - first_];
}

void ObjectStream::require_session() const {
    if (session_ == nullptr) {
        throw InvalidRequestError{"rows-ended",
                                  "cannot read on from the objects of the query: they were read by "
                                  "yield_per, and their transaction has ended; read them before it "
                                  "ends, or leave yield_per out"};
    }
}

void ObjectStream::read_batch() {
    const SessionCore::Use use{*session_};
    forget_batch();
    try {
        while (cells_.size() < plan_.rows_per_batch) {
            if (!lease_.next()) {
                lease_.release();
                is_complete_ = true;
                break;
            }
            cells_.push_back(reader_.read(*lease_));
            if (reader_.made_last()) {
                made_.push_back(cells_.back());
            }
        }
        follow_result(*session_, family_, plan_, cells_);
    } catch (...) {
        end();
        throw;
    }
}

void ObjectStream::forget_batch() {
    ResultPeers* neighbours = made_.empty() ? nullptr : family_.store.peers_of(*made_.front());
    if (neighbours != nullptr) {
        neighbours->cells.clear();
        neighbours->own = neighbours->refused.empty() ? 0 : neighbours->own;
    }
    for (Cell* cell : made_) {
        const bool is_as_loaded = cell->state == ObjectState::Persistent &&
                                  cell->flags.is(flag::bound) && cell->extra == nullptr;
        if (is_as_loaded && !cell->is_linked_to &&
            cell->references.load(std::memory_order_acquire) == 0) {
            family_.recycle(*cell);
        }
    }
    first_ += cells_.size();
    cells_.clear();
    made_.clear();
}

}  // namespace azoth::orm
