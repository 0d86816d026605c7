// SPDX-License-Identifier: MIT
#include "migrate/cli/arguments.hpp"

#include "migrate/cli/command_definitions.hpp"

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <type_traits>

#ifndef AZOTH_VERSION
#define AZOTH_VERSION "development"
#endif

namespace azoth::migrate {

namespace {

/// `-1`, `-3:current`: a revision, not an option. No option begins with a digit.
bool is_negative_revision(std::string_view argument) {
    return argument.size() > 1 && argument[0] == '-' && argument[1] >= '0' && argument[1] <= '9';
}

std::vector<std::string> with_marks(std::span<const std::string> arguments) {
    std::vector<std::string> result{arguments.begin(), arguments.end()};
    for (auto& argument : result) {
        if (is_negative_revision(argument)) {
            argument.insert(argument.begin(), negative_mark);
        }
    }
    return result;
}

void take_mark(std::string& text) {
    if (text.starts_with(negative_mark)) {
        text.erase(0, 1);
    }
}

/// Every place where a revision may be written.
struct MarkRemover {
    void operator()(UpgradeOptions& options) const { take_mark(options.revision); }
    void operator()(DowngradeOptions& options) const { take_mark(options.revision); }
    void operator()(ShowOptions& options) const { take_mark(options.revision); }
    void operator()(HistoryOptions& options) const { take_mark(options.range); }
    void operator()(RevisionOptions& options) const { take_mark(options.head); }
    void operator()(StampOptions& options) const {
        std::ranges::for_each(options.revisions, take_mark);
    }
    void operator()(MergeOptions& options) const {
        std::ranges::for_each(options.revisions, take_mark);
    }
    template <class Other>
    void operator()(Other&) const {}
};

[[noreturn]] void fail(const std::string& why) {
    throw MigrationError{"command-line", "cannot understand the command line: " + why};
}

void check_rename(std::string_view option, const std::string& text) {
    const auto equals = text.find('=');
    const auto is_name = [](std::string_view name) {
        return !name.empty() && name.front() != '.' && name.back() != '.' &&
               name.find('=') == std::string_view::npos;
    };
    const std::string_view all = text;
    if (equals == std::string::npos || !is_name(all.substr(0, equals)) ||
        !is_name(all.substr(equals + 1))) {
        fail(std::string{option} + ' ' + text_utility::quoted(text) +
             " is no rename; write table.old=new for a column, old=new for a table");
    }
}

struct RenameSetter {
    const RenameOptions& renames;

    template <class Options>
    void operator()(Options& options) const {
        if constexpr (requires { options.renames; }) {
            options.renames = renames;
        }
    }
};

/// The word that stands where a command should, when there is one.
std::string unknown_command(const CLI::App& app) {
    if (!app.get_subcommands().empty()) {
        return {};
    }
    for (const auto& word : app.remaining()) {
        if (!word.starts_with('-')) {
            return word;
        }
    }
    return {};
}

[[noreturn]] void fail_parse(const CLI::App& app,
                             std::string_view program,
                             const CLI::ParseError& error) {
    const auto commands = command_names();
    if (const auto word = unknown_command(app); !word.empty()) {
        fail("there is no command " + text_utility::quoted(word) +
             text_utility::did_you_mean(word, commands));
    }
    const auto chosen = app.get_subcommands();
    if (chosen.empty() && dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
        fail("no command is given; there are " + text_utility::join(commands, ", ") +
             ": begin with `" + std::string{program} + " init migrations`, or see `" +
             std::string{program} + " --help`");
    }
    auto why = text_utility::replace_all(error.what(), std::string(1, negative_mark), "");
    std::ranges::replace(why, '\n', ' ');
    fail(why + "; see `" + std::string{program} +
         (chosen.empty() ? "" : ' ' + chosen.front()->get_name()) + " --help`");
}

Arguments arguments_of(CommandSlots& slots) {
    for (const auto& text : slots.renames.accepted) {
        check_rename("--rename", text);
    }
    for (const auto& text : slots.renames.declined) {
        check_rename("--no-rename", text);
    }
    Arguments result{.global = slots.global, .command = slots.chosen};
    std::visit(MarkRemover{}, result.command);
    std::visit(RenameSetter{slots.renames}, result.command);
    return result;
}

constexpr std::string_view names[] = {"init",
                                      "list-templates",
                                      "revision",
                                      "merge",
                                      "upgrade",
                                      "downgrade",
                                      "current",
                                      "history",
                                      "heads",
                                      "branches",
                                      "show",
                                      "stamp",
                                      "check",
                                      "ensure-version",
                                      "status",
                                      "resume"};
static_assert(std::size(names) == std::variant_size_v<Command>);

}  // namespace

ParsedArguments parse_arguments(std::string_view program, std::span<const std::string> arguments) {
    CommandSlots slots;
    CLI::App app{"Migrations written from the models: applied, shown, taken back",
                 std::string{program}};
    app.set_version_flag("--version", std::string{program} + " " AZOTH_VERSION);
    define_commands(app, slots);
    if (arguments.empty()) {
        return TextRequest{app.help()};
    }
    auto reversed = with_marks(arguments);
    std::ranges::reverse(reversed);  // the parser takes arguments from the back
    try {
        app.parse(std::move(reversed));
    } catch (const CLI::CallForHelp&) {
        return TextRequest{app.help()};  // that of the command when one was named
    } catch (const CLI::CallForVersion& request) {
        return TextRequest{std::string{request.what()} + '\n'};
    } catch (const CLI::ParseError& error) {
        fail_parse(app, program, error);
    }
    return arguments_of(slots);
}

std::vector<std::string> command_names() {
    return {std::begin(names), std::end(names)};
}

std::string_view command_name(const Command& command) {
    return names[command.index()];
}

}  // namespace azoth::migrate
