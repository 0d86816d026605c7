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
    bool is_refused_upgrade = false;  ///< the transaction has read and cannot write any more
    bool may_write = false;           ///< the file, whatever the transaction says
    Interruption interruption = Interruption::Cancelled;
};

/// Throws the DatabaseError that fits.
[[noreturn]] void throw_failure(const Failure& failure);

}  // namespace azoth::drivers::sqlite
