// SPDX-License-Identifier: MIT
#include "orm/session/session_core.hpp"

#include "orm/session/object_stream.hpp"
#include "orm/state/access.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>
#include <string>

namespace azoth::orm {

namespace {

/// Its address tells the threads apart.
thread_local const char this_thread = 0;

}  // namespace

SessionCore::SessionCore(Engine owner, const SessionOptions& session_options)
    : engine(std::move(owner)), options(session_options), store_(new Store{*this, engine}) {}

SessionCore::~SessionCore() {
    close();
    store_->close();
    store_->release();
}

SessionCore::Use::Use(SessionCore& core) {
    const void* expected = nullptr;
    if (core.user_.compare_exchange_strong(expected, &this_thread, std::memory_order_acquire)) {
        claimed_ = &core.user_;
    } else if (expected != &this_thread) {
        throw InvalidRequestError{
            "session-in-use",
            "cannot use the session: another thread is using it; give each thread "
            "a session of its own"};
    }
}

SessionCore::Use::~Use() {
    if (claimed_ != nullptr) {
        claimed_->store(nullptr, std::memory_order_release);
    }
}

Connection& SessionCore::connection() {
    if (needs_rollback_) {
        throw InvalidRequestError{"rollback-due",
                                  "cannot go on with the session: a flush or commit failed; call "
                                  "rollback() first"};
    }
    if (!connection_) {
        connection_.emplace(engine.connect());
        transaction_.emplace(connection_->begin(options.access));
        if (store_->levels.empty()) {
            store_->levels.emplace_back(store_->next_level++);
        }
    }
    return *connection_;
}

bool SessionCore::has_changes(EntityStore& family) {
    if (family.unflushed > 0) {
        return true;
    }
    const std::vector<Cell*> changed = changed_objects(family, Comparison::Recent);
    for (Cell* cell : changed) {
        touch(*cell);  // the flush that follows compares it again
    }
    return !changed.empty();
}

bool SessionCore::links_changed(const StatementTables& tables) const {
    return std::ranges::any_of(store_->secondary.all(), [&](const SecondaryChange& change) {
        return std::ranges::find(tables.tables, change.relationship->secondary) !=
               tables.tables.end();
    });
}

void SessionCore::autoflush(EntityStore& family) {
    if (options.autoflush && flushes_held_back == 0 && !is_flushing_ && has_changes(family)) {
        flush(Comparison::Hot);
    }
}

bool SessionCore::may_have_changes() const noexcept {
    return !store_->secondary.empty() ||
           std::ranges::any_of(store_->families(), [](const auto& family) {
               return family->unflushed > 0 || !family->candidates.empty() ||
                      !family->checked.empty();
           });
}

// The statement is walked only where something may have to be written.
void SessionCore::autoflush(const tree::Node& statement) {
    if (options.autoflush && flushes_held_back == 0 && !is_flushing_ && may_have_changes()) {
        autoflush(tables_of(statement));
    }
}

void SessionCore::autoflush(const StatementTables& tables) {
    if (!options.autoflush || flushes_held_back > 0 || is_flushing_) {
        return;
    }
    bool is_due = links_changed(tables);
    for (const tree::Entity* entity : tables.entities) {
        is_due = is_due || has_changes(store_->family(*entity));
    }
    if (is_due) {
        flush(Comparison::Hot);
    }
}

void SessionCore::autoflush() {
    if (options.autoflush && flushes_held_back == 0) {
        flush(Comparison::Recent);
    }
}

void SessionCore::flush(Comparison comparison) {
    if (is_flushing_) {
        return;
    }
    if (needs_rollback_) {
        (void)connection();
    }
    const bool has_lists = !store_->pending.empty() || !store_->removed.empty() ||
                           !store_->linked.empty() || !store_->secondary.empty();
    const bool is_changed =
        has_lists || std::ranges::any_of(store_->families(), [&](const auto& family) {
            return has_changed_objects(*family, comparison);
        });
    statistics.comparisons = store_->comparisons;
    if (!is_changed) {
        return;
    }
    Connection& open = connection();
    failed = nullptr;
    is_flushing_ = true;
    Flush work{*store_, open, comparison};
    try {
        cascade();
        work.run();
    } catch (...) {
        is_flushing_ = false;
        needs_rollback_ = true;
        failed = work.failed();
        throw;
    }
    is_flushing_ = false;
    ++statistics.flushes;
    statistics.comparisons = store_->comparisons;
}

// Their statements belong to the connection.
void SessionCore::end_streams() noexcept {
    while (!streams.empty()) {
        streams.back()->end();
    }
}

void SessionCore::end_transaction() noexcept {
    end_streams();
    savepoints_.clear();
    transaction_.reset();
    connection_.reset();
}

void SessionCore::commit() {
    flush(Comparison::All);
    if (connection_) {
        end_streams();
        try {
            transaction_->commit();
        } catch (...) {
            needs_rollback_ = true;
            throw;
        }
        end_transaction();
    }
    store_->levels.clear();
    store_->end_transaction(options.expire_on_commit ? Store::Expire::Everything
                                                     : Store::Expire::Nothing);
}

void SessionCore::rollback() {
    if (connection_) {
        end_streams();
        try {
            transaction_->rollback();
        } catch (const DatabaseError&) {
            connection_->invalidate();  // the server ends the transaction with the connection
        }
        end_transaction();
    }
    if (store_->levels.empty()) {
        store_->levels.emplace_back(store_->next_level++);
    }
    merge_levels_above(0);
    store_->roll_back_level();
    store_->levels.clear();
    needs_rollback_ = false;
}

void SessionCore::close() noexcept {
    try {
        rollback();
    } catch (const std::exception&) {
        end_transaction();
        needs_rollback_ = false;
    }
}

void SessionCore::renew() {
    close();
    auto* fresh = new Store{*this, engine};
    store_->close();
    std::exchange(store_, fresh)->release();
    failed = nullptr;
    flushes_held_back = 0;
}

bool SessionCore::contains_delete(const tree::Node& statement) noexcept {
    const tree::Node* node = &statement;
    while (node->kind != tree::StatementKind::Delete && node->kind != tree::StatementKind::Update &&
           node->kind != tree::StatementKind::Insert && node->child_count > 0) {
        node = node->child(0);
    }
    return node->kind == tree::StatementKind::Delete;
}

// Savepoints

std::uint32_t SessionCore::begin_nested() {
    flush(Comparison::Explicit);
    Connection& open = connection();
    savepoints_.push_back(open.begin());
    return store_->levels.emplace_back(store_->next_level++).number;
}

bool SessionCore::has_level(std::uint32_t level) const noexcept {
    return std::ranges::find(store_->levels, level, &UndoLevel::number) != store_->levels.end();
}

std::size_t SessionCore::level_index(std::uint32_t level) const {
    const auto found = std::ranges::find(store_->levels, level, &UndoLevel::number);
    if (found == store_->levels.end()) {
        throw InvalidRequestError{
            "transaction-ended",
            "cannot end the savepoint: it has ended, or the transaction around it "
            "has; begin a new one with begin_nested()"};
    }
    return static_cast<std::size_t>(found - store_->levels.begin());
}

void SessionCore::merge_levels_above(std::size_t index) {
    while (store_->levels.size() > index + 1) {
        store_->levels.back().merge_into(store_->levels[store_->levels.size() - 2]);
        store_->levels.pop_back();
    }
}

void SessionCore::drop_savepoints_from(std::size_t index) noexcept {
    while (savepoints_.size() > index) {
        savepoints_.pop_back();
    }
}

void SessionCore::commit_nested(std::uint32_t level) {
    const std::size_t index = level_index(level);
    flush(Comparison::Explicit);
    merge_levels_above(index - 1);
    savepoints_[index - 1].commit();
    drop_savepoints_from(index - 1);
}

void SessionCore::rollback_nested(std::uint32_t level) {
    const std::size_t index = level_index(level);
    merge_levels_above(index);
    savepoints_[index - 1].rollback();
    drop_savepoints_from(index - 1);
    store_->roll_back_level();
    store_->levels.pop_back();
    needs_rollback_ = false;
}

}  // namespace azoth::orm
