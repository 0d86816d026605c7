// SPDX-License-Identifier: MIT
#include "migrate/environment/environment_program.hpp"

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <cstdlib>
#include <string>

namespace azoth::migrate {

namespace {

constexpr const char* protocol_variable = "AZOTH_PROTOCOL";

}  // namespace

void announce_protocol(const Config& config) {
    ::setenv(protocol_variable, std::to_string(environment_protocol).c_str(), 1);
    ::setenv("AZOTH_CONFIG", config.path.c_str(), 1);
}

void check_protocol() {
    const char* spoken = std::getenv(protocol_variable);
    if (spoken != nullptr && std::to_string(environment_protocol) != spoken) {
        throw MigrationError{"environment-protocol",
                             "cannot work for this azoth command: it speaks protocol " +
                                 text_utility::quoted(spoken) +
                                 ", the environment program speaks " +
                                 std::to_string(environment_protocol) +
                                 "; build the program with the azoth of the command"};
    }
    ::unsetenv(protocol_variable);
}

}  // namespace azoth::migrate
