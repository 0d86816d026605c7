// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>
#include <azoth/migrate/operations/operation.hpp>
#include <azoth/migrate/runtime/run_transaction.hpp>

#include <functional>

namespace azoth::migrate {

/// What the runner asks of whoever owns the transaction.
struct RunnerHooks {
    std::function<void(std::string_view sql)>
        on_statement{};  ///< after each statement that succeeded
    std::function<void()>
        leave_transaction{};  ///< commit what was done: the next statement cannot be in one
    std::function<void()> enter_transaction{};
};

/// Carries out steps on a live connection.
class OperationRunner {
public:
    OperationRunner(Connection& connection, RunnerHooks hooks)
        : connection_{connection}, hooks_{std::move(hooks)} {}

    /// `after`: whether what follows in the same transaction may use labels that the steps add.
    void run(std::span<const Operation> operations, ddl::LabelUse after = ddl::LabelUse::Later);
    [[nodiscard]] std::size_t statements() const noexcept { return statements_; }
    /// The statement that was sent last: what failed, when something did.
    [[nodiscard]] const std::string& last_statement() const noexcept { return last_; }
    /// Sends one statement.
    void send(const std::string& sql);

private:
    void run_step(const Operation& step);
    void run_rebuild(std::span<const Operation> steps);
    void run_definition(const Operation& step);
    void send_outside(const std::string& sql);
    void insert(const operations::BulkInsert& step);
    [[nodiscard]] std::optional<schema::Table> live_table(const TableName& name);

    Connection& connection_;
    RunnerHooks hooks_;
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
