// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/migrate/operations/operation.hpp>

namespace azoth::migrate {

/// Steps in both directions.
struct Steps {
    std::vector<Operation> upgrade{};
    std::vector<Operation> downgrade{};
};

/// The steps with what the live database needs of them beyond the tables that are compared:
/// schemas that are not there are made, enumerations that are there are not made again, those that
/// something else uses are not dropped, and views, triggers, policies and the like that the server
/// would not let a column change beneath are taken down first and put back last, by the server's
/// own texts. `live` are the tables that are compared.
///
/// Throws MigrationError: `dependents-in-the-way` when something rests on what goes away, or cannot
/// be put back; `type-in-the-way` when an enumeration is there with other labels.
void fit_to(const Engine& engine, std::span<const schema::Table> live, Steps& steps);

}  // namespace azoth::migrate
