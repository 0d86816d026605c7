// SPDX-License-Identifier: MIT
#include "migrate/runtime/run_steps.hpp"

#include <azoth/base/error.hpp>
#include <azoth/engine/definitions.hpp>

#include "migrate/runtime/broken_objects.hpp"
#include "migrate/runtime/operation_runner.hpp"
#include "migrate/runtime/run_frame.hpp"

namespace azoth::migrate {
namespace {

class Notes final : public StepKeeper {
public:
    void end_statement(const PlannedStep& /*step*/, const PlannedStatement& statement) override {
        sent.push_back(statement.sql);
    }

    std::vector<std::string> sent{};
};

void run_inside(Connection& connection, std::span<const Operation> steps, Notes& notes) {
    const std::vector<std::string> before = engine::broken_references(connection);
    const std::vector<std::string> broken = broken_objects(connection);
    OperationRunner runner{connection, notes};
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
    Notes notes;
    RunFrame frame{connection};
    if (!connection.dialect().capabilities().transactional_ddl) {
        const engine::DefinitionScope outside{connection};
        run_inside(connection, steps, notes);
        return std::move(notes.sent);
    }
    frame.open(foreign_keys_during(steps, connection.dialect()));
    try {
        frame.begin();
        run_inside(connection, steps, notes);
        frame.commit();
    } catch (...) {
        frame.abandon();
        throw;
    }
    frame.close();
    return std::move(notes.sent);
}

void try_steps(const Engine& engine,
               std::span<const Operation> steps,
               const std::function<void(Connection&)>& before,
               const std::function<void(Connection&)>& after) {
    Connection connection = engine.connect();
    Notes notes;
    RunFrame frame{connection};
    frame.open(foreign_keys_during(steps, connection.dialect()));
    frame.begin();
    before(connection);
    run_inside(connection, steps, notes);
    after(connection);
    frame.abandon();
}

}  // namespace azoth::migrate
