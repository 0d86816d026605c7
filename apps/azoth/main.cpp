// SPDX-License-Identifier: MIT
#include <azoth/migrate/command_line.hpp>

int main(const int argument_count, const char* const* const arguments) {
    return azoth::migrate::run_command(argument_count, arguments);
}
