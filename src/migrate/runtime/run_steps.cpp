// SPDX-License-Identifier: MIT
#include "migrate/runtime/run_steps.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>

#include "migrate/runtime/batches.hpp"
#include "migrate/runtime/operation_runner.hpp"

namespace azoth::migrate {
namespace {

void run_outside(Connection& connection, const std::vector<std::string>& statements) {
    connection.set_autocommit(true);
    for (const std::string& sql : statements) {
        connection.run_script(sql);
    }
    connection.set_autocommit(false);
}

void run_inside(Connection& connection, std::span<const Operation> steps, RunnerHooks hooks) {
    Transaction transaction = connection.begin();
    const std::vector<std::string> before = broken_references(connection);
    OperationRunner runner{connection, std::move(hooks)};
    runner.run(steps);
    if (broken_references(connection) != before) {
        throw MigrationError{
            "broken-references",
            "cannot carry out the steps: rows would refer to rows that do not exist; "
            "move or delete them first"};
    }
    transaction.commit();
}

}  // namespace

std::vector<std::string> broken_references(Connection& connection) {
    std::vector<std::string> result;
    const std::string sql = connection.dialect().rebuild_protocol().check;
    if (sql.empty()) {
        return result;
    }
    for (const auto& row : connection.query(sql)) {
        std::string text;
        for (const Value& value : row) {
            text += (text.empty() ? "" : ", ") + value.to_string();
        }
        result.push_back(std::move(text));
    }
    std::ranges::sort(result);
    return result;
}

std::vector<std::string> run_steps(const Engine& engine, std::span<const Operation> steps) {
    Connection connection = engine.connect();
    std::vector<std::string> sent;
    const bool has_protocol = needs_rebuild_protocol(steps, connection.dialect());
    const dialects::RebuildProtocol protocol = connection.dialect().rebuild_protocol();
    const auto note = [&](std::string_view sql) { sent.emplace_back(sql); };
    if (!has_protocol) {
        run_inside(connection, steps, {.on_statement = note});
        return sent;
    }
    run_outside(connection, protocol.before_transaction);
    try {
        run_inside(connection, steps, {.on_statement = note});
    } catch (...) {
        connection.rollback();
        run_outside(connection, protocol.after_transaction);
        throw;
    }
    run_outside(connection, protocol.after_transaction);
    return sent;
}

}  // namespace azoth::migrate
