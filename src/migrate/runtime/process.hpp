// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

/// The operating system, as far as migrations need it.
namespace azoth::migrate {

/// `user@host, process 1234`: who holds a lock, for people and for `is_gone`.
[[nodiscard]] std::string this_process();
/// True when the text names a process of this machine that does not exist any more.
[[nodiscard]] bool is_gone(std::string_view process);
/// Not guessable, not repeated.
[[nodiscard]] std::string random_token();

/// As the history keeps it.
[[nodiscard]] std::string azoth_version();

}  // namespace azoth::migrate
