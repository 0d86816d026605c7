// SPDX-License-Identifier: MIT
#include <azoth/base/error.hpp>
#include <azoth/migrate/verify/proof.hpp>

#include "migrate/verify/trial.hpp"

namespace azoth::migrate {

Proof prove(const MigrationPlan& plan,
            const std::function<Engine()>& next_scratch,
            std::size_t rows) {
    std::string refused;
    if (rows > 0) {
        try {
            return Trial{plan, next_scratch()}.run(rows);
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
        Proof proof = Trial{plan, next_scratch()}.run(0);
        proof.state = ProofState::ProvenWithoutRows;
        proof.note = refused;
        return proof;
    } catch (const DatabaseError& error) {
        fail_proof("a step does not work: " + error.message() + " (" + error.statement() + ")",
                   error.details());
    }
}

}  // namespace azoth::migrate
