// SPDX-License-Identifier: MIT
#include "migrate/cli/dispatch.hpp"

#include "migrate/cli/arguments.hpp"
#include "migrate/command/safe_output.hpp"

#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <sstream>

using namespace azoth;
using namespace azoth::migrate;
using Strings = std::vector<std::string>;

namespace {

struct Outcome {
    ExitCode code{};
    std::string out{};
    std::string messages{};
};

Outcome run(const Strings& words, const CommandHandlers& handlers) {
    std::ostringstream out;
    std::ostringstream messages;
    const Runner runner =
        [&](const Arguments& arguments, std::span<const std::string>, const Streams& streams) {
            return dispatch(arguments, handlers, streams);
        };
    const auto code = run_command_line("azoth", words, runner, {out, messages});
    return {code, out.str(), messages.str()};
}

Needs needs(const Strings& words) {
    return needs_of(std::get<Arguments>(parse_arguments("azoth", words)));
}

}  // namespace

TEST_CASE("a command reaches its handler with its options") {
    CommandHandlers handlers;
    handlers.upgrade =
        [](const GlobalOptions& global, const UpgradeOptions& options, const Streams& streams) {
            streams.out << global.url << ' ' << options.revision;
            return ExitCode::Locked;
        };

    const auto outcome = run({"upgrade", "+1", "--url", "u"}, handlers);

    CHECK(outcome.code == ExitCode::Locked);
    CHECK(outcome.out == "u +1");
}

TEST_CASE("revision has two handlers") {
    std::string called;
    CommandHandlers handlers;
    handlers.revision = [&](const GlobalOptions&, const RevisionOptions&, const Streams&) {
        called += "empty ";
        return ExitCode::Done;
    };
    handlers.autogenerate = [&](const GlobalOptions&, const RevisionOptions&, const Streams&) {
        called += "autogenerate";
        return ExitCode::Done;
    };

    static_cast<void>(run({"revision", "-m", "x"}, handlers));
    static_cast<void>(run({"revision", "-m", "x", "--autogenerate"}, handlers));

    CHECK(called == "empty autogenerate");
}

TEST_CASE("a command that the program does not have is refused by name") {
    const auto outcome = run({"check"}, {});

    CHECK(outcome.code == ExitCode::Failed);
    CHECK(
        outcome.messages ==
        "error: cannot run \"check\": this program was built without it; use the `azoth` command\n"
        "       (command-unavailable, see docs/errors.md)\n");
}

TEST_CASE("a wrong command line ends with code 2") {
    const auto outcome = run({"upgrad"}, {});

    CHECK(outcome.code == ExitCode::Usage);
    CHECK(outcome.messages.starts_with(
        "error: cannot understand the command line: there is no command \"upgrad\""));
}

TEST_CASE("errors of handlers become exit codes") {
    const auto code_for = [](const char* code) {
        CommandHandlers handlers;
        handlers.check = [&](const GlobalOptions&,
                             const CheckOptions&,
                             const Streams&) -> ExitCode { throw MigrationError{code, "why"}; };
        return run({"check"}, handlers).code;
    };

    CHECK(code_for("models-differ") == ExitCode::Differences);
    CHECK(code_for("migration-locked") == ExitCode::Locked);
    CHECK(code_for("question-unanswered") == ExitCode::NeedsAnswer);
    CHECK(code_for("lint-failed") == ExitCode::Lint);
    CHECK(code_for("not-at-head") == ExitCode::NotAtHead);
    CHECK(code_for("anything-else") == ExitCode::Failed);
}

TEST_CASE("with --json an error is an object on the output") {
    CommandHandlers handlers;
    handlers.check = [](const GlobalOptions&, const CheckOptions&, const Streams&) -> ExitCode {
        throw MigrationError{"models-differ", "say \"why\""};
    };

    const auto outcome = run({"check", "--json"}, handlers);

    CHECK(outcome.code == ExitCode::Differences);
    CHECK(outcome.messages.empty());
    CHECK(outcome.out ==
          "{\n  \"error\": {\n    \"code\": \"models-differ\",\n    \"message\": \"say "
          "\\\"why\\\"\"\n  }\n}\n");
}

TEST_CASE("an exception that is none of azoth's is reported, not thrown") {
    CommandHandlers handlers;
    handlers.check = [](const GlobalOptions&, const CheckOptions&, const Streams&) -> ExitCode {
        throw std::runtime_error{"boom"};
    };

    const auto outcome = run({"check"}, handlers);

    CHECK(outcome.code == ExitCode::Failed);
    CHECK(outcome.messages == "error: boom\n");
}

TEST_CASE("help goes to the output and ends well") {
    const auto outcome = run({"upgrade", "--help"}, {});

    CHECK(outcome.code == ExitCode::Done);
    CHECK(outcome.out.find("--allow-edited") != std::string::npos);
}

TEST_CASE("a command says what it needs") {
    CHECK(needs({"heads"}) == Needs::Files);
    CHECK(needs({"revision", "-m", "x"}) == Needs::Files);
    CHECK(needs({"revision", "--autogenerate"}) == Needs::Models);
    CHECK(needs({"check"}) == Needs::Models);
    CHECK(needs({"upgrade", "head"}) == Needs::Database);
    CHECK(needs({"history"}) == Needs::Files);
    CHECK(needs({"history", "-i"}) == Needs::Database);
    CHECK(needs({"history", "-r", "-3:current"}) == Needs::Database);
    CHECK(needs({"history", "-r", "-3:"}) == Needs::Files);
    CHECK(needs({"history", "-r", "-3:+1"}) == Needs::Database);
    CHECK(needs({"show", "head"}) == Needs::Files);
    CHECK(needs({"show", "current"}) == Needs::Database);
    CHECK(needs({"show", "-1"}) == Needs::Database);
    CHECK(needs({"init", "db"}) == Needs::Files);
    CHECK(needs({"merge", "heads"}) == Needs::Files);
    CHECK(needs({"status"}) == Needs::Database);
}

TEST_CASE("nothing that a terminal would obey is printed") {
    CommandHandlers handlers;
    handlers.heads = [](const GlobalOptions& global, const HeadsOptions&, const Streams& streams) {
        streams.out << (global.json ? "{\"a\": \"\u202e\"}\n" : "table \x1b[2J\u202e\r\n");
        streams.messages << "warning: \x1b]0;\a";
        return ExitCode::Done;
    };

    const auto outcome = run({"heads"}, handlers);

    CHECK(outcome.out == "table \\x1b[2J\\u{202e}\\r\n");
    CHECK(outcome.messages == "warning: \\x1b]0;\\x07");
    CHECK(run({"heads", "--json"}, handlers).out == "{\"a\": \"\\u202e\"}\n");
}

TEST_CASE("what is to be exact goes past it, in order") {
    CommandHandlers handlers;
    handlers.heads = [](const GlobalOptions&, const HeadsOptions&, const Streams& streams) {
        streams.out << "first ";
        SafeOutput::behind(streams.out) << "\r\n";
        return ExitCode::Done;
    };

    CHECK(run({"heads"}, handlers).out == "first \r\n");
}
