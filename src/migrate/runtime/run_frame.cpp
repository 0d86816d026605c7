// SPDX-License-Identifier: MIT
#include "migrate/runtime/run_frame.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>

#include "migrate/runtime/batches.hpp"

namespace azoth::migrate {

ForeignKeys foreign_keys_during(std::span<const Operation> steps,
                                const dialects::Dialect& dialect) {
    return needs_rebuild_protocol(steps, dialect) ? ForeignKeys::CheckedAtTheEnd
                                                  : ForeignKeys::Enforced;
}

ForeignKeys foreign_keys_during_code(const dialects::Dialect& dialect) {
    return dialect.rebuild_protocol().before_transaction.empty() ? ForeignKeys::Enforced
                                                                 : ForeignKeys::CheckedAtTheEnd;
}

namespace {

[[noreturn]] void refuse_transaction(const RunnableRevision& revision, std::string_view why) {
    throw MigrationError{"not-transactional",
                         "cannot run revision " + text_utility::quoted(revision.info.id) + " (" +
                             revision.info.path + ") in a single transaction: " + std::string{why} +
                             "; leave --single-transaction out, or run this revision on its own"};
}

}  // namespace

bool has_transaction(const RunnableRevision& revision, const dialects::Dialect& dialect) {
    return revision.info.transactional && dialect.capabilities().transactional_ddl;
}

void refuse_without_transaction(const RunnableRevision& revision,
                                const dialects::Dialect& dialect) {
    if (!revision.info.transactional) {
        refuse_transaction(revision, "it says of itself that it is not transactional");
    }
    if (!has_transaction(revision, dialect)) {
        refuse_transaction(revision,
                           std::string{dialect.name()} + " takes no definitions inside of one");
    }
}

void refuse_concurrent_step(const RunnableRevision& revision) {
    refuse_transaction(revision,
                       "it makes or drops an index concurrently, which no transaction may hold");
}

RunFrame::~RunFrame() {
    if (transaction_ || unwatched_) {
        abandon();
    }
}

void RunFrame::open(ForeignKeys foreign_keys) {
    connection_.rollback();
    if (foreign_keys == ForeignKeys::CheckedAtTheEnd) {
        unwatched_.emplace(connection_);
    }
}

void RunFrame::begin() {
    transaction_.emplace(connection_.begin());
}

void RunFrame::commit() {
    transaction_->commit();
    transaction_.reset();
}

void RunFrame::close() {
    if (unwatched_) {
        unwatched_->end();
        unwatched_.reset();
    }
}

void RunFrame::abandon() noexcept {
    try {
        transaction_.reset();
        connection_.rollback();
        connection_.set_autocommit(false);
        close();
    } catch (const std::exception&) {
        connection_.invalidate();
    }
}

}  // namespace azoth::migrate
