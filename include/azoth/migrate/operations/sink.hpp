// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/migrate/operations/operation.hpp>

namespace azoth::migrate {

/// Where the steps of a revision go: to a database, to a script, or into a list.
class OperationSink {
public:
    OperationSink() = default;
    OperationSink(const OperationSink&) = delete;
    OperationSink& operator=(const OperationSink&) = delete;
    virtual ~OperationSink();

    virtual void add(Operation operation) = 0;
    /// Carries out what was added, then gives the live connection. Throws MigrationError
    /// (`offline-run`) where there is none.
    [[nodiscard]] virtual Connection& flush() = 0;
    [[nodiscard]] virtual std::string_view dialect() const = 0;
};

/// Keeps the steps in a list; has no connection.
class OperationList final : public OperationSink {
public:
    explicit OperationList(std::string_view dialect_name = {}) : dialect_{dialect_name} {}

    void add(Operation operation) override { operations_.push_back(std::move(operation)); }
    [[nodiscard]] Connection& flush() override;
    [[nodiscard]] std::string_view dialect() const override { return dialect_; }
    [[nodiscard]] const std::vector<Operation>& operations() const noexcept { return operations_; }

private:
    std::string dialect_;
    std::vector<Operation> operations_{};
};

}  // namespace azoth::migrate
