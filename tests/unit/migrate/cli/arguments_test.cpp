// SPDX-License-Identifier: MIT
#include "migrate/cli/arguments.hpp"

#include <doctest/doctest.h>
#include <azoth/base/error.hpp>

using namespace azoth;
using namespace azoth::migrate;
using Strings = std::vector<std::string>;

namespace {

Arguments parsed(const Strings& words) {
    return std::get<Arguments>(parse_arguments("azoth", words));
}

template <class Options>
Options options(const Strings& words) {
    return std::get<Options>(parsed(words).command);
}

std::string text(const Strings& words) {
    return std::get<TextRequest>(parse_arguments("azoth", words)).text;
}

std::string failure(const Strings& words) {
    try {
        static_cast<void>(parse_arguments("azoth", words));
    } catch (const MigrationError& error) {
        return std::string{error.code()} + ": " + error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("global options stand before or behind the command") {
    for (const auto& words : {Strings{"-c",
                                      "a.toml",
                                      "-n",
                                      "test",
                                      "-x",
                                      "a=1",
                                      "-x",
                                      "b",
                                      "--url",
                                      "u",
                                      "--json",
                                      "-q",
                                      "-y",
                                      "heads"},
                              Strings{"heads",
                                      "-y",
                                      "--config",
                                      "a.toml",
                                      "--name",
                                      "test",
                                      "-x",
                                      "a=1",
                                      "-x",
                                      "b",
                                      "--url",
                                      "u",
                                      "--json",
                                      "--quiet"}}) {
        const auto global = parsed(words).global;

        CHECK(global.config == "a.toml");
        CHECK(global.environment == "test");
        CHECK(global.x == Strings{"a=1", "b"});
        CHECK(global.url == "u");
        CHECK(global.json);
        CHECK(global.quiet);
        CHECK(global.yes);
    }
}

TEST_CASE("a relative revision is no option") {
    CHECK(options<DowngradeOptions>({"downgrade", "-1"}).revision == "-1");
    CHECK(options<UpgradeOptions>({"upgrade", "+2"}).revision == "+2");
    CHECK(options<DowngradeOptions>({"downgrade", "--sql", "-2"}).revision == "-2");
    CHECK(options<DowngradeOptions>({"downgrade", "--", "-1"}).revision == "-1");
    CHECK(options<HistoryOptions>({"history", "-r", "-3:current"}).range == "-3:current");
    CHECK(options<HistoryOptions>({"history", "-r-3:"}).range == "-3:");
    CHECK(options<HistoryOptions>({"history", "--rev-range=:+2"}).range == ":+2");
    CHECK(options<ShowOptions>({"show", "-1"}).revision == "-1");
    CHECK(options<DowngradeOptions>({"downgrade", "billing@-1"}).revision == "billing@-1");
}

TEST_CASE("revision takes every option of its own") {
    const auto found = options<RevisionOptions>(
        {"revision",    "--autogenerate", "-m",      "add a table",  "--head",  "ae10",
         "--splice",    "--branch-label", "billing", "--depends-on", "a",       "--depends-on",
         "b",           "--version-path", "more",    "--rev-id",     "x1",      "--format",
         "sql",         "--rename",       "t.a=t.b", "--rename",     "old=new", "--no-verify",
         "--no-scratch"});

    CHECK(found.autogenerate);
    CHECK(found.message == "add a table");
    CHECK(found.head == "ae10");
    CHECK(found.splice);
    CHECK(found.branch_labels == Strings{"billing"});
    CHECK(found.depends_on == Strings{"a", "b"});
    CHECK(found.version_path == "more");
    CHECK(found.rev_id == "x1");
    CHECK(found.format == RevisionFormat::Sql);
    CHECK(found.renames.accepted == Strings{"t.a=t.b", "old=new"});
    CHECK_FALSE(found.verify);
    CHECK_FALSE(found.scratch);
}

TEST_CASE("revision without options makes an empty one above the head") {
    const auto found = options<RevisionOptions>({"revision"});

    CHECK_FALSE(found.autogenerate);
    CHECK(found.head == "head");
    CHECK_FALSE(found.format.has_value());
    CHECK(found.verify);
    CHECK(found.scratch);
}

TEST_CASE("upgrade and downgrade take the options of a run") {
    const auto up = options<UpgradeOptions>({"upgrade",
                                             "head",
                                             "--sql",
                                             "--tag",
                                             "t",
                                             "--allow-edited",
                                             "--single-transaction",
                                             "--lock-timeout",
                                             "2.5"});
    const auto down = options<DowngradeOptions>({"downgrade", "base", "--lock-timeout", "0"});

    CHECK(up.revision == "head");
    CHECK(up.sql);
    CHECK(up.tag == "t");
    CHECK(up.allow_edited);
    CHECK(up.single_transaction);
    CHECK(up.lock_timeout == 2.5);
    CHECK(down.lock_timeout == 0.0);
    CHECK_FALSE(down.sql);
}

TEST_CASE("the other commands take theirs") {
    CHECK(options<InitOptions>({"init", "db", "--template", "sql"}).template_name == "sql");
    CHECK(options<InitOptions>({"init", "db"}).folder == "db");
    CHECK(std::holds_alternative<ListTemplatesOptions>(parsed({"list-templates"}).command));
    CHECK(options<MergeOptions>({"merge", "a", "b", "-m", "x", "--rev-id", "y", "--splice"})
              .revisions == Strings{"a", "b"});
    CHECK(options<CurrentOptions>({"current", "--check-heads", "-v"}).check_heads);
    CHECK(options<HistoryOptions>({"history", "-v", "-i"}).indicate_current);
    CHECK(options<HeadsOptions>({"heads", "--resolve-dependencies"}).resolve_dependencies);
    CHECK(options<BranchesOptions>({"branches", "-v"}).verbose);
    CHECK(options<StampOptions>({"stamp", "a", "b", "--purge", "--sql", "--tag", "t"}).revisions ==
          Strings{"a", "b"});
    CHECK_FALSE(options<CheckOptions>({"check", "--no-scratch"}).scratch);
    CHECK(options<CheckOptions>({"check", "--rename", "a=b"}).renames.accepted == Strings{"a=b"});
    CHECK(options<EnsureVersionOptions>({"ensure-version", "--sql"}).sql);
    CHECK(options<StatusOptions>({"status", "-v"}).verbose);
}

TEST_CASE("every command has a name and help") {
    for (const auto& name : command_names()) {
        INFO(name);
        CHECK(text({name, "--help"}).find("azoth " + name) != std::string::npos);
        CHECK(text({"--help"}).find("  " + name) != std::string::npos);
    }
    CHECK(command_name(EnsureVersionOptions{}) == "ensure-version");
    CHECK(command_name(InitOptions{}) == "init");
    CHECK(command_name(StatusOptions{}) == "status");
    CHECK(text({"--version"}).starts_with("azoth "));
    CHECK(text({}) == text({"--help"}));
    CHECK(options<ResumeOptions>({"resume", "--not-done"}).not_done);
}

TEST_CASE("a command line that cannot be understood says why") {
    CHECK(failure({"upgrad", "head"}) ==
          "command-line: cannot understand the command line: there is no command \"upgrad\"; did "
          "you mean \"upgrade\"?");
    CHECK(failure({"upgrade"}) ==
          "command-line: cannot understand the command line: revision is required; see `azoth "
          "upgrade --help`");
    CHECK(failure({"--quiet"}).find("no command is given") != std::string::npos);
    CHECK(failure({"upgrade", "head", "--sqll"}).find("--sqll") != std::string::npos);
    CHECK(failure({"heads", "-1"}).find("-1") != std::string::npos);
    CHECK(failure({"revision", "--format", "xml"}).starts_with("command-line: "));
    CHECK(failure({"revision", "--rename", "a=b"}).find("--autogenerate") != std::string::npos);
    CHECK(failure({"upgrade", "head", "--lock-timeout", "-2"}).starts_with("command-line: "));
    CHECK(failure({"check", "--no-rename", "a.b=.c"}) ==
          "command-line: cannot understand the command line: --no-rename \"a.b=.c\" is no rename; "
          "write table.old=new for a column, old=new for a table");
}
