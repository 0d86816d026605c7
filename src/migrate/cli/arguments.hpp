// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/cli/exit_code.hpp"
#include "migrate/cli/options.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace azoth::migrate {

/// The command line asked for a text (`--help`, `--version`); nothing is to be run.
struct TextRequest {
    std::string text{};
};

using ParsedArguments = std::variant<Arguments, TextRequest>;

/// `program` is the name shown in help; `arguments` are those behind it.
/// Throws MigrationError `command-line` for what cannot be understood.
[[nodiscard]] ParsedArguments parse_arguments(std::string_view program,
                                              std::span<const std::string> arguments);

/// Names of all commands, as they are written.
[[nodiscard]] std::vector<std::string> command_names();

/// The name of the command that these are options for.
[[nodiscard]] std::string_view command_name(const Command& command);

}  // namespace azoth::migrate
