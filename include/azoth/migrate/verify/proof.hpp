// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>
#include <azoth/migrate/operations/operation.hpp>

#include <functional>

namespace azoth::migrate {

/// What is to be proven: that `upgrade` leads from `live` to `wanted`, and `downgrade` back.
struct Claim {
    std::span<const schema::Table> live{};
    std::span<const schema::Table> wanted{};
    std::span<const Operation> upgrade{};
    std::span<const Operation> downgrade{};
};

enum class ProofState : std::uint8_t {
    NotTried,
    Proven,            ///< with rows in the tables
    ProvenWithoutRows  ///< rows can refuse a step: `note` says what the generated ones met
};

/// The statements that were sent for one direction.
struct ProvenDirection {
    std::vector<std::string> statements{};
    bool makes_tables_anew = false;  ///< foreign keys were not enforced meanwhile
};

struct Proof {
    ProofState state = ProofState::NotTried;
    std::string note{};
    ProvenDirection upgrade{};
    ProvenDirection downgrade{};
};

/// Builds the live schema on an empty scratch database with some rows in each table, then upgrades
/// (equal to the wanted schema?), downgrades (equal to the live one, and every row kept in the
/// columns that survive?), and upgrades again. `next_scratch` gives an empty database each time it
/// is called. Throws MigrationError (`proof-failed`).
[[nodiscard]] Proof prove(const Claim& claim,
                          const std::function<Engine()>& next_scratch,
                          std::size_t rows);

/// INSERT statements for a table's n-th row, distinct in every column; references point to the n-th
/// row of the referred table. Columns that the database fills by itself are left out.
[[nodiscard]] std::string generated_row(const schema::Table& table,
                                        std::size_t number,
                                        const dialects::Dialect& dialect);

}  // namespace azoth::migrate
