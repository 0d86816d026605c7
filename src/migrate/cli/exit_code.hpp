// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace azoth::migrate {

enum class ExitCode : unsigned char {
    Done = 0,  ///< done, or nothing to do
    Failed = 1,
    Usage = 2,
    Differences = 3,  ///< check or diff found some
    Locked = 4,       ///< the lock was not obtained in time
    NeedsAnswer = 5,  ///< a question that nobody could answer
    Lint = 6,
    NotAtHead = 7,
    Interrupted = 130  ///< as shells have it
};

/// The exit code for an error of this code (azoth::Error::code()).
[[nodiscard]] ExitCode exit_code_for(std::string_view error_code);

}  // namespace azoth::migrate
