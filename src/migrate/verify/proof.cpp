// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/migrate/verify/proof.hpp>

#include "migrate/verify/new_rows.hpp"
#include "migrate/verify/trial.hpp"

namespace azoth::migrate {

namespace {

/// What is written down already was tried as steps before.
Proof tried(const MigrationPlan& plan,
            const Engine& scratch,
            std::size_t rows,
            std::size_t wanted_rows) {
    Proof proof = Trial{plan, scratch}.run(rows);
    if (wanted_rows > 0 && !plan.carry_out) {
        proof.new_rows = try_new_rows(scratch, plan, rows + 1);
    }
    return proof;
}

}  // namespace

Proof prove(const MigrationPlan& plan,
            const std::function<Engine()>& next_scratch,
            std::size_t rows) {
    std::string refused;
    if (rows > 0) {
        try {
            return tried(plan, next_scratch(), rows, rows);
        } catch (const DatabaseError& error) {
            refused = error.message();
        } catch (const MigrationError& error) {
            if (error.code() != "broken-references") {
                throw;
            }
            refused = error.message();
        }
    }
    try {
        Proof proof = tried(plan, next_scratch(), 0, rows);
        proof.state = ProofState::ProvenWithoutRows;
        proof.note = refused;
        return proof;
    } catch (const DatabaseError& error) {
        fail_proof("a step does not work: " + error.message() + " (" + error.statement() + ")",
                   error.details());
    }
}

}  // namespace azoth::migrate
