// SPDX-License-Identifier: MIT
#include "migrate/runtime/run_steps.hpp"

#include <azoth/base/error.hpp>

#include <algorithm>

#include "migrate/runtime/operation_runner.hpp"
#include "migrate/runtime/run_frame.hpp"

namespace azoth::migrate {
namespace {

void run_inside(Connection& connection, std::span<const Operation> steps, RunnerHooks hooks) {
    const std::vector<std::string> before = broken_references(connection);
    OperationRunner runner{connection, std::move(hooks)};
    runner.run(steps);
    if (broken_references(connection) != before) {
        throw MigrationError{
            "broken-references",
            "cannot carry out the steps: rows would refer to rows that do not exist; "
            "move or delete them first"};
    }
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
    const auto note = [&](std::string_view sql) { sent.emplace_back(sql); };
    RunFrame frame{connection};
    frame.open(foreign_keys_during(steps, connection.dialect()));
    try {
        frame.begin();
        run_inside(connection, steps, {.on_statement = note});
        frame.commit();
    } catch (...) {
        frame.abandon();
        throw;
    }
    frame.close();
    return sent;
}

}  // namespace azoth::migrate
