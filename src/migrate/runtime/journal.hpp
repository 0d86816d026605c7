// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/engine/connection.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace azoth::migrate {

/// How far a statement came. `Begun`: nobody knows whether it took effect. `Failed`: the database
/// refused it.
enum class StatementState : std::uint8_t { Planned, Begun, Done, Failed };
[[nodiscard]] std::string_view to_string(StatementState state) noexcept;

/// One statement of a revision that is not finished.
struct JournalEntry {
    std::int64_t step = 0;       ///< of the revision, from 0
    std::int64_t statement = 0;  ///< of the step, from 0
    std::int64_t run = 0;        ///< number in azoth_history
    std::string state{};
    std::string step_text{};  ///< the step as C++
    std::string sql{};

    [[nodiscard]] bool is(StatementState wanted) const noexcept {
        return state == to_string(wanted);
    }
};

/// The table `azoth_journal`: the statements of the one revision that was begun outside of a
/// transaction and is not finished, each known before it is sent. Made when it is needed first;
/// empty when every revision is finished.
class Journal {
public:
    explicit Journal(Connection& connection) noexcept : connection_{connection} {}

    void create_if_missing();
    void add(std::span<const JournalEntry> entries);
    void set(std::int64_t step, std::int64_t statement, StatementState state);
    /// What is planned there is planned no more.
    void forget_step(std::int64_t step);
    void clear();
    /// In the order of the statements; none where the table does not exist.
    [[nodiscard]] std::vector<JournalEntry> entries() const;

private:
    [[nodiscard]] bool exists() const;

    Connection& connection_;
};

}  // namespace azoth::migrate
