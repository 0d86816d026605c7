// SPDX-License-Identifier: MIT
#include "orm/session/session_core.hpp"

#include "orm/state/access.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>

namespace azoth {

using orm::Cell;
using orm::Comparison;
using orm::RefBase;
using orm::SessionCore;
using Use = orm::SessionCore::Use;

Session::Session(Engine engine, const SessionOptions& options)
    : core_(std::make_unique<SessionCore>(std::move(engine), options)) {}
Session::Session(Session&& other) noexcept = default;
Session& Session::operator=(Session&& other) noexcept = default;
Session::~Session() = default;

SessionCore& Session::core() const {
    if (core_ == nullptr) {
        throw InvalidRequestError{
            "session-moved",
            "cannot use the session: it was moved into another variable; use that one"};
    }
    return *core_;
}

RefBase Session::add_object(const tree::Entity& entity, void* object) {
    const Use use{core()};
    return RefBase{core_->add_object(core_->store().family(entity), object)};
}

void Session::add_cell(Cell* cell) {
    const Use use{core()};
    if (cell == nullptr) {
        core_->check_known(cell, "add");
    }
    core_->store().attach(cell);
}

RefBase Session::get_object(const tree::Entity& entity, std::span<const ValueView> key) {
    const Use use{core()};
    return RefBase{core_->get(core_->store().family(entity), key)};
}

void Session::remove_cell(Cell* cell) {
    const Use use{core()};
    core_->check_known(cell, "remove");
    const ObjectState state = orm::state_of(cell);
    if (state == ObjectState::Transient || state == ObjectState::Detached) {
        throw InvalidRequestError{
            "not-removable",
            "cannot remove the " + std::string{orm::mapper_of(*cell).type_name()} +
                ": the session does not know it; load it with `session.get` first"};
    }
    core_->remove(*cell);
}

void Session::expire_cell(Cell* cell, orm::Expiry expiry) {
    const Use use{core()};
    core_->check_known(cell, expiry == orm::Expiry::Now ? "refresh" : "expire");
    if (cell->state != ObjectState::Persistent) {
        throw InvalidRequestError{"not-persistent",
                                  "cannot refresh or expire the " +
                                      std::string{orm::mapper_of(*cell).type_name()} +
                                      ": it stands for no row of this session; flush() it first"};
    }
    core_->expire_with_links(*cell);
    if (expiry == orm::Expiry::Now) {
        core_->reload(*cell);
    }
}

void Session::expire_all() {
    const Use use{core()};
    core_->store().expire_all();
}

RefBase Session::merge_object(const tree::Entity& entity, void* object) {
    const Use use{core()};
    core_->autoflush();
    const NoAutoflush held_back{*core_};  // new children have no parent yet
    return RefBase{core_->merge_object(core_->store().family(entity), object)};
}

void Session::expunge_cell(Cell* cell) {
    const Use use{core()};
    core_->check_known(cell, "expunge");
    core_->expunge(*cell);
}

void Session::expunge_all() {
    const Use use{core()};
    for (const auto& family : core_->store().families()) {
        family->for_each([&](Cell& cell) { core_->store().expunge(&cell); });
    }
}

void Session::flush() {
    const Use use{core()};
    core_->flush(Comparison::Explicit);
}

void Session::commit() {
    const Use use{core()};
    core_->commit();
}

void Session::rollback() {
    const Use use{core()};
    core_->rollback();
}

void Session::close() {
    const Use use{core()};
    core_->renew();
}

NestedTransaction Session::begin_nested() {
    const Use use{core()};
    return NestedTransaction{*core_, core_->begin_nested()};
}

bool Session::is_cell_modified(Cell* cell) {
    const Use use{core()};
    core_->check_known(cell, "look at");
    if (cell->state == ObjectState::Pending) {
        return true;
    }
    if (cell->state != ObjectState::Persistent || cell->extra == nullptr) {
        return false;
    }
    std::vector<std::uint16_t> changed;
    if (cell->extra->image != nullptr) {
        orm::compare(*cell, changed);
    }
    return !changed.empty() || !cell->extra->assignments.empty();
}

const void* Session::known_member(Cell* cell, std::uint32_t offset) const {
    const Use use{core()};
    core_->check_known(cell, "look at");
    const mapping::MappedColumn* column = cell->family->mapper.find_column(offset);
    if (column == nullptr) {
        throw ArgumentError{"no-history",
                            "cannot look up the history of a member of " +
                                std::string{cell->family->mapper.type_name()} +
                                ": it is no column; name one that is"};
    }
    return orm::known_value(*cell, *column);
}

Cell* Session::failed_cell(const tree::Entity& entity) const {
    Cell* failed = core().failed;
    return failed != nullptr && &failed->family->mapper.entity() == &entity ? failed : nullptr;
}

engine::StatementLease Session::change(const tree::Tree& statement, const tree::Entity& entity) {
    const Use use{core()};
    core_->autoflush();
    auto lease = core_->connection().run(statement);
    if (core_->contains_delete(*statement.node)) {
        core_->expire_after_delete(entity);
    } else {
        core_->store().expire(core_->store().family(entity));
    }
    return lease;
}

engine::StatementLease Session::run_text(std::string_view sql,
                                         std::span<const NamedValue> parameters) {
    const Use use{core()};
    core_->autoflush();
    return core_->connection().run_text(sql, parameters);
}

Connection& Session::connection() {
    const Use use{core()};
    return core_->connection();
}

const Engine& Session::engine() const {
    return core().engine;
}

const SessionStatistics& Session::stats() const {
    core().statistics.comparisons = core_->store().comparisons;
    return core_->statistics;
}

namespace orm {

SessionLink::SessionLink(SessionCore& session) noexcept : store_(&session.store()) {
    store_->retain();
}

SessionLink::~SessionLink() {
    if (store_ != nullptr) {
        store_->release();
    }
}

SessionCore* SessionLink::session() const noexcept {
    const bool is_open = store_ != nullptr && store_->is_open();
    return is_open ? &static_cast<SessionCore&>(store_->host()) : nullptr;
}

}  // namespace orm

NestedTransaction::~NestedTransaction() {
    SessionCore* session = link_.session();
    if (session == nullptr || !session->has_level(level_)) {
        return;
    }
    try {
        const Use use{*session};
        session->rollback_nested(level_);
    } catch (const std::exception&) {
        session->require_rollback();  // a destructor has nobody to tell; the session says it at
                                      // its next use
    }
}

SessionCore& NestedTransaction::open_session() const {
    SessionCore* session = link_.session();
    if (session == nullptr) {
        throw InvalidRequestError{
            "transaction-ended",
            "cannot end the savepoint: its session is closed, which rolled it back"};
    }
    return *session;
}

void NestedTransaction::commit() {
    const Use use{open_session()};
    open_session().commit_nested(level_);
}

void NestedTransaction::rollback() {
    const Use use{open_session()};
    open_session().rollback_nested(level_);
}

NoAutoflush::NoAutoflush(SessionCore& session) noexcept : link_(session) {
    ++session.flushes_held_back;
}

NoAutoflush::~NoAutoflush() {
    if (SessionCore* session = link_.session()) {
        --session->flushes_held_back;
    }
}

}  // namespace azoth
