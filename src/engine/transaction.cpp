// SPDX-License-Identifier: MIT
#include "engine/core.hpp"

#include <azoth/base/error.hpp>
#include <azoth/engine/connection.hpp>

namespace azoth {

namespace engine {

namespace {

std::string savepoint_name(std::uint32_t level) {
    return "azoth_" + std::to_string(level);
}

void run(ConnectionCore& core, std::string_view sql) {
    Engine::Core& owner = core.engine.core();
    if (owner.is_watched()) {
        owner.report({.sql = sql});
    }
    const drivers::Traffic& traffic = core.connection->traffic();
    const std::uint64_t trips_before = traffic.round_trips;
    core.connection->run_script(sql);
    owner.round_trips.fetch_add(traffic.round_trips - trips_before, std::memory_order_relaxed);
}

void defer(ConnectionCore& core, std::string_view sql) {
    const Engine::Core& owner = core.engine.core();
    if (owner.is_watched()) {
        owner.report({.sql = sql});
    }
    core.connection->defer(sql);
}

}  // namespace

ConnectionCore::ConnectionCore(Engine owner, pool::Lease leased) noexcept
    : engine(std::move(owner)),
      lease(std::move(leased)),
      connection(lease->connection.get()),
      cache(static_cast<StatementCache*>(lease->attachment.get())) {}

ConnectionCore::~ConnectionCore() {
    try {
        if (level > 0) {
            rollback(1);
        }
    } catch (const std::exception&) {
        lease.invalidate();  // a destructor has nobody to tell; the connection is not handed out
                             // again
    }
}

void ConnectionCore::before_statement() {
    if (state == TransactionState::None && !autocommit) {
        begin();
        begun_by_itself = true;
    }
    if (state == TransactionState::Due) {
        send_begin();
    }
}

// Where it is run at once it can be refused: it is due again then.
void ConnectionCore::send_begin() {
    state = TransactionState::Open;
    try {
        defer(*this, engine.dialect().begin(engine.options().isolation, access));
    } catch (const std::exception&) {
        state = TransactionState::Due;
        throw;
    }
}

void ConnectionCore::enter_level(std::uint32_t new_level) {
    begin_numbers.resize(new_level);
    begin_numbers.back() = ++last_begin_number;
    level = new_level;
}

std::uint32_t ConnectionCore::begin(Access wanted) {
    if (level == 0) {
        enter_level(1);
        access = engine.options().read_only ? Access::ReadOnly : wanted;
        state = TransactionState::Due;
        begun_by_itself = false;
        ++transaction_number;
        return level;
    }
    if (std::exchange(begun_by_itself, false)) {
        return level;  // as a savepoint, what is committed there would be lost with a transaction
                       // that nobody ends
    }
    before_statement();
    defer(*this, engine.dialect().savepoint(savepoint_name(level + 1)));
    enter_level(level + 1);
    return level;
}

void ConnectionCore::commit(std::uint32_t ended_level) {
    if (ended_level > 1) {
        const std::string release = engine.dialect().release_savepoint(savepoint_name(ended_level));
        if (!release.empty()) {
            defer(*this, release);
        }
        level = ended_level - 1;
        return;
    }
    if (state == TransactionState::Open) {
        commit_open();
    }
    leave_transaction();
}

void ConnectionCore::leave_transaction() {
    const bool was_sent = state == TransactionState::Open;
    level = 0;
    state = TransactionState::None;
    if (!was_sent || engine.options().read_only || access == Access::Default) {
        return;
    }
    if (const std::string sql = engine.dialect().after_transaction(access); !sql.empty()) {
        run(*this, sql);
    }
}

// A refused COMMIT ends the transaction of some databases and leaves that of others open.
void ConnectionCore::commit_open() {
    try {
        run(*this, engine.dialect().commit());
    } catch (const std::exception&) {
        if (connection->is_usable() && !connection->in_transaction()) {
            leave_transaction();
        }
        throw;
    }
}

void ConnectionCore::rollback(std::uint32_t ended_level) {
    if (ended_level > 1) {
        level = ended_level - 1;
        run(*this, engine.dialect().rollback_to_savepoint(savepoint_name(ended_level)));
        return;
    }
    if (state == TransactionState::Open && connection->is_usable()) {
        rollback_open();
    }
    leave_transaction();
}

void ConnectionCore::rollback_open() {
    // After a failure the server would refuse what was to travel with the next statement, and this
    // one with it.
    connection->drop_deferred();
    try {
        run(*this, engine.dialect().rollback());
    } catch (const std::exception&) {
        // Some databases end a transaction by themselves when a statement fails badly.
        const bool has_ended = connection->is_usable() && !connection->in_transaction();
        if (!has_ended) {
            level = 0;
            state = TransactionState::None;
            throw;
        }
    }
}

}  // namespace engine

Transaction::Transaction(engine::ConnectionShare connection, std::uint32_t level) noexcept
    : connection_(std::move(connection)),
      level_(level),
      number_(connection_->begin_numbers[level - 1]) {}

Transaction::Transaction(Transaction&&) noexcept = default;

Transaction::~Transaction() {
    try {
        rollback();
    } catch (const std::exception&) {
        connection_->lease
            .invalidate();  // a destructor has nobody to tell; the pool drops the connection
    }
}

bool Transaction::is_active() const noexcept {
    return connection_ != nullptr && connection_->is_active(level_, number_);
}

void Transaction::commit() {
    if (!is_active()) {
        throw InvalidRequestError{"transaction-ended",
                                  "cannot commit the transaction: it was committed or rolled back "
                                  "before; begin a new one"};
    }
    connection_->commit(level_);
    connection_.reset();
}

void Transaction::rollback() {
    if (is_active()) {
        connection_->rollback(level_);
    }
    connection_.reset();
}

}  // namespace azoth
