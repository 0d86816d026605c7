// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

/// How statements of a step go with transactions.
enum class Placement : std::uint8_t {
    Anywhere,  ///< in any, or in one of their own
    Outside,   ///< in none: indexes that are made concurrently
    AsWritten  ///< SQL and code of the user: only the user knows
};

struct PlannedStatement {
    std::int64_t number = 0;  ///< in the step, from 0
    std::string sql{};
    std::optional<Operation> effect{};  ///< what shows in the schema when it is done
};

/// A step, or all that make one table anew, as the statements that carry it out.
struct PlannedStep {
    std::string text{};  ///< as C++
    std::vector<PlannedStatement> statements{};
    Placement placement{};
    const operations::Run* code = nullptr;  ///< of the one statement that is none
};

/// Stands round the statements that a runner sends: transactions and records.
class StepKeeper {
public:
    StepKeeper() = default;
    StepKeeper(const StepKeeper&) = delete;
    StepKeeper& operator=(const StepKeeper&) = delete;
    virtual ~StepKeeper();

    /// What an earlier run has written down of a step that is not planned yet: then it need not be
    /// planned, which asks a database that may have changed since. `step` has text and placement.
    [[nodiscard]] virtual bool recall(PlannedStep& step, const Operation& operation);
    virtual void begin_step(PlannedStep& step);
    virtual void begin_statement(const PlannedStep& step, const PlannedStatement& statement);
    /// After it succeeded.
    virtual void end_statement(const PlannedStep& step, const PlannedStatement& statement);
    virtual void end_step(const PlannedStep& step);
};

}  // namespace azoth::migrate
