// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// The operating system, as far as migrations need it.
namespace azoth::migrate {

/// `user@host, process 1234`: who holds a lock, for people and for `is_gone`.
[[nodiscard]] std::string this_process();
/// True when the text names a process of this machine that does not exist any more.
[[nodiscard]] bool is_gone(std::string_view process);
/// 32 hexadecimal digits: of this machine since it was started, of this process and the moment it
/// began, and eight that nobody can guess.
[[nodiscard]] std::string process_token();
/// Not guessable, not repeated.
[[nodiscard]] std::string random_token();
enum class Liveness : std::uint8_t { Alive, Gone, Unknown };
/// Whether the process that made the token is there; not known for one of another machine.
[[nodiscard]] Liveness liveness_of(std::string_view token);

/// As the history keeps it.
[[nodiscard]] std::string azoth_version();

}  // namespace azoth::migrate
