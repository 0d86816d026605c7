// SPDX-License-Identifier: MIT
#include "migrate/cli/dispatch.hpp"

#include "migrate/cli/arguments.hpp"
#include "migrate/command/safe_output.hpp"

#include <algorithm>
#include <azoth/base/error.hpp>
#include <azoth/base/text.hpp>
#include <azoth/migrate/revision/path.hpp>
#include <azoth/migrate/revision/resolution.hpp>
#include <exception>
#include <nlohmann/json.hpp>

namespace azoth::migrate {

namespace {

/// Whether an identifier counts from the rows of the database.
bool counts_from_database(std::string_view text) {
    if (text.empty()) {
        return false;
    }
    const auto identifier = parse_identifier(text);
    return identifier.symbol == "current" || (identifier.steps && identifier.symbol.empty());
}

/// A range side such as `-3` counts from the other side, unless that one counts too.
bool range_counts_from_database(const std::string& text) {
    const auto range = parse_range(text);
    if (!range) {
        return false;
    }
    const auto says_current = [](const std::string& side) {
        return !side.empty() && parse_identifier(side).symbol == "current";
    };
    return says_current(range->from) || says_current(range->to) ||
           (counts_from_database(range->from) && counts_from_database(range->to));
}

bool compares(const RevisionOptions& options) {
    return options.autogenerate || options.adopt;
}

struct NeedsOf {
    Needs operator()(const RevisionOptions& options) const {
        return compares(options) ? Needs::Models : Needs::Files;
    }
    Needs operator()(const CheckOptions&) const { return Needs::Models; }
    Needs operator()(const HistoryOptions& options) const {
        return options.indicate_current || range_counts_from_database(options.range)
                   ? Needs::Database
                   : Needs::Files;
    }
    Needs operator()(const ShowOptions& options) const {
        return counts_from_database(options.revision) ? Needs::Database : Needs::Files;
    }
    Needs operator()(const UpgradeOptions&) const { return Needs::Database; }
    Needs operator()(const DowngradeOptions&) const { return Needs::Database; }
    Needs operator()(const CurrentOptions&) const { return Needs::Database; }
    Needs operator()(const StampOptions&) const { return Needs::Database; }
    Needs operator()(const EnsureVersionOptions&) const { return Needs::Database; }
    Needs operator()(const StatusOptions&) const { return Needs::Database; }
    Needs operator()(const ResumeOptions&) const { return Needs::Database; }
    Needs operator()(const InitOptions&) const { return Needs::Files; }
    Needs operator()(const ListTemplatesOptions&) const { return Needs::Files; }
    Needs operator()(const MergeOptions&) const { return Needs::Files; }
    Needs operator()(const HeadsOptions&) const { return Needs::Files; }
    Needs operator()(const BranchesOptions&) const { return Needs::Files; }
};

/// The entry of the table for each kind of options.
struct HandlerOf {
    const CommandHandlers& table;

    const auto& operator()(const InitOptions&) const { return table.init; }
    const auto& operator()(const ListTemplatesOptions&) const { return table.list_templates; }
    const auto& operator()(const RevisionOptions& options) const {
        return compares(options) ? table.autogenerate : table.revision;
    }
    const auto& operator()(const MergeOptions&) const { return table.merge; }
    const auto& operator()(const UpgradeOptions&) const { return table.upgrade; }
    const auto& operator()(const DowngradeOptions&) const { return table.downgrade; }
    const auto& operator()(const CurrentOptions&) const { return table.current; }
    const auto& operator()(const HistoryOptions&) const { return table.history; }
    const auto& operator()(const HeadsOptions&) const { return table.heads; }
    const auto& operator()(const BranchesOptions&) const { return table.branches; }
    const auto& operator()(const ShowOptions&) const { return table.show; }
    const auto& operator()(const StampOptions&) const { return table.stamp; }
    const auto& operator()(const CheckOptions&) const { return table.check; }
    const auto& operator()(const EnsureVersionOptions&) const { return table.ensure_version; }
    const auto& operator()(const StatusOptions&) const { return table.status; }
    const auto& operator()(const ResumeOptions&) const { return table.resume; }
};

/// The words are looked at, since they may not have been parsed.
ErrorForm form_wanted(std::span<const std::string> words) {
    const bool is_json = std::ranges::find(words, "--json") != words.end();
    return is_json ? ErrorForm::Json : ErrorForm::Text;
}

ExitCode run_parsed(std::string_view program,
                    std::span<const std::string> words,
                    const Runner& runner,
                    const Streams& streams) {
    const auto parsed = parse_arguments(program, words);
    if (const auto* request = std::get_if<TextRequest>(&parsed)) {
        streams.out << request->text;
        return ExitCode::Done;
    }
    return runner(std::get<Arguments>(parsed), words, streams);
}

}  // namespace

Needs needs_of(const Arguments& arguments) {
    return std::visit(NeedsOf{}, arguments.command);
}

ExitCode dispatch(const Arguments& arguments,
                  const CommandHandlers& handlers,
                  const Streams& streams) {
    return std::visit(
        [&](const auto& options) {
            const auto& handler = HandlerOf{handlers}(options);
            if (!handler) {
                throw MigrationError{
                    "command-unavailable",
                    "cannot run " + text_utility::quoted(command_name(arguments.command)) +
                        ": this program was built without it; use the `azoth` command"};
            }
            return handler(arguments.global, options, streams);
        },
        arguments.command);
}

void print_error(const Streams& streams,
                 ErrorForm form,
                 std::string_view code,
                 std::string_view message) {
    if (form == ErrorForm::Json) {
        const nlohmann::ordered_json json = {{"error", {{"code", code}, {"message", message}}}};
        streams.out << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n'
                    << std::flush;
        return;
    }
    streams.messages << "error: " << message << '\n';
    if (!code.empty()) {
        streams.messages << "       (" << code << ", see docs/errors.md)\n";
    }
    streams.messages << std::flush;
}

ExitCode run_command_line(std::string_view program,
                          std::span<const std::string> words,
                          const Runner& runner,
                          const Streams& target) {
    const auto form = form_wanted(words) == ErrorForm::Json ? OutputForm::Json : OutputForm::Text;
    SafeOutput out{target.out, form};
    SafeOutput messages{target.messages, OutputForm::Text};
    const Streams streams{out.stream(), messages.stream()};
    try {
        return run_parsed(program, words, runner, streams);
    } catch (const Error& error) {
        print_error(streams, form_wanted(words), error.code(), error.what());
        return exit_code_for(error.code());
    } catch (const std::exception& error) {
        print_error(streams, form_wanted(words), "", error.what());
        return ExitCode::Failed;
    }
}

}  // namespace azoth::migrate
