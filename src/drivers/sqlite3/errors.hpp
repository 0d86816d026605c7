// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace azoth::drivers::sqlite {

/// Why a statement was interrupted.
enum class Interruption : unsigned char { Cancelled, TimedOut };

struct Failure {
    int code = 0;  ///< extended result code, https://www.sqlite.org/rescode.html
    std::string_view message{};
    std::string_view sql{};
    std::string_view file{};
    Interruption interruption = Interruption::Cancelled;
};

/// Throws the DatabaseError that fits.
[[noreturn]] void throw_failure(const Failure& failure);

}  // namespace azoth::drivers::sqlite
