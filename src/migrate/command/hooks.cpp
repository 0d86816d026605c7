// SPDX-License-Identifier: MIT
#include "migrate/command/hooks.hpp"

#include "base/escape.hpp"

#include <sys/wait.h>

#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <cstdlib>

namespace azoth::migrate {

namespace {

std::string outcome(int status) {
    if (WIFEXITED(status)) {
        return "ended with code " + std::to_string(WEXITSTATUS(status));
    }
    return WIFSIGNALED(status) ? "was ended by signal " + std::to_string(WTERMSIG(status))
                               : "could not be started";
}

}  // namespace

void run_hooks(const Config& config, const std::string& path) {
    for (const auto& hook : config.hooks.after_write) {
        const auto command = text_utility::replace_all(hook, "{file}", escape::shell_word(path));
        const auto folder = config.folder.empty() ? std::string{"."} : config.folder;
        // What a hook prints is no result of the command: it goes to the messages.
        const auto line = "{ cd " + escape::shell_word(folder) + " && " + command + "\n} 1>&2";
        const int status = std::system(line.c_str());
        if (status != 0) {
            throw MigrationError{"hook-failed",
                                 "cannot finish the new revision " + text_utility::quoted(path) +
                                     ": the hook " + text_utility::quoted(hook) + ' ' +
                                     outcome(status) +
                                     "; the file is written, correct it or the hook"};
        }
    }
}

}  // namespace azoth::migrate
