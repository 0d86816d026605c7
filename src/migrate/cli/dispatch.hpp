// SPDX-License-Identifier: MIT
#pragma once

#include "migrate/cli/exit_code.hpp"
#include "migrate/cli/options.hpp"

#include <functional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace azoth::migrate {

/// Where a command writes: results to `out`, messages and errors to `messages`.
struct Streams {
    std::ostream& out;
    std::ostream& messages;
};

/// What a command has to have at hand.
enum class Needs : unsigned char {
    Files,  ///< azoth.toml and the heads of the revision files; nothing is built, no database asked
    Database,  ///< the environment program: revisions and env are linked, the database may be
               ///< opened
    Models     ///< the same with the models linked too
};

[[nodiscard]] Needs needs_of(const Arguments& arguments);

template <class Options>
using Handler = std::function<ExitCode(const GlobalOptions&, const Options&, const Streams&)>;

/// The table of commands. A program fills in the ones that it can run; the others are refused by
/// name.
struct CommandHandlers {
    Handler<InitOptions> init{};
    Handler<ListTemplatesOptions> list_templates{};
    Handler<RevisionOptions> revision{};      ///< without --autogenerate and --adopt
    Handler<RevisionOptions> autogenerate{};  ///< `revision --autogenerate`, `revision --adopt`
    Handler<MergeOptions> merge{};
    Handler<UpgradeOptions> upgrade{};
    Handler<DowngradeOptions> downgrade{};
    Handler<CurrentOptions> current{};
    Handler<HistoryOptions> history{};
    Handler<HeadsOptions> heads{};
    Handler<BranchesOptions> branches{};
    Handler<ShowOptions> show{};
    Handler<StampOptions> stamp{};
    Handler<CheckOptions> check{};
    Handler<EnsureVersionOptions> ensure_version{};
    Handler<StatusOptions> status{};
    Handler<ResumeOptions> resume{};
};

/// Runs the handler of the command. Throws MigrationError `command-unavailable` when there is none,
/// and whatever the handler throws.
[[nodiscard]] ExitCode dispatch(const Arguments& arguments,
                                const CommandHandlers& handlers,
                                const Streams& streams);

/// Runs one command for arguments that are parsed already: the environment program's dispatch(),
/// or, in the small command, building and starting that program with `words`.
using Runner = std::function<ExitCode(
    const Arguments& arguments, std::span<const std::string> words, const Streams& streams)>;

/// How an error is written: as text among the messages, or as an object on the output.
enum class ErrorForm : unsigned char { Text, Json };
void print_error(const Streams& streams,
                 ErrorForm form,
                 std::string_view code,
                 std::string_view message);

/// A whole command line: parse, run, print what went wrong, with nothing on the streams that a
/// terminal would obey or not show. Never throws; the result is for main()
/// to return.
[[nodiscard]] ExitCode run_command_line(std::string_view program,
                                        std::span<const std::string> words,
                                        const Runner& runner,
                                        const Streams& streams);

}  // namespace azoth::migrate
