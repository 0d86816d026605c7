// SPDX-License-Identifier: MIT
#include "migrate/cli/questions.hpp"

#include "migrate/environment/child_process.hpp"

#include <azoth/base/text.hpp>
#include <iostream>
#include <string>

namespace azoth::migrate {

namespace {

/// The end of the input is a no to everything: nothing is known, so nothing is written.
bool ask(const RenameQuestion& question,
         std::span<const RenameQuestion> questions,
         std::ostream& messages) {
    for (;;) {
        messages << question.text() << " [y/n] " << std::flush;
        std::string line;
        if (!std::getline(std::cin, line)) {
            refuse_questions(questions);
        }
        const auto word = text_utility::lower_ascii(text_utility::trim(line));
        if (word == "y" || word == "yes") {
            return true;
        }
        if (word == "n" || word == "no") {
            return false;
        }
    }
}

void accept(const RenameQuestion& question, AutogenerateOptions& options) {
    constexpr std::string_view option = "--rename ";
    options.renames.push_back(question.option().substr(option.size()));
}

}  // namespace

void answer(std::span<const RenameQuestion> questions,
            const GlobalOptions& global,
            AutogenerateOptions& options,
            std::ostream& messages) {
    if (!global.yes && (global.json || !input_comes_from_terminal())) {
        refuse_questions(questions);
    }
    for (const auto& question : questions) {
        if (global.yes || ask(question, questions, messages)) {
            accept(question, options);
            // The other questions may be about the same names: they are asked anew.
            return;
        }
        options.declined.push_back(question.rename);
    }
}

}  // namespace azoth::migrate
