// SPDX-License-Identifier: MIT
#include "testing/scripted_connection.hpp"

#include <azoth/base/error.hpp>

#include "testing/scripted_statement.hpp"

namespace azoth::testing {

void ScriptedConnection::step(std::string_view what, std::string_view sql, std::string_view more) {
    std::string line{what};
    if (!sql.empty()) {
        line.append(" ").append(sql);
    }
    const bool was_lost = is_lost_;
    try {
        script_.step(line.append(more), sql, is_lost_);
    } catch (...) {
        if (is_lost_ && !was_lost) {
            forget_transaction();
        }
        throw;
    }
}

/// As a server does whose client is gone, while somebody may still hold a statement of it here.
void ScriptedConnection::forget_transaction() noexcept {
    in_transaction_ = false;
    try {
        if (behind_ != nullptr && behind_->in_transaction()) {
            behind_->run_script("ROLLBACK");
        }
    } catch (const Error&) {
        // It ends with the connection.
    }
}

std::unique_ptr<drivers::Statement> ScriptedConnection::prepare(std::string_view sql) {
    step("prepare", sql);
    ++traffic_.prepares;
    const bool is_behind = behind_ != nullptr && !script_.knows(sql);
    return std::make_unique<ScriptedStatement>(
        *this, sql, is_behind ? behind_->prepare(sql) : nullptr);
}

void ScriptedConnection::run_script(std::string_view sql) {
    step("script", sql);
    ++traffic_.round_trips;
    if (behind_ != nullptr && !script_.knows(sql)) {
        return behind_->run_script(sql);
    }
    follow_transaction(sql);
}

void ScriptedConnection::defer(std::string_view sql) {
    step("defer", sql);
    if (behind_ != nullptr && !script_.knows(sql)) {
        return behind_->defer(sql);
    }
    follow_transaction(sql);
}

void ScriptedConnection::flush_deferred() {
    step("flush", {});
    if (behind_ != nullptr) {
        behind_->flush_deferred();
    }
}

bool ScriptedConnection::drop_deferred() noexcept {
    return behind_ != nullptr && behind_->drop_deferred();
}

void ScriptedConnection::cancel() noexcept {
    if (behind_ != nullptr) {
        behind_->cancel();
    }
}

void ScriptedConnection::set_query_timeout(std::int64_t milliseconds) {
    if (behind_ != nullptr) {
        behind_->set_query_timeout(milliseconds);
    }
}

bool ScriptedConnection::ping() noexcept {
    return is_usable() && (behind_ == nullptr || behind_->ping());
}

bool ScriptedConnection::is_usable() const noexcept {
    return !is_lost_ && (behind_ == nullptr || behind_->is_usable());
}

bool ScriptedConnection::in_transaction() const noexcept {
    return behind_ != nullptr ? behind_->in_transaction() : in_transaction_;
}

drivers::ServerVersion ScriptedConnection::server_version() const {
    return behind_ != nullptr ? behind_->server_version() : drivers::ServerVersion{.major = 100};
}

const drivers::Traffic& ScriptedConnection::traffic() const noexcept {
    return behind_ != nullptr ? behind_->traffic() : traffic_;
}

void* ScriptedConnection::native_handle() noexcept {
    return behind_ != nullptr ? behind_->native_handle() : nullptr;
}

void ScriptedConnection::follow_transaction(std::string_view sql) noexcept {
    if (sql.starts_with("BEGIN") || sql.starts_with("START TRANSACTION")) {
        in_transaction_ = true;
    } else if (sql == "COMMIT" || sql == "ROLLBACK") {
        in_transaction_ = false;
    }
}

}  // namespace azoth::testing
