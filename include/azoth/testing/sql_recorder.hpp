// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/engine.hpp>

#include <string>

namespace azoth::testing {

/// The statements an engine runs, from now on, as one line each: the SQL, and where it has
/// parameters ` [1, 'ed']`. Transactions and savepoints are lines as well. Must not outlive its
/// scope's engine handles; one thread at a time.
class SqlRecorder {
public:
    explicit SqlRecorder(const Engine& engine);
    SqlRecorder(const SqlRecorder&) = delete;
    SqlRecorder& operator=(const SqlRecorder&) = delete;
    ~SqlRecorder();

    [[nodiscard]] const std::vector<std::string>& lines() const noexcept { return lines_; }
    /// The lines so far; recording starts anew.
    [[nodiscard]] std::vector<std::string> take();
    /// Without BEGIN, COMMIT, ROLLBACK and savepoints.
    [[nodiscard]] std::vector<std::string> take_statements();

private:
    Engine engine_;
    std::size_t listener_;
    std::vector<std::string> lines_{};
};

}  // namespace azoth::testing
