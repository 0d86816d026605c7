// SPDX-License-Identifier: MIT
#pragma once

#include <azoth/drivers/driver.hpp>

#include <libpq-fe.h>

#include <string>
#include <string_view>

namespace azoth::drivers::libpq {

/// Who asked for the end of the statement, if anybody here did.
enum class Stopped : unsigned char { No, TimedOut, Cancelled };

/// What the connection knows of a failure.
struct Circumstances {
    Stopped stopped = Stopped::No;
    ValuesInErrors values = ValuesInErrors::Hidden;
};

/// Throws the DatabaseError that fits the SQLSTATE
/// (https://www.postgresql.org/docs/current/errcodes-appendix.html).
[[noreturn]] void throw_result_error(const PGresult* result,
                                     std::string_view sql,
                                     Circumstances circumstances);

/// Throws ConnectionLost.
[[noreturn]] void throw_connection_lost(std::string_view why, std::string_view sql);

/// The server is going down, or ends this connection.
[[nodiscard]] bool ends_connection(std::string_view sqlstate) noexcept;

/// The SQLSTATE of a result, empty where there is none.
[[nodiscard]] std::string_view sqlstate_of(const PGresult* result) noexcept;

/// A message of libpq on one line.
[[nodiscard]] std::string on_one_line(std::string_view message);

}  // namespace azoth::drivers::libpq
