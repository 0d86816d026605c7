// SPDX-License-Identifier: MIT
#include "engine/core.hpp"

#include <azoth/base/error.hpp>
#include <azoth/engine/statement_lease.hpp>

#include <chrono>

namespace azoth::engine {

void EndShare::operator()(ConnectionCore* connection) const noexcept {
    if (--connection->shares == 0) {
        delete connection;
    }
}

StatementLease::StatementLease(ConnectionShare connection,
                               CachedStatement& cached,
                               std::unique_ptr<drivers::Statement> statement) noexcept
    : connection_(std::move(connection)),
      cached_(&cached),
      statement_(std::move(statement)),
      is_watched_(connection_->engine.core().is_watched()) {}

StatementLease::StatementLease(StatementLease&& other) noexcept = default;

StatementLease& StatementLease::operator=(StatementLease&& other) noexcept {
    if (this != &other) {
        release();
        connection_ = std::move(other.connection_);
        cached_ = other.cached_;
        statement_ = std::move(other.statement_);
        kept_tree_ = std::move(other.kept_tree_);
        attached_ = std::move(other.attached_);
        transaction_ = other.transaction_;
        is_watched_ = other.is_watched_;
    }
    return *this;
}

StatementLease::~StatementLease() {
    release();
}

const std::string& StatementLease::sql() const noexcept {
    return cached_->sql;
}

void StatementLease::release() noexcept {
    if (statement_ != nullptr) {
        statement_->reset();
        connection_->cache->give_back(*cached_, std::move(statement_));
        connection_.reset();
    }
}

StatementLease::Attached& StatementLease::attached() {
    if (attached_ == nullptr) {
        attached_ = std::make_unique<Attached>();
    }
    return *attached_;
}

void StatementLease::note(int parameter, const ValueView& value) {
    auto& noted = attached().noted;
    noted.resize(std::max(noted.size(), static_cast<std::size_t>(parameter) + 1));
    noted[static_cast<std::size_t>(parameter)] = Value::copy_of(value);
}

// An array for each column.
void StatementLease::note_rows(const drivers::RowBlock& rows) {
    auto& noted = attached().noted;
    noted.clear();
    for (std::size_t column = 0; column < rows.columns; ++column) {
        std::vector<Value> elements;
        for (std::size_t row = 0; row < rows.count; ++row) {
            Value scratch;
            elements.push_back(Value::copy_of(rows.view(row, column, scratch)));
        }
        noted.push_back(Value::array(std::move(elements)));
    }
}

void StatementLease::fetch_by(std::uint32_t rows) {
    connection_->before_statement();
    if (connection_->level > 0) {
        statement_->fetch_by(rows);
        transaction_ = connection_->transaction_number;
    }
}

void StatementLease::check_transaction() const {
    if (connection_->level == 0 || connection_->transaction_number != transaction_) {
        throw InvalidRequestError{"rows-ended",
                                  "cannot read on from the rows of the query: they were read by "
                                  "yield_per, and their transaction has ended; read them before "
                                  "it ends, or leave yield_per out"};
    }
}

void StatementLease::execute() {
    connection_->before_statement();
    Engine::Core& core = connection_->engine.core();
    const std::uint64_t trips_before = connection_->connection->traffic().round_trips;
    const auto count = [&] {
        core.statements.fetch_add(1, std::memory_order_relaxed);
        core.round_trips.fetch_add(connection_->connection->traffic().round_trips - trips_before,
                                   std::memory_order_relaxed);
    };
    if (!is_watched_) {
        statement_->execute();
        return count();
    }
    const auto start = std::chrono::steady_clock::now();
    const auto report = [&](std::string_view error) {
        const auto elapsed = std::chrono::steady_clock::now() - start;
        core.report(
            {.sql = cached_->sql,
             .parameters = attached().noted,
             .nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count(),
             .error = error});
    };
    try {
        statement_->execute();
    } catch (Error& error) {
        if (core.options.show_parameters && !attached().noted.empty()) {
            error.append(shown_parameters(attached().noted));
        }
        report(error.what());
        throw;
    } catch (const std::exception& error) {
        report(error.what());
        throw;
    }
    count();
    report({});
}

}  // namespace azoth::engine
