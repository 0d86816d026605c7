// SPDX-License-Identifier: MIT
#include "migrate/cli/file_commands.hpp"

#include "../temporary_folder.hpp"

#include <doctest/doctest.h>
#include <azoth/base/error.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace azoth;
using namespace azoth::migrate;
using azoth::migrate::test::TemporaryFolder;
using Strings = std::vector<std::string>;

namespace {

/// A project in a folder of its own, and the command line in it.
class Project {
public:
    explicit Project(FileSources sources = {}) {
        add_file_commands(handlers_, std::move(sources));
        run({"init", folder.path("db"), "-c", folder.path("azoth.toml")});
    }

    std::string run(Strings words) {
        if (words.front() != "init") {
            words.insert(words.begin(), {"-c", folder.path("azoth.toml")});
        }
        std::ostringstream out;
        std::ostringstream messages;
        const Runner runner =
            [&](const Arguments& arguments, std::span<const std::string>, const Streams& streams) {
                return dispatch(arguments, handlers_, streams);
            };
        code = run_command_line("azoth", words, runner, {out, messages});
        return out.str() + messages.str();
    }

    TemporaryFolder folder{};
    ExitCode code{};

private:
    CommandHandlers handlers_{};
};

}  // namespace

TEST_CASE("a history is begun, branched, shown and merged from the command line") {
    Project project;

    CHECK(project.run({"revision", "-m", "create tables", "--rev-id", "aaaa1"}) ==
          "Created " + project.folder.path("db/versions/aaaa1_create_tables.cpp") + "\n");
    project.run({"revision", "-m", "left", "--rev-id", "bbbb2"});
    project.run({"revision",
                 "-m",
                 "right",
                 "--rev-id",
                 "cccc3",
                 "--head",
                 "aaaa",
                 "--splice",
                 "--format",
                 "sql"});
    CHECK(project.run({"heads"}) == "bbbb2 (head)\ncccc3 (head)\n");
    CHECK(project.run({"revision", "-m", "more"})
              .starts_with("error: cannot make a revision above \"head\""));
    CHECK(project.code == ExitCode::Failed);
    CHECK(project.run({"branches"}) ==
          "aaaa1 (branchpoint)\n      -> bbbb2 (head)\n      -> cccc3 (head)\n\n");
    project.run({"merge", "heads", "--rev-id", "dddd4"});
    CHECK(project.code == ExitCode::Done);

    CHECK(project.run({"history"}) ==
          "bbbb2, cccc3 -> dddd4 (head) (mergepoint), merge heads\n"
          "aaaa1 -> bbbb2, left\n"
          "aaaa1 -> cccc3, right\n"
          "<base> -> aaaa1 (branchpoint), create tables\n");
    CHECK(project.run({"show", "cccc"}).starts_with("Rev: cccc3\nParent: aaaa1\n"));
    CHECK(project.folder.has("db/versions/cccc3_right.sql"));
}

TEST_CASE("listings and new revisions speak JSON") {
    Project project;
    const auto created =
        nlohmann::json::parse(project.run({"revision", "--rev-id", "aaaa1", "--json"}));

    CHECK(created["created"] == Strings{project.folder.path("db/versions/aaaa1.cpp")});
    CHECK(created["revision"] == "aaaa1");
    for (const auto* command : {"heads", "history"}) {
        CHECK(nlohmann::json::parse(project.run({command, "--json"}))[0]["id"] == "aaaa1");
    }
    CHECK(nlohmann::json::parse(project.run({"show", "aaaa1", "--json"}))[0]["id"] == "aaaa1");
    CHECK(nlohmann::json::parse(project.run({"branches", "--json"})).empty());
}

TEST_CASE("quiet prints nothing for what was made") {
    Project project;

    CHECK(project.run({"revision", "--rev-id", "aaaa1", "-q"}).empty());
}

TEST_CASE("the current revision is asked for only when it is needed") {
    int asked = 0;
    Project project{{.graph = {}, .current_rows = [&](const GlobalOptions&) {
                         ++asked;
                         return Strings{"aaaa1"};
                     }}};
    project.run({"revision", "-m", "first", "--rev-id", "aaaa1"});
    project.run({"revision", "-m", "second", "--rev-id", "bbbb2"});

    CHECK(project.run({"history"}) == "aaaa1 -> bbbb2 (head), second\n<base> -> aaaa1, first\n");
    CHECK(asked == 0);
    CHECK(project.run({"history", "-i"}) ==
          "aaaa1 -> bbbb2 (head), second\n<base> -> aaaa1 (current), first\n");
    CHECK(project.run({"show", "current"}).starts_with("Rev: aaaa1 (current)\n"));
    CHECK(asked == 2);
}

TEST_CASE("a history that is linked in needs no files") {
    Project project{{.graph =
                         [](const Config&) {
                             RevisionInfo info;
                             info.id = "linked";
                             return RevisionGraph{{info}};
                         },
                     .current_rows = {}}};

    CHECK(project.run({"heads"}) == "linked (head)\n");
}

TEST_CASE("hooks run on the file that was written, in the folder of azoth.toml") {
    Project project;
    project.folder.write(
        "azoth.toml",
        "script_location = \"db\"\nhooks.after_write = [\"echo '// formatted' >> {file}\"]\n");

    project.run({"revision", "-m", "it's", "--rev-id", "aaaa1"});

    CHECK(project.code == ExitCode::Done);
    CHECK(project.folder.read("db/versions/aaaa1_it_s.cpp").ends_with("// formatted\n"));
}

TEST_CASE("a hook that fails is an error, and the file stays") {
    Project project;
    project.folder.write("azoth.toml",
                         "script_location = \"db\"\nhooks.after_write = [\"exit 3\"]\n");

    const auto output = project.run({"revision", "--rev-id", "aaaa1"});

    CHECK(
        output.find(
            "the hook \"exit 3\" ended with code 3; the file is written, correct it or the hook") !=
        std::string::npos);
    CHECK(project.code == ExitCode::Failed);
    CHECK(project.folder.has("db/versions/aaaa1.cpp"));
}

TEST_CASE("a migrations folder that is missing is said") {
    Project project;
    project.folder.write("azoth.toml", "script_location = \"elsewhere\"\n");

    CHECK(project.run({"heads"}).starts_with("error: cannot find the migrations folder \"" +
                                             project.folder.path("elsewhere") + "\""));
}

TEST_CASE("list-templates lists the templates") {
    Project project;

    CHECK(project.run({"list-templates"}).find("cmake - ") != std::string::npos);
}
