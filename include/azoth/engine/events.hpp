// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/types/value.hpp>

#include <functional>

namespace azoth {

/// A statement that was run.
struct StatementEvent {
    std::string_view sql{};
    std::span<const Value>
        parameters{};              ///< only where listeners asked for them or the engine shows them
    std::int64_t nanoseconds = 0;  ///< until it was executed; reading the rows is not counted
    std::string_view error{};      ///< empty when it succeeded
};

using StatementListener = std::function<void(const StatementEvent&)>;
using LogSink = std::function<void(std::string_view line)>;

}  // namespace azoth
