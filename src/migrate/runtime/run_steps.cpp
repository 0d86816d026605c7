// SPDX-License-Identifier: MIT
#include "migrate/runtime/run_steps.hpp"

#include <azoth/base/error.hpp>

#include "migrate/runtime/broken_objects.hpp"
#include "migrate/runtime/operation_runner.hpp"
#include "migrate/runtime/run_frame.hpp"

namespace azoth::migrate {
namespace {

void run_inside(Connection& connection, std::span<const Operation> steps, RunnerHooks hooks) {
    const std::vector<std::string> before = engine::broken_references(connection);
    const std::vector<std::string> broken = broken_objects(connection);
    OperationRunner runner{connection, std::move(hooks)};
    runner.run(steps);
    refuse_newly_broken(connection, broken);
    if (!engine::newly_broken_references(connection, before).empty()) {
        throw MigrationError{
            "broken-references",
            "cannot carry out the steps: rows would refer to rows that do not exist; "
            "move or delete them first"};
    }
}

}  // namespace

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
