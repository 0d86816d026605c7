// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>
#include <azoth/migrate/operations/operation.hpp>
#include <azoth/migrate/runtime/run_transaction.hpp>

#include "migrate/runtime/batches.hpp"
#include "migrate/runtime/planned_step.hpp"

namespace azoth::migrate {

/// Carries out steps on a live connection.
class OperationRunner {
public:
    OperationRunner(Connection& connection, StepKeeper& keeper)
        : connection_{connection}, keeper_{keeper} {}

    /// `after`: whether what follows in the same transaction may use labels that the steps add.
    void run(std::span<const Operation> operations, ddl::LabelUse after = ddl::LabelUse::Later);
    [[nodiscard]] std::size_t statements() const noexcept { return statements_; }
    /// The statement that was sent last: what failed, when something did.
    [[nodiscard]] const std::string& last_statement() const noexcept { return last_; }
    void forget_last_statement() { last_.clear(); }

private:
    void run_batch(const Batch& batch);
    void carry_out(PlannedStep step);
    void send(const PlannedStatement& statement, const operations::Run* code);
    void plan(PlannedStep& step, const Operation& operation);
    void plan_rebuild(PlannedStep& step, std::span<const Operation> steps);
    void plan_definition(PlannedStep& step, const Operation& operation);
    void drop_invalid_index(PlannedStep& step, const operations::CreateIndex& index);
    [[nodiscard]] std::optional<schema::Table> live_table(const TableName& name);

    Connection& connection_;
    StepKeeper& keeper_;
    std::size_t statements_ = 0;
    std::string last_{};
};

/// In one transaction for the whole run a later revision may use what an earlier one adds.
[[nodiscard]] constexpr ddl::LabelUse label_use_in(RunTransaction transaction) noexcept {
    return transaction == RunTransaction::WholeRun ? ddl::LabelUse::AtOnce : ddl::LabelUse::Later;
}

/// `INSERT INTO t (a, b) VALUES (1, 'x'), …` in statements of at most 200 rows.
[[nodiscard]] std::vector<std::string> insert_statements(const operations::BulkInsert& step,
                                                         const dialects::Dialect& dialect);
[[nodiscard]] bool is_for(const operations::Execute& step, const dialects::Dialect& dialect);
[[noreturn]] void refuse_irreversible(const operations::Irreversible& step);

}  // namespace azoth::migrate
