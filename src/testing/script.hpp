// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/testing/scripted_driver.hpp>

#include <deque>
#include <map>
#include <mutex>
#include <optional>

namespace azoth::testing {

/// What a scripted driver was told and has seen; shared by its connections, which may be on
/// different threads.
struct ScriptedDriver::Script {
    explicit Script(drivers::Driver* driver_behind) noexcept : behind(driver_behind) {}

    /// Counts the step and notes it. Throws what the script says; `is_lost` is set then where the
    /// connection is gone.
    void step(std::string line, std::string_view sql, bool& is_lost);
    [[nodiscard]] std::optional<ScriptedAnswer> answer_to(std::string_view sql);
    [[nodiscard]] bool knows(std::string_view sql);

    drivers::Driver* const behind;
    std::mutex mutex{};
    std::uint64_t count = 0;
    std::map<std::uint64_t, ScriptedFailure> failures{};
    std::map<std::string, std::deque<ScriptedAnswer>, std::less<>> answers{};
    std::vector<std::string> log{};
};

}  // namespace azoth::testing
